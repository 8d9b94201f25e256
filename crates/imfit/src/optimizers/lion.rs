//! Lion (Chen et al., "Symbolic discovery of optimization algorithms", 2023), as Keras has it.

use imfit_compute::{LionStep, OptimizerStep};
use serde_json::{Map, Value};

use super::argument::{FIRST_MOMENT, SHARED_COUNT, learning_rate, real, share, with_shared};
use super::common::Common;
use super::rule::{Moment, Numbers, Rule, Slot};
use super::schedules::LearningRate;
use crate::declare::{Arguments, Component, Declaration, Values};
use crate::error::Result;

/// Steps of the learning rate itself in each weight, up or down by the sign of a mean of the gradient.
///
/// w ← w - α·sign(β₁·m + (1 - β₁)·g), m ← β₂·m + (1 - β₂)·g.
#[derive(Debug, Clone, PartialEq)]
pub struct Lion {
    /// How much the mean counts in the direction, beside the gradient.
    pub beta_1: f64,
    /// How much of the gradient's mean is kept each step.
    pub beta_2: f64,
    /// What all optimizers have.
    pub common: Common,
}

impl Default for Lion {
    fn default() -> Self {
        Lion::from_map(&Map::new()).expect("declared defaults are allowed")
    }
}

impl Lion {
    /// Lion with another learning rate than 0.001.
    pub fn new(learning_rate: impl Into<LearningRate>) -> Lion {
        let mut optimizer = Lion::default();
        optimizer.common.learning_rate = learning_rate.into();
        optimizer
    }
}

impl Rule for Lion {
    fn common(&self) -> &Common {
        &self.common
    }

    fn slots(&self) -> Vec<Slot> {
        vec![Slot::zero("momentum")]
    }

    fn step(&self, at: Moment) -> Numbers {
        // Keras rounds both betas to f32 before it does anything with them.
        let (beta_1, beta_2) = (self.beta_1 as f32, self.beta_2 as f32);
        OptimizerStep::Lion(LionStep {
            learning_rate: at.rate(),
            beta_1,
            one_minus_beta_1: 1.0 - beta_1,
            beta_2,
            one_minus_beta_2: 1.0 - beta_2,
        })
        .into()
    }
}

impl Component for Lion {
    const DECLARATION: Declaration = Declaration {
        class_name: "Lion",
        aliases: &["lion"],
        doc: "Steps of the learning rate itself in each weight, up or down by the sign of a mean of the gradient.",
        arguments: &with_shared::<3, { 3 + SHARED_COUNT }>([
            learning_rate(0.001),
            real(
                "beta_1",
                Values::INSIDE,
                0.9,
                "How much the mean counts in the direction, beside the gradient.",
            ),
            share("beta_2", 0.99, FIRST_MOMENT),
        ]),
        source: "https://keras.io/api/optimizers/lion/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(Lion {
            beta_1: arguments.real("beta_1"),
            beta_2: arguments.real("beta_2"),
            common: Common::from_arguments(arguments)?,
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        self.common.and([("beta_1", self.beta_1.into()), ("beta_2", self.beta_2.into())])
    }
}
