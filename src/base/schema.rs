//! The JSON Schemas (2020-12) of what this module writes.

use schemars::{JsonSchema, Schema, generate::SchemaSettings};

/// The schema of a fact base.
pub fn facts_schema() -> Schema {
    of::<super::FactBase>()
}

/// The schema of a diff.
pub fn diff_schema() -> Schema {
    of::<super::Diff>()
}

fn of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}
