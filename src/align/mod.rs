//! Which blocks of a pair belong together.
