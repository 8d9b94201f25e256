//! The model in files, again and again.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::hook::{Hook, Work};
use super::monitor::{MODE, MONITOR, Mode, Monitor, VERBOSE, check_log, number};
use super::path::Pattern;
use super::watch::{Moment, Outlook, Watch};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::{Error, Result};

/// Saves the model after each epoch, or each so many batches.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelCheckpoint {
    /// The file. `{epoch:02d}`, `{val_loss:.2f}` and the like are filled in.
    pub filepath: String,
    /// The loss or metric to look at.
    pub monitor: String,
    /// Whether to say what is done.
    pub verbose: bool,
    /// Whether to save only what is better than what was saved before.
    pub save_best_only: bool,
    /// Whether to leave out compilation, optimizer and history.
    pub save_weights_only: bool,
    /// Whether less is better, or more.
    pub mode: Mode,
    /// After how many batches to save; nothing for each epoch.
    pub save_freq: Option<usize>,
    /// What the first that is saved has to be better than.
    pub initial_value_threshold: Option<f64>,
}

impl ModelCheckpoint {
    /// A checkpoint after each epoch.
    pub fn new(filepath: impl Into<String>) -> ModelCheckpoint {
        let given = Map::from_iter([("filepath".to_owned(), "model".into())]);
        let defaults = ModelCheckpoint::from_map(&given).expect("declared defaults are allowed");
        ModelCheckpoint { filepath: filepath.into(), ..defaults }
    }
}

pub(super) const SAVE_FREQ: Argument = Argument {
    name: "save_freq",
    values: Values::EpochOrBatches,
    optional: false,
    default: Default::Text("epoch"),
    doc: "When to save: \"epoch\", after each epoch, or after each so many batches.",
};

