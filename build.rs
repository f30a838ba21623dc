//! Makes lexicons of the files in `rules/locales/` when the program is built, so that it need not do so each time that it runs: that
//! would take longer than a page.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::{env, fs};

/// The part of the module of that name that makes a lexicon of its file.
#[allow(dead_code, unreachable_pub, reason = "the program needs more of it")]
#[path = "src/locale"]
mod locale {
    mod build;
    mod data;
    mod flags;
    mod heads;
    mod key;
    mod lexicon;
    mod openings;
    mod stems;
    mod term;
    mod trie;
    mod word;

    use std::collections::BTreeMap;
    use std::error::Error;

    /// What a file says but for its examples, which the tests read in the file itself.
    pub fn data(yaml: &str) -> Result<Vec<u8>, Box<dyn Error>> {
        let mut data = data::read(yaml)?;
        data.examples.clear();
        Ok(postcard::to_allocvec(&data)?)
    }

    /// The lexicon of a file.
    pub fn lexicon(name: &str, files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, Box<dyn Error>> {
        let file = |name: &str| files.get(name).and_then(|data| postcard::from_bytes(data).ok());
        let data = file(name).ok_or("what was packed can be read")?;
        Ok(postcard::to_allocvec(&build::build(name, data, file)?)?)
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=rules/locales");
    println!("cargo::rerun-if-changed=src/locale");
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for entry in fs::read_dir("rules/locales")? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let data = locale::data(&fs::read_to_string(&path)?);
            files.insert(name, data.map_err(|error| format!("{}: {error}", path.display()))?);
        }
    }
    let mut all: Vec<(&str, &[u8], Vec<u8>)> = Vec::new();
    for (name, data) in &files {
        let lexicon = locale::lexicon(name, &files);
        all.push((name, data, lexicon.map_err(|error| format!("rules/locales/{name}.yaml: {error}"))?));
    }
    let out: PathBuf = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?.into();
    fs::write(out.join("locales"), postcard::to_allocvec(&all)?)?;
    Ok(())
}
