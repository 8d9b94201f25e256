//! The schedule by inverse time.

use serde_json::{Map, Value};

use super::{DECAY_STEPS, INITIAL_LEARNING_RATE, Rate, STAIRCASE, name};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::Result;

/// A learning rate that is divided by a number that grows evenly.
///
/// rate = initial / (1 + decay rate · steps / decay steps), in whole steps if it is a staircase.
#[derive(Debug, Clone, PartialEq)]
pub struct InverseTimeDecay {
    /// The learning rate of the first step.
    pub initial_learning_rate: f64,
    /// Over how many batches the learning rate decays.
    pub decay_steps: u64,
    /// By how much the divisor grows in `decay_steps` batches.
    pub decay_rate: f64,
    /// Whether the learning rate decays at once after each `decay_steps` batches.
    pub staircase: bool,
    /// A name, of no consequence.
    pub name: String,
}

impl Rate for InverseTimeDecay {
    fn at(&self, steps: f32) -> f32 {
        let mut decays = steps / self.decay_steps as f32;
        if self.staircase {
            decays = decays.floor();
        }
        self.initial_learning_rate as f32 / (1.0 + self.decay_rate as f32 * decays)
    }
}

impl Component for InverseTimeDecay {
    const DECLARATION: Declaration = Declaration {
        class_name: "InverseTimeDecay",
        aliases: &["inverse_time_decay"],
        doc: "A learning rate that is divided by a number that grows evenly.",
        arguments: &[
            INITIAL_LEARNING_RATE,
            DECAY_STEPS,
            Argument {
                name: "decay_rate",
                values: Values::NOT_NEGATIVE,
                optional: false,
                default: Default::Required,
                doc: "By how much the divisor grows in `decay_steps` batches.",
            },
            STAIRCASE,
            name("InverseTimeDecay"),
        ],
        source: "https://keras.io/api/optimizers/learning_rate_schedules/inverse_time_decay/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(InverseTimeDecay {
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
