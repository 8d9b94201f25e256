//! Smaller steps when nothing improves any more.

use serde_json::{Map, Value, json};

use super::hook::Hook;
use super::monitor::{MODE, MONITOR, Mode, Monitor, VERBOSE, number};
use super::watch::{LEARNING_RATE, Moment, Outlook, Watch};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, MANY, Values};
use crate::error::Result;

/// Makes the learning rate smaller when a loss or metric has not improved for some epochs.
#[derive(Debug, Clone, PartialEq)]
pub struct ReduceLROnPlateau {
    /// The loss or metric to look at.
    pub monitor: String,
    /// What the learning rate is multiplied by. Above 0 and below 1.
    pub factor: f64,
    /// Epochs without improvement after which to reduce it.
    pub patience: usize,
    /// Whether to say what is done.
    pub verbose: bool,
    /// Whether less is better, or more.
    pub mode: Mode,
    /// By how much it has to change to count as better.
    pub min_delta: f64,
    /// Epochs after a reduction before patience begins again.
    pub cooldown: usize,
    /// The least that the learning rate becomes.
    pub min_lr: f64,
}

impl std::default::Default for ReduceLROnPlateau {
    fn default() -> Self {
        ReduceLROnPlateau::from_map(&Map::new()).expect("declared defaults are allowed")
    }
}

impl Component for ReduceLROnPlateau {
    const DECLARATION: Declaration = Declaration {
        class_name: "ReduceLROnPlateau",
        aliases: &["reduce_lr_on_plateau"],
        doc: "Makes the learning rate smaller when a loss or metric has stopped improving.",
        arguments: &[
            MONITOR,
            Argument {
                name: "factor",
                values: Values::INSIDE,
                optional: false,
                default: Default::Real(0.1),
                doc: "What the learning rate is multiplied by.",
            },
            Argument {
                name: "patience",
                values: Values::Whole { least: 0, most: MANY },
                optional: false,
                default: Default::Whole(10),
                doc: "Epochs without improvement after which to reduce it.",
            },
            VERBOSE,
            MODE,
            Argument {
                name: "min_delta",
                values: Values::ANY_REAL,
                optional: false,
                default: Default::Real(1e-4),
                doc: "By how much it has to change to count as better; its sign is of no consequence.",
            },
            Argument {
                name: "cooldown",
                values: Values::Whole { least: 0, most: MANY },
                optional: false,
                default: Default::Whole(0),
                doc: "Epochs after a reduction before patience begins again.",
            },
            Argument {
                name: "min_lr",
                values: Values::NOT_NEGATIVE,
                optional: false,
                default: Default::Real(0.0),
                doc: "The least that the learning rate becomes.",
            },
        ],
        source: "https://keras.io/api/callbacks/reduce_lr_on_plateau/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(ReduceLROnPlateau {
            monitor: arguments.optional_text("monitor").unwrap_or_default().to_owned(),
            factor: arguments.real("factor"),
            patience: arguments.whole("patience"),
            verbose: arguments.whole("verbose") > 0,
            mode: Mode::of(arguments),
            min_delta: arguments.real("min_delta"),
            cooldown: arguments.whole("cooldown"),
            min_lr: arguments.real("min_lr"),
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter(
            [
                ("monitor", self.monitor.clone().into()),
                ("factor", self.factor.into()),
                ("patience", self.patience.into()),
                ("verbose", u8::from(self.verbose).into()),
                ("mode", self.mode.name().into()),
                ("min_delta", self.min_delta.into()),
                ("cooldown", self.cooldown.into()),
                ("min_lr", self.min_lr.into()),
            ]
            .map(|(name, value): (&str, Value)| (name.to_owned(), value)),
        )
    }
}

impl ReduceLROnPlateau {
    pub(super) fn start(&self, outlook: &Outlook<'_>) -> Result<Box<dyn Watch>> {
        outlook.model.check_settable(LEARNING_RATE)?;
        Ok(Box::new(Watching {
            monitor: Monitor::new(&self.monitor, self.mode, self.min_delta, outlook)?,
            settings: self.clone(),
            best: None,
            wait: 0,
            cooldown_counter: 0,
        }))
    }
}

struct Watching {
    settings: ReduceLROnPlateau,
    monitor: Monitor,
    best: Option<f64>,
    /// Epochs since the last improvement.
    wait: usize,
    /// Epochs of the cooldown that are left.
    cooldown_counter: usize,
}

impl Watching {
    fn end_epoch(&mut self, moment: &mut Moment<'_>) -> Result<()> {
        moment.log_learning_rate()?;
        let Some(value) = moment.log(&self.monitor.name) else { return Ok(()) };
        if self.cooldown_counter > 0 {
            self.cooldown_counter -= 1;
            self.wait = 0;
        }
        if self.monitor.improves(value, self.best) {
            self.best = Some(value);
            self.wait = 0;
        } else if self.cooldown_counter == 0 {
            self.wait += 1;
            if self.wait >= self.settings.patience {
                self.reduce(moment)?;
            }
        }
        Ok(())
    }

    fn reduce(&mut self, moment: &mut Moment<'_>) -> Result<()> {
        let (rate, least) = (moment.learning_rate()?, self.settings.min_lr);
        let reduced = (rate * self.settings.factor).max(least);
        // One that single precision can't hold any more would be no step at all.
        if rate <= f64::from(least as f32) || reduced as f32 == 0.0 {
            return Ok(());
        }
        moment.model.set_learning_rate(f64::from(reduced as f32))?;
        if self.settings.verbose {
            let epoch = moment.epoch + 1;
            moment.say(format!(
                "Epoch {epoch}: ReduceLROnPlateau reducing learning rate to {reduced}."
            ));
        }
        self.cooldown_counter = self.settings.cooldown;
        self.wait = 0;
        Ok(())
    }
}

impl Watch for Watching {
    fn at(&mut self, moment: &mut Moment<'_>) -> Result<()> {
        if moment.hook == Hook::EpochEnd { self.end_epoch(moment) } else { Ok(()) }
    }

    fn state(&self) -> Map<String, Value> {
        let state = json!({
            "best": number(self.best),
            "wait": self.wait,
            "cooldown_counter": self.cooldown_counter,
        });
        state.as_object().cloned().unwrap_or_default()
    }
}
