//! A learning rate for each epoch, from a function of the user's.

use serde_json::{Map, Value, json};

use super::hook::Hook;
use super::monitor::VERBOSE;
use super::watch::{LEARNING_RATE, Moment, Outlook, Watch};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, FUNCTION, Values};
use crate::error::Result;

/// Asks the host for the learning rate of each epoch: [`Event::Call`](crate::Event::Call) comes with
/// [`Hook::Schedule`], and the host calls [`set_scheduled_rate`](crate::Sequential::set_scheduled_rate).
#[derive(Debug, Clone, PartialEq, Eq, std::default::Default)]
pub struct LearningRateScheduler {
    /// Whether to say what is done.
    pub verbose: bool,
}

impl Component for LearningRateScheduler {
    const DECLARATION: Declaration = Declaration {
        class_name: "LearningRateScheduler",
        aliases: &["learning_rate_scheduler"],
        doc: "Sets the learning rate of each epoch by a function.",
        arguments: &[
            Argument {
                name: "schedule",
                values: Values::Function(
                    "a function of the epoch, counted from 0, and the learning rate, that returns the new learning rate",
                ),
                optional: false,
                default: Default::Required,
                doc: "What says the learning rate of an epoch.",
            },
            VERBOSE,
        ],
        source: "https://keras.io/api/callbacks/learning_rate_scheduler/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(LearningRateScheduler { verbose: arguments.whole("verbose") > 0 })
    }

    fn arguments(&self) -> Map<String, Value> {
        let arguments = json!({ "schedule": FUNCTION, "verbose": u8::from(self.verbose) });
        arguments.as_object().cloned().unwrap_or_default()
    }
}

impl LearningRateScheduler {
    pub(super) fn start(&self, outlook: &Outlook<'_>) -> Result<Box<dyn Watch>> {
        outlook.model.check_settable(LEARNING_RATE)?;
        Ok(Box::new(self.clone()))
    }
}

impl Watch for LearningRateScheduler {
    fn at(&mut self, moment: &mut Moment<'_>) -> Result<()> {
        match moment.hook {
            Hook::EpochBegin if self.verbose => {
                let (epoch, rate) = (moment.epoch + 1, moment.model.learning_rate()?);
                moment.say(format!(
                    "Epoch {epoch}: LearningRateScheduler setting learning rate to {rate}."
                ));
                Ok(())
            }
            Hook::EpochEnd => moment.log_learning_rate(),
            _ => Ok(()),
        }
    }

    fn asks(&self, hook: Hook) -> Option<Hook> {
        (hook == Hook::EpochBegin).then_some(Hook::Schedule)
    }
}
