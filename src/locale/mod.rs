//! Language tags and the lexicons of `rules/locales/`.

mod tag;

pub use tag::Locale;
