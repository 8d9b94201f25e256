//! Adam (Kingma and Ba, "Adam: a method for stochastic optimization", 2014), as Keras has it.

use imfit_compute::{AdamStep, OptimizerStep};
use serde_json::{Map, Value};

use super::argument::{
    ADDED_TO_ROOT, FIRST_MOMENT, SECOND_MOMENT, SHARED_COUNT, epsilon, flag, learning_rate, share,
    with_shared,
};
use super::common::Common;
use super::rule::{Moment, Numbers, Rule, Slot};
use super::schedules::LearningRate;
use crate::declare::{Arguments, Component, Declaration};
use crate::error::Result;

/// Steps of about the learning rate in each weight, by running means of the gradient and its square.
///
/// m ← m + (g - m)(1 - β₁), v ← v + (g² - v)(1 - β₂), w ← w - α·m / (√v + ε), with
/// α = learning rate · √(1 - β₂ᵗ) / (1 - β₁ᵗ).
#[derive(Debug, Clone, PartialEq)]
pub struct Adam {
    /// How much of the gradient's mean is kept each step.
    pub beta_1: f64,
    /// How much of the squares' mean is kept each step.
    pub beta_2: f64,
    /// Added to the square root, so that nothing is divided by zero.
    pub epsilon: f64,
    /// Whether to divide by the largest mean of squares so far, in the place of the last.
    pub amsgrad: bool,
    /// What all optimizers have.
    pub common: Common,
}

impl Default for Adam {
    fn default() -> Self {
        Adam::from_map(&Map::new()).expect("declared defaults are allowed")
    }
}

impl Adam {
    /// Adam with another learning rate than 0.001.
    pub fn new(learning_rate: impl Into<LearningRate>) -> Adam {
        let mut optimizer = Adam::default();
        optimizer.common.learning_rate = learning_rate.into();
        optimizer
    }
}

impl Rule for Adam {
    fn common(&self) -> &Common {
        &self.common
    }

    fn slots(&self) -> Vec<Slot> {
        slots(self.amsgrad)
    }

    fn step(&self, at: Moment) -> Numbers {
        step([self.beta_1, self.beta_2, self.epsilon], self.amsgrad, at)
    }
}

impl Component for Adam {
    const DECLARATION: Declaration = Declaration {
        class_name: "Adam",
        aliases: &["adam"],
        doc: "Steps of about the learning rate in each weight, by running means of the gradient and its square.",
        arguments: &with_shared::<5, { 5 + SHARED_COUNT }>([
            learning_rate(0.001),
            share("beta_1", 0.9, FIRST_MOMENT),
            share("beta_2", 0.999, SECOND_MOMENT),
            epsilon(ADDED_TO_ROOT),
            flag(
                "amsgrad",
                "Whether to divide by the largest mean of squares so far, in the place of the last.",
            ),
        ]),
        source: "https://keras.io/api/optimizers/adam/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(Adam {
            beta_1: arguments.real("beta_1"),
            beta_2: arguments.real("beta_2"),
            epsilon: arguments.real("epsilon"),
            amsgrad: arguments.flag("amsgrad"),
            common: Common::from_arguments(arguments)?,
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        self.common.and([
            ("beta_1", self.beta_1.into()),
            ("beta_2", self.beta_2.into()),
            ("epsilon", self.epsilon.into()),
            ("amsgrad", self.amsgrad.into()),
        ])
    }
}

/// What is kept for each weight.
pub(super) fn slots(amsgrad: bool) -> Vec<Slot> {
    let mut slots = vec![Slot::zero("momentum"), Slot::zero("velocity")];
    if amsgrad {
        slots.push(Slot::zero("velocity_hat"));
    }
    slots
}

/// The numbers of a step.
pub(super) fn step([beta_1, beta_2, epsilon]: [f64; 3], amsgrad: bool, at: Moment) -> Numbers {
    let second = at.correction(beta_2);
    OptimizerStep::Adam(AdamStep {
        step_size: (at.learning_rate * libm::sqrt(second) / at.correction(beta_1)) as f32,
        one_minus_beta_1: (1.0 - beta_1) as f32,
        one_minus_beta_2: (1.0 - beta_2) as f32,
        epsilon: epsilon as f32,
        amsgrad,
    })
    .into()
}
