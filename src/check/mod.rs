//! The rules: they see aligned blocks and facts and never scan text again.

mod diagnostic;
mod outcome;
pub mod rules;

pub use diagnostic::{Diagnostic, FactNote, Fix, Place, Severity};
pub use outcome::{Outcome, PairNote, PairedBy, Summary};
pub use rules::Rule;
