//! The rules: they see aligned blocks and facts and never scan text again.

mod diagnostic;

pub use diagnostic::{Diagnostic, FactNote, Fix, Place, Severity};
