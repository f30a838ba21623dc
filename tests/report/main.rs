//! Every format over one outcome that holds what is hard to show.

#![allow(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

mod formats;
mod json;
mod sample;
mod terminal;
