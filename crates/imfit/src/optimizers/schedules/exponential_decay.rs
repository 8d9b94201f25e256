//! The exponential schedule.

use serde_json::{Map, Value};

use super::{DECAY_STEPS, INITIAL_LEARNING_RATE, Rate, STAIRCASE, name};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::Result;

/// A learning rate that is multiplied by the same factor again and again.
///
/// rate = initial · factor^(steps / decay steps), by whole powers if it is a staircase.
#[derive(Debug, Clone, PartialEq)]
pub struct ExponentialDecay {
    /// The learning rate of the first step.
    pub initial_learning_rate: f64,
    /// Over how many batches the learning rate decays.
    pub decay_steps: u64,
    /// The factor for `decay_steps` batches.
    pub decay_rate: f64,
    /// Whether the learning rate decays at once after each `decay_steps` batches.
    pub staircase: bool,
    /// A name, of no consequence.
    pub name: String,
}

impl Rate for ExponentialDecay {
    fn at(&self, steps: f32) -> f32 {
        let mut decays = steps / self.decay_steps as f32;
        if self.staircase {
            decays = decays.floor();
        }
        self.initial_learning_rate as f32 * libm::powf(self.decay_rate as f32, decays)
    }
}

impl Component for ExponentialDecay {
    const DECLARATION: Declaration = Declaration {
        class_name: "ExponentialDecay",
        aliases: &["exponential_decay"],
        doc: "A learning rate that is multiplied by the same factor again and again.",
        arguments: &[
            INITIAL_LEARNING_RATE,
            DECAY_STEPS,
            Argument {
                name: "decay_rate",
                values: Values::POSITIVE,
                optional: false,
                default: Default::Required,
                doc: "The factor for `decay_steps` batches.",
            },
            STAIRCASE,
            name("ExponentialDecay"),
        ],
        source: "https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(ExponentialDecay {
            initial_learning_rate: arguments.real("initial_learning_rate"),
            decay_steps: arguments.whole("decay_steps") as u64,
            decay_rate: arguments.real("decay_rate"),
            staircase: arguments.flag("staircase"),
            name: arguments.optional_text("name").unwrap_or_default().to_owned(),
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter([
            ("initial_learning_rate".into(), self.initial_learning_rate.into()),
            ("decay_steps".into(), self.decay_steps.into()),
            ("decay_rate".into(), self.decay_rate.into()),
            ("staircase".into(), self.staircase.into()),
            ("name".into(), self.name.clone().into()),
        ])
    }
}
