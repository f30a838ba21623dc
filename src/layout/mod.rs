//! Path → (locale, page key).
