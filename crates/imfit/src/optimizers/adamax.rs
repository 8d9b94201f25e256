//! Adamax (Kingma and Ba, "Adam: a method for stochastic optimization", 2014), as Keras has it.

use imfit_compute::{AdamaxStep, OptimizerStep};
use serde_json::{Map, Value};

use super::argument::{FIRST_MOMENT, SHARED_COUNT, epsilon, learning_rate, share, with_shared};
use super::common::Common;
use super::rule::{Moment, Numbers, Rule, Slot};
use super::schedules::LearningRate;
use crate::declare::{Arguments, Component, Declaration};
use crate::error::Result;

/// Adam with the largest gradient so far, which fades, in the place of the mean square.
///
/// m ← m + (g - m)(1 - β₁), u ← max(β₂·u, |g|), w ← w - α·m / ((1 - β₁ᵗ)(u + ε)).
#[derive(Debug, Clone, PartialEq)]
pub struct Adamax {
    /// How much of the gradient's mean is kept each step.
    pub beta_1: f64,
    /// How much of the largest gradient's size is kept each step.
    pub beta_2: f64,
    /// Added to the size, so that nothing is divided by zero.
    pub epsilon: f64,
    /// What all optimizers have.
    pub common: Common,
}

impl Default for Adamax {
    fn default() -> Self {
        Adamax::from_map(&Map::new()).expect("declared defaults are allowed")
    }
}

impl Adamax {
    /// Adamax with another learning rate than 0.001.
    pub fn new(learning_rate: impl Into<LearningRate>) -> Adamax {
        let mut optimizer = Adamax::default();
        optimizer.common.learning_rate = learning_rate.into();
        optimizer
    }
}

impl Rule for Adamax {
    fn common(&self) -> &Common {
        &self.common
    }

    fn slots(&self) -> Vec<Slot> {
        vec![Slot::zero("momentum"), Slot::zero("norm")]
    }

    fn step(&self, at: Moment) -> Numbers {
        OptimizerStep::Adamax(AdamaxStep {
            learning_rate: at.rate(),
            one_minus_beta_1: (1.0 - self.beta_1) as f32,
            beta_2: self.beta_2 as f32,
            correction: at.correction(self.beta_1) as f32,
            epsilon: self.epsilon as f32,
        })
        .into()
    }
}

impl Component for Adamax {
    const DECLARATION: Declaration = Declaration {
        class_name: "Adamax",
        aliases: &["adamax"],
        doc: "Adam with the largest gradient so far, which fades, in the place of the mean square.",
        arguments: &with_shared::<4, { 4 + SHARED_COUNT }>([
            learning_rate(0.001),
            share("beta_1", 0.9, FIRST_MOMENT),
            share("beta_2", 0.999, "How much of the largest gradient's size is kept each step."),
            epsilon("Added to the size, so that nothing is divided by zero."),
        ]),
        source: "https://keras.io/api/optimizers/adamax/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(Adamax {
            beta_1: arguments.real("beta_1"),
            beta_2: arguments.real("beta_2"),
            epsilon: arguments.real("epsilon"),
            common: Common::from_arguments(arguments)?,
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        self.common.and([
            ("beta_1", self.beta_1.into()),
            ("beta_2", self.beta_2.into()),
            ("epsilon", self.epsilon.into()),
        ])
    }
}
