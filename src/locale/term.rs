//! What a word of a lexicon can mean.

use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::{LazyLock, Mutex};

/// A term of one lexicon; [`Lexicon::term`](super::Lexicon::term) resolves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TermId(pub(super) u16);

/// A place where a term stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// The term.
    pub term: TermId,
}

impl Hit {
    /// The bytes covered, as a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A spelling and all that it may mean: `second` is an ordinal here and a unit there, so readers ask for the meaning they need.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Term {
    pub(super) meanings: Vec<Meaning>,
}

impl Term {
    /// Everything that the term may mean.
    #[inline]
    pub fn meanings(&self) -> &[Meaning] {
        &self.meanings
    }

    /// Whether `meaning` is among the meanings.
    pub fn means(&self, meaning: Meaning) -> bool {
        self.meanings.contains(&meaning)
    }

    /// The month, from 1.
    pub fn month(&self) -> Option<u8> {
        self.find(|m| if let Meaning::Month(n) = m { Some(n) } else { None })
    }

    /// The day of the week, from 1 for Monday.
    pub fn weekday(&self) -> Option<u8> {
        self.find(|m| if let Meaning::Weekday(n) = m { Some(n) } else { None })
    }

    /// The half of the day.
    pub fn meridiem(&self) -> Option<Meridiem> {
        self.find(|m| if let Meaning::Meridiem(n) = m { Some(n) } else { None })
    }

    /// The bound, and the side of its number that it stands on.
    pub fn bound(&self) -> Option<(Bound, Side)> {
        self.find(|m| if let Meaning::Bound(bound, side) = m { Some((bound, side)) } else { None })
    }

    /// The factor of a word such as `thousand`.
    pub fn multiplier(&self) -> Option<u64> {
        self.find(|m| if let Meaning::Multiplier(n) = m { Some(n) } else { None })
    }

    /// The negation cue.
    pub fn cue(&self) -> Option<Cue> {
        self.find(|m| if let Meaning::Negation(cue) = m { Some(cue) } else { None })
    }

    /// What an extended cue means, whatever the language.
    pub fn sense(&self) -> Option<SenseId> {
        self.find(|m| if let Meaning::Sense(n) = m { Some(n) } else { None })
    }

    /// Whether it denies, whatever else is said: a core cue, or an adjective that denies what it names.
    pub fn tells(&self) -> bool {
        self.cue().is_some_and(|cue| cue.class == CueClass::Core) || self.sense().is_some_and(SenseId::is_strong)
    }

    /// What it says of things that exclude each other; both, where only another word tells (`schakel … in`, `schakel … uit`).
    pub fn poles(&self) -> impl Iterator<Item = Pole> + '_ {
        self.meanings.iter().filter_map(|&m| if let Meaning::Pole(pole) = m { Some(pole) } else { None })
    }

    pub(super) fn find<T>(&self, pick: impl Fn(Meaning) -> Option<T>) -> Option<T> {
        self.meanings.iter().find_map(|&m| pick(m))
    }
}

/// One meaning of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Meaning {
    /// The number nought, which often stands for something else (`null`).
    Zero,
    /// The number one, which is as often a pronoun.
    One,
    /// An indefinite article, which can stand for the number one beside a unit.
    Article,
    /// A number from 2 on.
    Cardinal(u64),
    /// A word that multiplies what stands before it: `hundred`, `million`, `dozen`.
    Multiplier(u64),
    /// A place in an order: `third`.
    Ordinal(u64),
    /// A count of occurrences: `twice`.
    Times(u64),
    /// A word that implies a number and seldom stands for it: `both`.
    Weak(u64),
    /// One half.
    Half,
    /// A word or syllable that ties the parts of a number together.
    Joiner,
    /// What makes a count of occurrences of a number that it is glued to.
    TimesTail,
    /// An ending glued to a number that changes nothing about it.
    Tail,
    /// A unit glued to a number word; units that stand alone are found by [`Lexicon::unit_at`](super::Lexicon::unit_at).
    Unit(UnitId),
    /// A month, from 1.
    Month(u8),
    /// A day of the week, from 1 for Monday.
    Weekday(u8),
    /// A half of the day.
    Meridiem(Meridiem),
    /// What says that the number before it is a time of day.
    Clock,
    /// At least, at most and their kin.
    Bound(Bound, Side),
    /// What stands between the ends of a range.
    RangeTo,
    /// What stands before a range whose ends are tied by [`Meaning::And`].
    Between,
    /// The conjunction of lists and of ranges after [`Meaning::Between`].
    And,
    /// The other conjunction of lists.
    Or,
    /// A word for a network port.
    PortWord,
    /// A word that a version follows.
    VersionWord,
    /// A word for translating.
    TranslationWord,
    /// A negation cue.
    Negation(Cue),
    /// A word that opens a new clause; no negation reaches over it.
    ClauseBreak,
    /// What an extended cue means, whatever the language.
    Sense(SenseId),
    /// One of two things that exclude each other.
    Pole(Pole),
}

