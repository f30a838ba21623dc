//! isogloss finds the place where a translated page stopped saying what its source says.
//!
//! The modules stand in the order in which the data passes through them; each may use those above it and none below
//! (`tests/architecture.rs` reads the imports and holds them to it).

pub mod text;
pub mod locale;
pub mod config;
pub mod walk;
pub mod layout;
pub mod parse;
pub mod facts;
pub mod pair;
pub mod align;
pub mod check;
pub mod base;
pub mod report;
pub mod project;
