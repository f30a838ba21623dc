//! What the fact base promises, said of whole documents.

mod compare;
mod document;
mod ids;
mod questions;
mod reading;
