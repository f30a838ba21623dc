//! See `tests/bodies/mod.rs`.

#![no_main]
#![allow(dead_code)]

#[path = "../../tests/bodies/mod.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|input: &[u8]| bodies::query_globs(input));
