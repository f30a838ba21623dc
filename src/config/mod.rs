//! `isogloss.toml`, resolved and checked.
