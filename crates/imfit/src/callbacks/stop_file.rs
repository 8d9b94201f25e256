//! An end from outside: when a file appears.

use std::path::PathBuf;

use serde_json::{Map, Value};

use super::hook::Hook;
use super::watch::{Moment, Watch};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::{Error, Result};

/// Stops a training when a file appears, made by whatever other program or person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopFile {
    /// The file to look for.
    pub path: PathBuf,
    /// Whether to say so.
    pub verbose: bool,
}

impl StopFile {
    /// Stops when there is a file of this name.
    pub fn new(path: impl Into<PathBuf>) -> StopFile {
        StopFile { path: path.into(), verbose: false }
    }
}

impl Component for StopFile {
    const DECLARATION: Declaration = Declaration {
        class_name: "StopFile",
        aliases: &["stop_file"],
        doc: "Stops the training when a file appears, so that it can be stopped from another program.",
        arguments: &[
            Argument {
                name: "path",
                values: Values::Text,
                optional: false,
                default: Default::Required,
                doc: "The file to look for, several times a second. Once it is seen it is removed; one that is there before the training begins counts too.",
            },
            super::monitor::VERBOSE,
        ],
        source: "",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        let path = arguments.optional_text("path").unwrap_or_default();
        if path.is_empty() {
            return Err(Error::argument("path", "''", "the name of a file"));
        }
        Ok(StopFile { path: path.into(), verbose: arguments.whole("verbose") > 0 })
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter([
            ("path".to_owned(), self.path.to_string_lossy().into()),
            ("verbose".to_owned(), u8::from(self.verbose).into()),
        ])
    }
}

impl StopFile {
    pub(super) fn start(&self) -> Box<dyn Watch> {
        Box::new(Looking { settings: self.clone(), seen: false })
    }
}

struct Looking {
    settings: StopFile,
    seen: bool,
}

impl Watch for Looking {
    fn at(&mut self, moment: &mut Moment<'_>) -> Result<()> {
        if moment.hook == Hook::TrainEnd && self.seen && self.settings.verbose {
            let path = self.settings.path.display().to_string();
            moment.say(format!("Epoch {}: stopped by {path}", moment.epoch));
        }
        Ok(())
    }

    fn stops_now(&mut self) -> Result<bool> {
        let path = &self.settings.path;
        if self.seen || !path.is_file() {
            return Ok(false);
        }
        self.seen = true;
        std::fs::remove_file(path).map_err(|source| Error::File {
            action: "remove",
            path: path.clone(),
            source,
        })?;
        Ok(true)
    }

    fn state(&self) -> Map<String, Value> {
        Map::from_iter([("seen".to_owned(), self.seen.into())])
    }
}
