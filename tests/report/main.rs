//! Every format over one outcome that holds what is hard to show.

mod formats;
mod json;
mod sample;
mod terminal;
