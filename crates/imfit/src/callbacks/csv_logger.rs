//! Losses and metrics in a table.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::hook::Hook;
use super::watch::{Moment, Watch};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::{Error, Result};

/// Writes the losses and metrics of each epoch to a file, a line for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CSVLogger {
    /// The file.
    pub filename: PathBuf,
    /// What stands between two values: one character.
    pub separator: char,
    /// Whether lines are added to a file that is there; else it is written anew.
    pub append: bool,
}

impl CSVLogger {
    /// A logger that writes `filename` anew, with commas.
    pub fn new(filename: impl Into<PathBuf>) -> CSVLogger {
        CSVLogger { filename: filename.into(), separator: ',', append: false }
    }
}

impl Component for CSVLogger {
    const DECLARATION: Declaration = Declaration {
        class_name: "CSVLogger",
        aliases: &["csv_logger"],
        doc: "Writes the losses and metrics of each epoch to a CSV file.",
        arguments: &[
            Argument {
                name: "filename",
                values: Values::Text,
                optional: false,
                default: Default::Required,
                doc: "The file.",
            },
            Argument {
                name: "separator",
                values: Values::Text,
                optional: false,
                default: Default::Text(","),
                doc: "The character between two values.",
            },
            Argument {
                name: "append",
                values: Values::Flag,
                optional: false,
                default: Default::Flag(false),
                doc: "Whether lines are added to a file that is there; else it is written anew.",
            },
        ],
        source: "https://keras.io/api/callbacks/csv_logger/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        let separator = arguments.optional_text("separator").unwrap_or_default();
        let mut letters = separator.chars();
        let (Some(letter), None) = (letters.next().filter(char::is_ascii), letters.next()) else {
            let allowed = "one ASCII character";
            return Err(Error::argument("separator", format!("'{separator}'"), allowed));
        };
        Ok(CSVLogger {
            filename: arguments.optional_text("filename").unwrap_or_default().into(),
            separator: letter,
            append: arguments.flag("append"),
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter([
            ("filename".to_owned(), self.filename.to_string_lossy().into()),
            ("separator".to_owned(), self.separator.to_string().into()),
            ("append".to_owned(), self.append.into()),
        ])
    }
}

impl CSVLogger {
    pub(super) fn start(&self) -> Box<dyn Watch> {
        Box::new(Writing { settings: self.clone(), keys: Vec::new(), to: None })
    }
}

struct Writing {
    settings: CSVLogger,
    /// The columns behind that of the epoch, from the first epoch's logs.
    keys: Vec<String>,
    to: Option<csv::Writer<File>>,
}

impl Writing {
    /// Opens the file. The header is left out where there is one already.
    fn open(&mut self) -> io::Result<()> {
        let CSVLogger { filename, separator, append } = &self.settings;
        let is_begun = *append && std::fs::metadata(filename).is_ok_and(|file| file.len() > 0);
        let mut options = OpenOptions::new();
        options.create(true).append(*append).write(true).truncate(!append);
        let mut to = csv::WriterBuilder::new()
            .delimiter(*separator as u8)
            // As Python's module csv ends them.
            .terminator(csv::Terminator::CRLF)
            .from_writer(options.open(filename)?);
        if !is_begun {
            let header = std::iter::once("epoch").chain(self.keys.iter().map(String::as_str));
            to.write_record(header)?;
        }
        self.to = Some(to);
        Ok(())
    }

    fn write(&mut self, moment: &Moment<'_>) -> io::Result<()> {
        if self.to.is_none() {
            self.keys = keys(moment);
            self.open()?;
        }
        let Some(to) = &mut self.to else { return Ok(()) };
        let values = self.keys.iter().map(|key| moment.log(key).map_or("NA".into(), text));
        to.write_record(std::iter::once(moment.epoch.to_string()).chain(values))?;
        to.flush()
    }
}

/// The names of the logs by the alphabet, and those of a validation even if there is none yet.
fn keys(moment: &Moment<'_>) -> Vec<String> {
    let mut keys: Vec<String> = moment.logs.iter().map(|(name, _)| name.clone()).collect();
    keys.sort();
    if !keys.iter().any(|key| key.starts_with("val_")) {
        let validated: Vec<String> = keys.iter().map(|key| format!("val_{key}")).collect();
        keys.extend(validated);
    }
    keys
}

/// A number in Python's words: `nan`, `0.25`, `1.5e-05`.
fn text(value: f64) -> String {
    let text = format!("{value:?}").to_lowercase();
    let Some((digits, exponent)) = text.split_once('e') else { return text };
    let (sign, exponent) = match exponent.strip_prefix('-') {
        Some(exponent) => ('-', exponent),
        None => ('+', exponent),
    };
    format!("{digits}e{sign}{exponent:0>2}")
}

impl Watch for Writing {
    fn at(&mut self, moment: &mut Moment<'_>) -> Result<()> {
        let done = match moment.hook {
            // A file that can't be written is better known before the first epoch than after it.
            Hook::TrainBegin => check_folder(&self.settings.filename),
            Hook::EpochEnd => self.write(moment),
            _ => Ok(()),
        };
        done.map_err(|source| Error::File {
            action: "write",
            path: self.settings.filename.clone(),
            source,
        })
    }
}

fn check_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
            let reason = format!("there is no folder {}", folder.display());
            Err(io::Error::new(io::ErrorKind::NotFound, reason))
        }
        _ if path.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn numbers_are_as_python_writes_them() {
        let numbers = [0.25, 1.5e-5, -1e-10, 1e16, 1e100, f64::NAN, f64::INFINITY];
        let texts = ["0.25", "1.5e-05", "-1e-10", "1e+16", "1e+100", "nan", "inf"];
        assert_eq!(numbers.map(text), texts);
    }
}
