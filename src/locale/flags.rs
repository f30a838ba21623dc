//! What the scanner must know of a term, a bit for each.

/// Any ending may follow.
pub(super) const OPEN: u8 = 1;
/// The text must have a capital first letter.
pub(super) const CAPITAL: u8 = 2;
/// The term may be the first part of a number written as one word.
pub(super) const PART: u8 = 4;
/// Digits may be glued to it.
pub(super) const GLUED: u8 = 8;
/// A number in words may begin with it.
pub(super) const COUNTS: u8 = 32;
/// Denies, or opens a clause that no denial reaches into.
pub(super) const DENIES: u8 = 64;
/// Denies whatever else is said, or has an opposite.
pub(super) const TURNS: u8 = 128;
/// Keeps other terms from being found, and gives no hit.
pub(super) const SILENT: u8 = 16;
