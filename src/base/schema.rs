//! The JSON Schema of what this module writes.

use schemars::{JsonSchema, generate::SchemaSettings};

/// The JSON Schema (2020-12) of a format: `facts` or `diff`; `None` for any other name.
pub fn schema(name: &str) -> Option<serde_json::Value> {
    match name {
        "facts" => Some(of::<super::FactBase>()),
        "diff" => Some(of::<super::Diff>()),
        _ => None,
    }
}

fn of<T: JsonSchema>() -> serde_json::Value {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>().into()
}
