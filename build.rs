//! Reads the files in `rules/locales/` when the program is built, so that it need not do so each time that it runs: to parse them as
//! YAML would take longer than a page.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[allow(dead_code, unreachable_pub, reason = "a module of the program, which needs more of it")]
#[path = "src/locale/data.rs"]
mod data;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=rules/locales");
    println!("cargo::rerun-if-changed=src/locale/data.rs");
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for entry in fs::read_dir("rules/locales")? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            files.insert(name, packed(&path).map_err(|error| format!("{}: {error}", path.display()))?);
        }
    }
    let out: PathBuf = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?.into();
    fs::write(out.join("locales"), postcard::to_allocvec(&files)?)?;
    Ok(())
}

/// A file's content but for its examples, which the tests read in the file itself.
fn packed(path: &Path) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut data = data::read(&fs::read_to_string(path)?)?;
    data.examples.clear();
    Ok(postcard::to_allocvec(&data)?)
}
