//! `isogloss.toml`, resolved and checked.

/// The configuration; all of it optional.
#[derive(Clone, Debug, Default)]
pub struct Config {}
