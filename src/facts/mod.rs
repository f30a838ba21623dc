//! The kinds of fact: recogniser, canonical value, equivalence.
