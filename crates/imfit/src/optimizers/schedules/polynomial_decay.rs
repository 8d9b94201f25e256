//! The polynomial schedule.

use serde_json::{Map, Value};

use super::{DECAY_STEPS, INITIAL_LEARNING_RATE, Rate, STAIRCASE, name, real};
use crate::declare::{Argument, Arguments, Component, Declaration, Values};
use crate::error::Result;

/// A learning rate that falls to its end along a line or a power of it.
///
/// rate = (initial - end) · (1 - steps / decay steps)^power + end. Past the end it stays there; in a
/// cycle, the decay steps are multiplied until they suffice.
#[derive(Debug, Clone, PartialEq)]
pub struct PolynomialDecay {
    /// The learning rate of the first step.
    pub initial_learning_rate: f64,
    /// Over how many batches the learning rate decays.
    pub decay_steps: u64,
    /// The learning rate at the end.
    pub end_learning_rate: f64,
    /// The power; 1 for a line.
    pub power: f64,
    /// Whether to begin again, higher than the end, once the end is reached.
    pub cycle: bool,
    /// A name, of no consequence.
    pub name: String,
}

impl Rate for PolynomialDecay {
    fn at(&self, steps: f32) -> f32 {
        let (initial, end) = (self.initial_learning_rate as f32, self.end_learning_rate as f32);
        let once = self.decay_steps as f32;
        let (done, all) = match (self.cycle, steps == 0.0) {
            (false, _) => (steps.min(once), once),
            (true, true) => (steps, once),
            (true, false) => (steps, once * (steps / once).ceil()),
        };
        (initial - end) * libm::powf(1.0 - done / all, self.power as f32) + end
    }
}

impl Component for PolynomialDecay {
    const DECLARATION: Declaration = Declaration {
        class_name: "PolynomialDecay",
        aliases: &["polynomial_decay"],
        doc: "A learning rate that falls to its end along a line or a power of it.",
        arguments: &[
            INITIAL_LEARNING_RATE,
            DECAY_STEPS,
            real(
                "end_learning_rate",
                Values::NOT_NEGATIVE,
                0.0001,
                "The learning rate at the end.",
            ),
            real("power", Values::NOT_NEGATIVE, 1.0, "The power; 1 for a line."),
            Argument {
                name: "cycle",
                doc: "Whether to begin again, higher than the end, once the end is reached.",
                ..STAIRCASE
            },
            name("PolynomialDecay"),
        ],
        source: "https://keras.io/api/optimizers/learning_rate_schedules/polynomial_decay/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(PolynomialDecay {
            initial_learning_rate: arguments.real("initial_learning_rate"),
            decay_steps: arguments.whole("decay_steps") as u64,
            end_learning_rate: arguments.real("end_learning_rate"),
            power: arguments.real("power"),
            cycle: arguments.flag("cycle"),
            name: arguments.optional_text("name").unwrap_or_default().to_owned(),
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter([
            ("initial_learning_rate".into(), self.initial_learning_rate.into()),
            ("decay_steps".into(), self.decay_steps.into()),
            ("end_learning_rate".into(), self.end_learning_rate.into()),
            ("power".into(), self.power.into()),
            ("cycle".into(), self.cycle.into()),
            ("name".into(), self.name.clone().into()),
        ])
    }
}
