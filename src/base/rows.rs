//! Facts as a table: a row for each fact in each locale, for spreadsheets.

use super::wire::{FactRecord, Occurrence, Status};
use std::io::{self, Write};

/// The columns. New ones are added at the end.
const COLUMNS: [&str; 13] = [
    "id", "kind", "value", "polarity", "page", "section", "locale", "status", "path", "line", "column", "said", "text",
];

/// Writes rows of comma-separated values.
pub(super) struct Rows<W: Write>(csv::Writer<W>);

impl<W: Write> Rows<W> {
    pub(super) fn new(out: W) -> io::Result<Self> {
        let mut rows = csv::Writer::from_writer(out);
        rows.write_record(COLUMNS)?;
        Ok(Self(rows))
    }

    /// The rows of a fact: the source's places, then for each other locale its places, or one row that names only the status.
    pub(super) fn fact<'p>(
        &mut self,
        fact: &FactRecord,
        source: &str,
        path: impl Fn(&str) -> Option<&'p str>,
    ) -> io::Result<()> {
        let section = fact.section.join("/");
        let others =
            fact.status.keys().chain(fact.occurrences.keys().filter(|locale| !fact.status.contains_key(*locale)));
        let mut locales: Vec<&str> = others.map(|locale| &**locale).collect();
        locales.sort_by_key(|locale| (*locale != source, *locale));
        for locale in locales {
            let status = fact.status.get(locale).map_or("", |status| status.name());
            let places = fact.occurrences.get(locale).map_or(&[] as &[Occurrence], Vec::as_slice);
            let no_page = fact.status.get(locale) == Some(&Status::NoPage);
            let path = if no_page { None } else { path(locale) }.unwrap_or("");
            let mut row = |place: Option<&Occurrence>| {
                let polarity = place.and_then(|place| place.polarity).unwrap_or(fact.polarity);
                let said = place.map_or("", |place| place.value.as_ref().unwrap_or(&fact.value));
                let number = |of: fn(&Occurrence) -> u32| place.map_or(String::new(), |place| of(place).to_string());
                self.0.write_record([
                    &*fact.id,
                    &*fact.kind,
                    &*fact.value,
                    polarity.name(),
                    &fact.page,
                    &section,
                    locale,
                    status,
                    path,
                    &number(|place| place.line),
                    &number(|place| place.column),
                    said,
                    place.map_or("", |place| place.text.as_str()),
                ])
            };
            if places.is_empty() {
                row(None)?;
            }
            for place in places {
                row(Some(place))?;
            }
        }
        Ok(())
    }

    pub(super) fn finish(self) -> io::Result<W> {
        self.0.into_inner().map_err(|error| io::Error::other(error.to_string()))
    }
}