impl Meaning {
    /// Whether a number in words may begin with what means this.
    pub(super) fn counts(self) -> bool {
        matches!(
            self,
            Self::Times(_)
                | Self::Weak(_)
                | Self::Zero
                | Self::One
                | Self::Article
                | Self::Cardinal(_)
                | Self::Ordinal(_)
        )
    }
}

/// One of two things that exclude each other, whatever the language: on and off, at least and at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Pole {
    /// The name of the two.
    pub sense: SenseId,
    /// Whether it is the second of them.
    pub other: bool,
}

/// The halves of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Meridiem {
    /// Before noon.
    Am,
    /// After noon.
    Pm,
}

/// How a word bounds the number beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Bound {
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `>`
    MoreThan,
    /// `<`
    LessThan,
    /// `~`
    About,
}

/// The side of the number on which a bound stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Side {
    /// `at least 5`
    Before,
    /// `5 or more`
    After,
}

/// A negation cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Cue {
    /// How strongly it negates.
    pub class: CueClass,
    /// In which direction what it negates may stand.
    pub scope: Scope,
}

/// How strongly a cue negates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub enum CueClass {
    /// What another language may express by a negation (`unable`, `only`, `disable`), but need not.
    Extended,
    /// The negation of a sentence or a phrase: `not`, `no`, `never`.
    Core,
}

/// In which direction a cue reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Scope {
    /// Nothing that stands near it is negated (`not only`).
    None,
    /// What follows.
    Forward,
    /// What precedes.
    Backward,
    /// Both: a negation of the verb governs what stands before and behind it in the clause.
    Both,
}

/// The name of a sense of negation or of two opposites, the same in every lexicon: `without`, `prevent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct SenseId(&'static str);

impl SenseId {
    pub(super) fn intern(id: &str) -> Self {
        Self(intern(id))
    }

    /// The name.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// Whether it is the sense of adjectives that deny what they name; a translation says them with a negation of some kind.
    pub fn is_strong(self) -> bool {
        self.0 == "negated"
    }
}

static NAMES: LazyLock<Mutex<BTreeSet<&'static str>>> = LazyLock::new(Mutex::default);

/// The canonical id of a unit or of a thing counted, the same in every lexicon: `min`, `GB`, `character`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct UnitId(&'static str);

impl UnitId {
    /// What counts occurrences: `5 times`, `5x`.
    pub const TIMES: Self = Self("times");

    /// The id; kept for the life of the process, so that it can be copied about freely. There are a few hundred at most.
    pub(super) fn intern(id: &str) -> Self {
        Self(intern(id))
    }

    /// The id as text.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Debug for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Display for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl<'de> Deserialize<'de> for SenseId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        <&str>::deserialize(from).map(Self::intern)
    }
}

impl<'de> Deserialize<'de> for UnitId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        <&str>::deserialize(from).map(Self::intern)
    }
}

/// Keeps a name for the life of the process. There are a few hundred at most: those of units and senses.
fn intern(id: &str) -> &'static str {
    let mut known = NAMES.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if let Some(&id) = known.get(id) {
        return id;
    }
    let id: &'static str = Box::leak(id.into());
    known.insert(id);
    id
}
