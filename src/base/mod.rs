//! The fact base.
