//! The typed fields of a fact, by kind.
//!
//! Ports and parts of dates and times are integers. The numbers of a quantity are decimal text, exact at any size, so that
//! no reader rounds one.

use super::canonical::{Object, key, number};
use crate::facts::{self, Bound, Written};
use crate::parse::{Block, Document};
use schemars::JsonSchema;
use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize};

/// The typed fields of a fact; which they are depends on its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Data {
    /// `port`.
    Port(PortData),
    /// `quantity`.
    Quantity(QuantityData),
    /// `version`.
    Version(VersionData),
    /// `date`.
    Date(DateData),
    /// `time`.
    Time(TimeData),
    /// `link`, `image`, `include`.
    Target(TargetData),
    /// `identifier`.
    Identifier(IdentifierData),
    /// `code-block`.
    CodeBlock(CodeBlockData),
    /// `front-matter`.
    FrontMatter(FrontMatterData),
    /// Every other kind.
    Plain(PlainData),
}

/// No fields: the value says it all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlainData {}

/// A port or an inclusive range of ports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PortData {
    /// The port, or the first of the range.
    pub first: u16,
    /// The last of the range; the port itself where there is no range.
    pub last: u16,
    /// `tcp`, `udp`, or `any` where the page does not say.
    pub protocol: String,
}

/// A number or an inclusive range, as decimal text (`"1.5"`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuantityData {
    /// `at-least`, `at-most`, `more-than` or `less-than`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bound: Option<String>,
    /// The number, or the lower end of the range.
    pub first: String,
    /// The other reading of `first` where its writing is ambiguous ("1.234").
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_other: Option<String>,
    /// The upper end of the range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    /// The other reading of `last`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_other: Option<String>,
    /// The canonical unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How it is written: `digits`, `word`, or `article` (a word that may be no number: "one", "ein").
    pub written: String,
}

/// A version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VersionData {
    /// The number as text.
    pub number: String,
    /// The product or protocol that is part of its identity (`tls`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
}

/// A calendar date, or what the page says of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DateData {
    /// 1–31.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<u8>,
    /// 1–12.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month: Option<u8>,
    /// The year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
}

/// A time of day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimeData {
    /// 0–24.
    pub hour: u8,
    /// 0–59.
    pub minute: u8,
    /// 0–60.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second: Option<u8>,
}

/// Where a link, image or include leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TargetData {
    /// The label or alternative text.
    pub label: String,
    /// The target as written; the value is the target resolved.
    pub target: String,
}

/// An identifier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentifierData {
    /// `guid`, `hex`, `oid`, `registry-key`, `path`, `variable`, `flag`, `placeholder` or `name`.
    pub scheme: String,
}

/// A code block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeBlockData {
    /// The info string.
    pub info: String,
}

/// A key of the front matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FrontMatterData {
    /// The key; the page's record has its value.
    pub key: String,
}

/// Writes a fact's typed fields; `text` is the file that `document` was parsed from.
pub(super) fn write(out: &mut Vec<u8>, fact: &facts::Fact, text: &str, document: &Document) {
    let mut object = Object::open(out);
    match &fact.data {
        facts::Data::Plain => {}
        facts::Data::Port { protocol, first, last } => {
            object.integer(key!("first"), u32::from(*first)).integer(key!("last"), u32::from(*last));
            object.text(key!("protocol"), protocol.name());
        }
        facts::Data::Quantity(quantity) => write_quantity(&mut object, quantity),
        facts::Data::Version => {
            let (product, number) = facts::split_version(&fact.value);
            object.text(key!("number"), number);
            if let Some(product) = product {
                object.text(key!("product"), product);
            }
        }
        facts::Data::Date { year, month, day } => {
            if let Some(day) = day {
                object.integer(key!("day"), u32::from(*day));
            }
            if let Some(month) = month {
                object.integer(key!("month"), u32::from(*month));
            }
            if let Some(year) = year {
                object.integer(key!("year"), u32::from(*year));
            }
        }
        facts::Data::Time { hour, minute, second } => {
            object.integer(key!("hour"), u32::from(*hour)).integer(key!("minute"), u32::from(*minute));
            if let Some(second) = second {
                object.integer(key!("second"), u32::from(*second));
            }
        }
        facts::Data::Target { .. } => {
            let label = fact.inline(document).map_or("", |inline| document.inline_text(inline));
            object.text(key!("label"), label).text(key!("target"), fact.target(document, text).unwrap_or(""));
        }
        facts::Data::Identifier(scheme) => {
            object.text(key!("scheme"), scheme.name());
        }
        facts::Data::CodeBlock => {
            let block = fact.block.and_then(|block| document.blocks.get(block as usize));
            let info = block.and_then(Block::info).and_then(|info| text.get(info.range()));
            object.text(key!("info"), info.unwrap_or(""));
        }
        facts::Data::FrontMatter { entry } => {
            let entry = document.front_matter.entries.get(*entry as usize);
            object.text(key!("key"), entry.map_or("", |entry| &entry.key));
        }
    }
    object.close();
}