impl Component for ModelCheckpoint {
    const DECLARATION: Declaration = Declaration {
        class_name: "ModelCheckpoint",
        aliases: &["model_checkpoint"],
        doc: "Saves the model after each epoch, or each so many batches.",
        arguments: &[
            Argument {
                name: "filepath",
                values: Values::Text,
                optional: false,
                default: Default::Required,
                doc: "The file; {epoch:02d}, {batch}, {val_loss:.2f} and the like are filled in. Folders that aren't there are made.",
            },
            MONITOR,
            VERBOSE,
            Argument {
                name: "save_best_only",
                values: Values::Flag,
                optional: false,
                default: Default::Flag(false),
                doc: "Whether to save only what is better than what was saved before.",
            },
            Argument {
                name: "save_weights_only",
                values: Values::Flag,
                optional: false,
                default: Default::Flag(false),
                doc: "Whether to leave out compilation, optimizer and history.",
            },
            MODE,
            SAVE_FREQ,
            Argument {
                name: "initial_value_threshold",
                values: Values::ANY_REAL,
                optional: true,
                default: Default::None,
                doc: "What the first that is saved has to be better than.",
            },
        ],
        source: "https://keras.io/api/callbacks/model_checkpoint/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        let text = |name| arguments.optional_text(name).unwrap_or_default().to_owned();
        let filepath = text("filepath");
        Pattern::new(&filepath)?;
        Ok(ModelCheckpoint {
            filepath,
            monitor: text("monitor"),
            verbose: arguments.whole("verbose") > 0,
            save_best_only: arguments.flag("save_best_only"),
            save_weights_only: arguments.flag("save_weights_only"),
            mode: Mode::of(arguments),
            save_freq: arguments.optional_whole("save_freq").map(|batches| batches as usize),
            initial_value_threshold: arguments.optional_real("initial_value_threshold"),
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        let save_freq = self.save_freq.map_or("epoch".into(), Value::from);
        Map::from_iter(
            [
                ("filepath", self.filepath.clone().into()),
                ("monitor", self.monitor.clone().into()),
                ("verbose", u8::from(self.verbose).into()),
                ("save_best_only", self.save_best_only.into()),
                ("save_weights_only", self.save_weights_only.into()),
                ("mode", self.mode.name().into()),
                ("save_freq", save_freq),
                ("initial_value_threshold", self.initial_value_threshold.into()),
            ]
            .map(|(name, value): (&str, Value)| (name.to_owned(), value)),
        )
    }
}

impl ModelCheckpoint {
    /// Whether the weights go into a file of their own kind, as Keras has it.
    fn is_weights_file(&self) -> bool {
        self.save_weights_only && self.filepath.to_lowercase().ends_with(".weights.h5")
    }

    pub(super) fn start(&self, outlook: &Outlook<'_>) -> Result<Box<dyn Watch>> {
        let pattern = Pattern::new(&self.filepath)?;
        if !self.is_weights_file() {
            outlook.model.check_save(&self.filepath)?;
        }
        let of_batches = self.save_freq.map(|_| outlook.of_batches()).transpose()?;
        let outlook = of_batches.as_ref().unwrap_or(outlook);
        for name in pattern.fields() {
            let of_batches = name == "batch" && self.save_freq.is_some();
            if name != "epoch" && !of_batches {
                check_log(name, outlook, "filepath")?;
            }
        }
        let monitor =
            self.save_best_only.then(|| Monitor::new(&self.monitor, self.mode, 0.0, outlook));
        Ok(Box::new(Saving {
            monitor: monitor.transpose()?,
            pattern,
            best: self.initial_value_threshold,
            batches: 0,
            settings: self.clone(),
        }))
    }
}

struct Saving {
    settings: ModelCheckpoint,
    pattern: Pattern,
    monitor: Option<Monitor>,
    best: Option<f64>,
    /// Batches since the last save.
    batches: usize,
}

impl Saving {
    fn save_if_better(&mut self, moment: &mut Moment<'_>) -> Result<()> {
        let path = self.path(moment)?;
        let head = format!("Epoch {}", moment.epoch + 1);
        if let Some(monitor) = &self.monitor {
            // Without a validation in this epoch there is nothing that could be better.
            let Some(value) = moment.log(&monitor.name) else { return Ok(()) };
            let (name, best) = (&monitor.name, self.best);
            let best = best.map_or("None".to_owned(), |best| format!("{best:.5}"));
            if !monitor.improves(value, self.best) {
                self.say(moment, format!("{head}: {name} did not improve from {best}"));
                return Ok(());
            }
            let text = format!(
                "{head}: {name} improved from {best} to {value:.5}, saving model to {path}"
            );
            self.best = Some(value);
            self.say(moment, text);
        } else {
            self.say(moment, format!("{head}: saving model to {path}"));
        }
        self.save(moment, Path::new(&path))
    }

    fn say(&self, moment: &mut Moment<'_>, text: String) {
        if self.settings.verbose {
            moment.say(text);
        }
    }

    fn path(&self, moment: &Moment<'_>) -> Result<String> {
        let filled = self.pattern.fill(|name| match name {
            "epoch" => Some((moment.epoch + 1) as f64),
            "batch" => Some((moment.batch + 1) as f64),
            _ => moment.log(name),
        });
        filled.map_err(|name| {
            let known: Vec<&str> = moment.logs.iter().map(|(name, _)| name.as_str()).collect();
            let allowed = format!("a field of epoch {}: {}", moment.epoch + 1, known.join(", "));
            Error::argument("filepath", format!("{{{name}}}"), allowed)
        })
    }

    fn save(&self, moment: &Moment<'_>, path: &Path) -> Result<()> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(|source| Error::File {
                action: "make the folder",
                path: folder.to_owned(),
                source,
            })?;
        }
        if self.settings.is_weights_file() {
            moment.model.save_weights(path)
        } else if self.settings.save_weights_only {
            moment.model.weights_only().save(path)
        } else {
            moment.model.save(path)
        }
    }
}

impl Watch for Saving {
    fn at(&mut self, moment: &mut Moment<'_>) -> Result<()> {
        match (moment.hook, self.settings.save_freq) {
            (Hook::EpochEnd, None) => self.save_if_better(moment),
            (Hook::TrainBatchEnd, Some(batches)) => {
                self.batches += 1;
                if self.batches < batches {
                    return Ok(());
                }
                self.batches = 0;
                self.save_if_better(moment)
            }
            _ => Ok(()),
        }
    }

    fn wants_batches(&self, of: Work) -> bool {
        of == Work::Training && self.settings.save_freq.is_some()
    }

    fn state(&self) -> Map<String, Value> {
        json!({ "best": number(self.best) }).as_object().cloned().unwrap_or_default()
    }
}
