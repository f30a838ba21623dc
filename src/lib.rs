//! isogloss finds the place where a translated page stopped saying what its source says.
//!
//! The modules stand in the order in which the data passes through them; each may use those above it and none below
//! (`tests/architecture.rs` reads the imports and holds them to it).

pub mod align;
pub mod base;
pub mod check;
pub mod config;
pub mod facts;
pub mod history;
pub mod layout;
pub mod locale;
pub mod pair;
pub mod parse;
pub mod project;
pub mod report;
pub mod text;
pub mod walk;
pub mod write;
