//! The rules: they see aligned blocks and facts and never scan text again.

mod comparison;
mod diagnostic;
mod outcome;
pub mod registry;
pub mod rules;

pub use comparison::{Comparison, Match, Status};
pub use diagnostic::{Diagnostic, FactNote, Fix, Place, Severity};
pub use outcome::{Outcome, PairNote, PairedBy, Summary};
pub use rules::Rule;
