//! Which pages belong together.
