//! Language tags and the lexicons of `rules/locales/`.
