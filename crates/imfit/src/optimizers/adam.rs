//! Adam (Kingma and Ba, "Adam: a method for stochastic optimization", 2014), as Keras has it.

use imfit_compute::AdamStep;
use serde_json::{Map, Value};

use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::Result;

/// Steps of about the learning rate in each weight, by running means of the gradient and its square.
///
/// m ← m + (g - m)(1 - β₁), v ← v + (g² - v)(1 - β₂), w ← w - α·m / (√v + ε), with
/// α = learning rate · √(1 - β₂ᵗ) / (1 - β₁ᵗ).
#[derive(Debug, Clone, PartialEq)]
pub struct Adam {
    /// About the size of a step. Above 0.
    pub learning_rate: f64,
    /// How much of the gradient's mean is kept each step.
    pub beta_1: f64,
    /// How much of the squares' mean is kept each step.
    pub beta_2: f64,
    /// Added to the square root, so that nothing is divided by zero.
    pub epsilon: f64,
}

impl std::default::Default for Adam {
    fn default() -> Self {
        Adam::from_map(&Map::new()).expect("declared defaults are allowed")
    }
}

impl Adam {
    pub(super) const SLOTS: &'static [&'static str] = &["momentum", "velocity"];

    /// Adam with another learning rate than 0.001.
    pub fn new(learning_rate: f64) -> Adam {
        Adam { learning_rate, ..Adam::default() }
    }

    pub(super) fn step(&self, iteration: u64) -> AdamStep {
        // Keras rounds both betas to f32 before it takes their powers, but not before 1 - β.
        let power = |beta: f64| libm::pow(f64::from(beta as f32), iteration as f64);
        let first = 1.0 - power(self.beta_1);
        let second = 1.0 - power(self.beta_2);
        AdamStep {
            step_size: (self.learning_rate * libm::sqrt(second) / first) as f32,
            one_minus_beta_1: (1.0 - self.beta_1) as f32,
            one_minus_beta_2: (1.0 - self.beta_2) as f32,
            epsilon: self.epsilon as f32,
        }
    }
}

impl Component for Adam {
    const DECLARATION: Declaration = Declaration {
        class_name: "Adam",
        aliases: &["adam"],
        doc: "Steps of about the learning rate in each weight, by running means of the gradient and its square.",
        arguments: &[
            Argument {
                name: "learning_rate",
                values: Values::POSITIVE,
                optional: false,
                default: Default::Real(0.001),
                doc: "About the size of a step.",
            },
            Argument {
                name: "beta_1",
                values: Values::SHARE,
                optional: false,
                default: Default::Real(0.9),
                doc: "How much of the gradient's mean is kept each step.",
            },
            Argument {
                name: "beta_2",
                values: Values::SHARE,
                optional: false,
                default: Default::Real(0.999),
                doc: "How much of the squares' mean is kept each step.",
            },
            Argument {
                name: "epsilon",
                values: Values::NOT_NEGATIVE,
                optional: false,
                default: Default::Real(1e-7),
                doc: "Added to the square root, so that nothing is divided by zero.",
            },
        ],
        source: "https://keras.io/api/optimizers/adam/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(Adam {
            learning_rate: arguments.real("learning_rate"),
            beta_1: arguments.real("beta_1"),
            beta_2: arguments.real("beta_2"),
            epsilon: arguments.real("epsilon"),
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter([
            ("learning_rate".into(), self.learning_rate.into()),
            ("beta_1".into(), self.beta_1.into()),
            ("beta_2".into(), self.beta_2.into()),
            ("epsilon".into(), self.epsilon.into()),
        ])
    }
}