fn write_quantity(object: &mut Object<'_>, quantity: &facts::Quantity) {
    if let Some(bound) = quantity.bound {
        object.text(key!("bound"), bound_name(bound));
    }
    number(object.key(key!("first")), &quantity.first);
    if let Some(other) = quantity.first.other_reading() {
        number(object.key(key!("first_other")), &other);
    }
    if let Some(last) = &quantity.last {
        number(object.key(key!("last")), last);
        if let Some(other) = last.other_reading() {
            number(object.key(key!("last_other")), &other);
        }
    }
    if let Some(unit) = &quantity.unit {
        object.text(key!("unit"), unit.as_str());
    }
    let written = match quantity.written {
        Written::Digits => "digits",
        Written::Word => "word",
        Written::Article => "article",
    };
    object.text(key!("written"), written);
}

fn bound_name(bound: Bound) -> &'static str {
    match bound {
        Bound::AtLeast => "at-least",
        Bound::AtMost => "at-most",
        Bound::MoreThan => "more-than",
        Bound::LessThan => "less-than",
    }
}

/// All fields of all kinds. serde's untagged enums say only that nothing matched; this says which field is wrong.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    bound: Option<String>,
    day: Option<u8>,
    first: Option<Scalar>,
    first_other: Option<String>,
    hour: Option<u8>,
    info: Option<String>,
    key: Option<String>,
    label: Option<String>,
    last: Option<Scalar>,
    last_other: Option<String>,
    minute: Option<u8>,
    month: Option<u8>,
    number: Option<String>,
    product: Option<String>,
    protocol: Option<String>,
    scheme: Option<String>,
    second: Option<u8>,
    target: Option<String>,
    unit: Option<String>,
    written: Option<String>,
    year: Option<u16>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a port number, or a quantity as text")]
enum Scalar {
    Port(u16),
    Text(String),
}

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Fields::deserialize(deserializer)?;
        fields.sort_out().ok_or_else(|| de::Error::custom("the fields of `data` are not those of any kind"))
    }
}

impl Fields {
    /// Finds the kind by the field that it alone has, and holds it to have no other.
    fn sort_out(mut self) -> Option<Data> {
        let data = if let Some(protocol) = self.protocol.take() {
            let (Some(Scalar::Port(first)), Some(Scalar::Port(last))) = (self.first.take(), self.last.take()) else {
                return None;
            };
            Data::Port(PortData { first, last, protocol })
        } else if let Some(written) = self.written.take() {
            let Some(Scalar::Text(first)) = self.first.take() else {
                return None;
            };
            let last = match self.last.take() {
                Some(Scalar::Port(_)) => return None,
                Some(Scalar::Text(last)) => Some(last),
                None => None,
            };
            Data::Quantity(QuantityData {
                bound: self.bound.take(),
                first,
                first_other: self.first_other.take(),
                last,
                last_other: self.last_other.take(),
                unit: self.unit.take(),
                written,
            })
        } else if let Some(number) = self.number.take() {
            Data::Version(VersionData { number, product: self.product.take() })
        } else if let (Some(hour), Some(minute)) = (self.hour.take(), self.minute.take()) {
            Data::Time(TimeData { hour, minute, second: self.second.take() })
        } else if let Some(target) = self.target.take() {
            Data::Target(TargetData { label: self.label.take()?, target })
        } else if let Some(scheme) = self.scheme.take() {
            Data::Identifier(IdentifierData { scheme })
        } else if let Some(info) = self.info.take() {
            Data::CodeBlock(CodeBlockData { info })
        } else if let Some(key) = self.key.take() {
            Data::FrontMatter(FrontMatterData { key })
        } else if self.day.is_some() || self.month.is_some() || self.year.is_some() {
            Data::Date(DateData { day: self.day.take(), month: self.month.take(), year: self.year.take() })
        } else {
            Data::Plain(PlainData {})
        };
        self.is_empty().then_some(data)
    }

    fn is_empty(&self) -> bool {
        let texts = [
            &self.bound,
            &self.first_other,
            &self.info,
            &self.key,
            &self.label,
            &self.last_other,
            &self.number,
            &self.product,
            &self.protocol,
            &self.scheme,
            &self.target,
            &self.unit,
            &self.written,
        ];
        let numbers = [&self.day, &self.hour, &self.minute, &self.month, &self.second];
        texts.iter().all(|field| field.is_none())
            && numbers.iter().all(|field| field.is_none())
            && self.first.is_none()
            && self.last.is_none()
            && self.year.is_none()
    }
}
