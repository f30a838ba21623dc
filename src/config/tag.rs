//! Language tags in the configuration: read leniently, written in canonical form.

use crate::locale::Locale;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// English, the source of most documentation.
#[expect(clippy::expect_used, reason = "a constant that the tests read")]
pub(super) fn default_source() -> Locale {
    Locale::parse("en").expect("`en` is a language tag")
}

pub(super) fn serialize<S: Serializer>(locale: &Locale, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(locale)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Locale, D::Error> {
    String::deserialize(from)?.parse().map_err(D::Error::custom)
}

/// The same for a list.
pub(super) mod list {
    use super::*;

    pub(in super::super) fn serialize<S: Serializer>(locales: &[Locale], to: S) -> Result<S::Ok, S::Error> {
        locales.iter().map(Locale::to_string).collect::<Vec<_>>().serialize(to)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Locale>, D::Error> {
        let tags = Vec::<String>::deserialize(from)?;
        tags.iter().map(|tag| tag.parse().map_err(D::Error::custom)).collect()
    }
}

/// The same for one that may be absent.
pub(super) mod option {
    use super::*;

    pub(in super::super) fn serialize<S: Serializer>(locale: &Option<Locale>, to: S) -> Result<S::Ok, S::Error> {
        locale.as_ref().map(Locale::to_string).serialize(to)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Locale>, D::Error> {
        super::deserialize(from).map(Some)
    }
}
