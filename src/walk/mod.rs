//! Finds and reads files.
