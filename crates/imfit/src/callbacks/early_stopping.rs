//! Stopping when nothing improves any more.

use serde_json::{Map, Value, json};

use super::hook::Hook;
use super::monitor::{MODE, MONITOR, Mode, Monitor, VERBOSE, number};
use super::watch::{Moment, Outlook, Watch};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, MANY, Values};
use crate::error::Result;

/// Stops a training when a loss or metric has not improved for some epochs.
#[derive(Debug, Clone, PartialEq)]
pub struct EarlyStopping {
    /// The loss or metric to look at.
    pub monitor: String,
    /// By how much it has to change to count as better.
    pub min_delta: f64,
    /// Epochs without improvement after which to stop.
    pub patience: usize,
    /// Whether to say what is done.
    pub verbose: bool,
    /// Whether less is better, or more.
    pub mode: Mode,
    /// A value that has to be improved on too.
    pub baseline: Option<f64>,
    /// Whether the model gets the weights of its best epoch in the end.
    pub restore_best_weights: bool,
    /// Epochs to let pass before looking.
    pub start_from_epoch: usize,
}

impl std::default::Default for EarlyStopping {
    fn default() -> Self {
        EarlyStopping::from_map(&Map::new()).expect("declared defaults are allowed")
    }
}

impl Component for EarlyStopping {
    const DECLARATION: Declaration = Declaration {
        class_name: "EarlyStopping",
        aliases: &["early_stopping"],
        doc: "Stops the training when a loss or metric has stopped improving.",
        arguments: &[
            MONITOR,
            Argument {
                name: "min_delta",
                values: Values::ANY_REAL,
                optional: false,
                default: Default::Real(0.0),
                doc: "By how much it has to change to count as better; its sign is of no consequence.",
            },
            Argument {
                name: "patience",
                values: Values::Whole { least: 0, most: MANY },
                optional: false,
                default: Default::Whole(0),
                doc: "Epochs without improvement after which to stop.",
            },
            VERBOSE,
            MODE,
            Argument {
                name: "baseline",
                values: Values::ANY_REAL,
                optional: true,
                default: Default::None,
                doc: "A value that has to be improved on too, for patience to begin anew.",
            },
            Argument {
                name: "restore_best_weights",
                values: Values::Flag,
                optional: false,
                default: Default::Flag(false),
                doc: "Whether the model gets the weights of its best epoch when the training ends; the optimizer's state stays that of the last.",
            },
            Argument {
                name: "start_from_epoch",
                values: Values::Whole { least: 0, most: MANY },
                optional: false,
                default: Default::Whole(0),
                doc: "Epochs to let pass before looking.",
            },
        ],
        source: "https://keras.io/api/callbacks/early_stopping/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(EarlyStopping {
            monitor: arguments.optional_text("monitor").unwrap_or_default().to_owned(),
            min_delta: arguments.real("min_delta"),
            patience: arguments.whole("patience"),
            verbose: arguments.whole("verbose") > 0,
            mode: Mode::of(arguments),
            baseline: arguments.optional_real("baseline"),
            restore_best_weights: arguments.flag("restore_best_weights"),
            start_from_epoch: arguments.whole("start_from_epoch"),
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter(
            [
                ("monitor", self.monitor.clone().into()),
                ("min_delta", self.min_delta.into()),
                ("patience", self.patience.into()),
                ("verbose", u8::from(self.verbose).into()),
                ("mode", self.mode.name().into()),
                ("baseline", self.baseline.into()),
                ("restore_best_weights", self.restore_best_weights.into()),
                ("start_from_epoch", self.start_from_epoch.into()),
            ]
            .map(|(name, value): (&str, Value)| (name.to_owned(), value)),
        )
    }
}

impl EarlyStopping {
    pub(super) fn start(&self, outlook: &Outlook<'_>) -> Result<Box<dyn Watch>> {
        Ok(Box::new(Watching {
            monitor: Monitor::new(&self.monitor, self.mode, self.min_delta, outlook)?,
            settings: self.clone(),
            wait: 0,
            stopped_epoch: 0,
            best: None,
            best_epoch: 0,
            best_weights: None,
        }))
    }
}

struct Watching {
    settings: EarlyStopping,
    monitor: Monitor,
    /// Epochs since the last improvement.
    wait: usize,
    stopped_epoch: usize,
    best: Option<f64>,
    best_epoch: usize,
    best_weights: Option<Vec<Vec<f32>>>,
}

impl Watching {
    fn end_epoch(&mut self, moment: &mut Moment<'_>) {
        let value = moment.log(&self.monitor.name);
        let Some(value) = value.filter(|_| moment.epoch >= self.settings.start_from_epoch) else {
            return;
        };
        if self.settings.restore_best_weights && self.best_weights.is_none() {
            self.keep(moment);
        }
        self.wait += 1;
        if self.monitor.improves(value, self.best) {
            self.best = Some(value);
            self.keep(moment);
            // Patience begins anew only where both are beaten: the best so far, and the baseline.
            if self.monitor.improves(value, self.settings.baseline) {
                self.wait = 0;
            }
        } else if self.wait >= self.settings.patience && moment.epoch > 0 {
            self.stopped_epoch = moment.epoch;
            moment.model.stop().set(true);
        }
    }

    fn keep(&mut self, moment: &Moment<'_>) {
        self.best_epoch = moment.epoch;
        if self.settings.restore_best_weights {
            self.best_weights = Some(moment.model.weight_values());
        }
    }

    fn end_training(&mut self, moment: &mut Moment<'_>) {
        let verbose = self.settings.verbose;
        if verbose && self.stopped_epoch > 0 {
            moment.say(format!("Epoch {}: early stopping", self.stopped_epoch + 1));
        }
        let Some(weights) = &self.best_weights else { return };
        if verbose {
            let epoch = self.best_epoch + 1;
            moment.say(format!("Restoring model weights from the end of the best epoch: {epoch}."));
        }
        moment.model.set_weight_values(weights);
    }
}

impl Watch for Watching {
    fn at(&mut self, moment: &mut Moment<'_>) -> Result<()> {
        match moment.hook {
            Hook::EpochEnd => self.end_epoch(moment),
            Hook::TrainEnd => self.end_training(moment),
            _ => {}
        }
        Ok(())
    }

    fn state(&self) -> Map<String, Value> {
        let state = json!({
            "wait": self.wait,
            "stopped_epoch": self.stopped_epoch,
            "best": number(self.best),
            "best_epoch": self.best_epoch,
        });
        state.as_object().cloned().unwrap_or_default()
    }
}
