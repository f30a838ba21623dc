//! Finding, reading and checking the file.

use super::{Config, ConfigError};
use std::path::{Path, PathBuf};

/// The names that the configuration may have, the first found in a folder winning.
pub const NAMES: [&str; 2] = ["isogloss.toml", ".isogloss.toml"];

impl Config {
    /// The nearest configuration at `start` (a folder or a file) or above it, up to the root of the repository or of the
    /// file system; with the path of its file.
    ///
    /// # Errors
    /// Where the file that is found cannot be read or is not valid.
    pub fn discover(start: &Path) -> Result<Option<(PathBuf, Self)>, ConfigError> {
        let start = std::path::absolute(start).unwrap_or_else(|_| start.to_owned());
        for folder in start.ancestors() {
            for name in NAMES {
                let path = folder.join(name);
                if path.is_file() {
                    return Ok(Some((path.clone(), Self::load(&path)?)));
                }
            }
            if folder.join(".git").exists() {
                break;
            }
        }
        Ok(None)
    }

    /// Reads a configuration.
    ///
    /// # Errors
    /// Where the file cannot be read or is not valid.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        Self::from_text(&text, path)
    }

    /// Reads a configuration from its text; `path` is for messages.
    ///
    /// # Errors
    /// Where the text is not a valid configuration.
    pub fn from_text(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut config: Self = toml::from_str(body).map_err(|error| ConfigError::from_toml(path, body, &error))?;
        for extension in &mut config.extensions {
            *extension = extension.trim_start_matches('.').to_lowercase();
        }
        match config.fault() {
            None => Ok(config),
            Some((value, message)) => {
                // The reader has let go of the places; the value as written is found again, which is right but for twins.
                let at = body.find(&value).unwrap_or(0);
                Err(ConfigError::at(path, body, at, message, None))
            }
        }
    }

    /// What the types cannot say: the first value that is wrong, and why.
    fn fault(&self) -> Option<(String, String)> {
        let globs = self.include.iter().chain(&self.exclude).chain(self.per_path_ignore.keys());
        for glob in globs {
            if let Err(error) = globset::Glob::new(glob) {
                return Some((glob.clone(), format!("not a glob: {}", error.kind())));
            }
        }
        if u32::try_from(self.limits.file_size).is_err() {
            let value = self.limits.file_size.to_string();
            return Some((value, "`file-size` must be under 4 GiB".to_owned()));
        }
        self.layouts.iter().find_map(|layout| {
            let wrong = |key: &str, message: &str| Some((key.to_owned(), message.to_owned()));
            match (&layout.pattern, &layout.root, &layout.locale) {
                (None, None, _) => wrong("[[layouts]]", "a layout needs a `pattern` or a `root`"),
                (Some(pattern), Some(_), _) => wrong(pattern, "a layout has a `pattern` or a `root`, not both"),
                (None, Some(root), None) => wrong(root, "a layout with a `root` needs its `locale`"),
                (Some(pattern), None, None) if !pattern.contains("{locale}") => {
                    wrong(pattern, "a `pattern` without `{locale}` needs a `locale`")
                }
                (Some(pattern), ..) if !pattern.contains("{path}") && !pattern.contains("{name}") => {
                    wrong(pattern, "a `pattern` needs `{path}` or `{name}`: what source and translation share")
                }
                _ => None,
            }
        })
    }
}
