//! "Follow the regularised leader" (McMahan et al., "Ad click prediction", 2013), as Keras has it.

use imfit_compute::{FtrlStep, OptimizerStep};
use serde_json::{Map, Value};

use super::argument::{SHARED_COUNT, learning_rate, real, with_shared};
use super::common::Common;
use super::rule::{Moment, Numbers, Rule, Slot};
use super::schedules::LearningRate;
use crate::declare::{Arguments, Component, Declaration, Values};
use crate::error::Result;

/// Weights that follow from the sum of all gradients, and are 0 where that is small.
///
/// n ← a + g², σ = (n^-p - a^-p) / α, z ← z + g + 2·shrinkage·w - σ·w, a ← n; then
/// w ← (clip(z, -l₁, l₁) - z) / (n^-p / α + 2·l₂ + β / α).
#[derive(Debug, Clone, PartialEq)]
pub struct Ftrl {
    /// The power of the sum of squares that the learning rate is multiplied by.
    pub learning_rate_power: f64,
    /// What the sum of squares begins with.
    pub initial_accumulator_value: f64,
    /// How strongly weights are drawn to 0 itself.
    pub l1_regularization_strength: f64,
    /// How strongly weights are made smaller.
    pub l2_regularization_strength: f64,
    /// How much of each weight is added to its gradient, twice over.
    pub l2_shrinkage_regularization_strength: f64,
    /// Added to the root of the sum of squares.
    pub beta: f64,
    /// What all optimizers have.
    pub common: Common,
}

impl Default for Ftrl {
    fn default() -> Self {
        Ftrl::from_map(&Map::new()).expect("declared defaults are allowed")
    }
}

impl Ftrl {
    /// Ftrl with another learning rate than 0.001.
    pub fn new(learning_rate: impl Into<LearningRate>) -> Ftrl {
        let mut optimizer = Ftrl::default();
        optimizer.common.learning_rate = learning_rate.into();
        optimizer
    }
}

impl Rule for Ftrl {
    fn common(&self) -> &Common {
        &self.common
    }

    fn slots(&self) -> Vec<Slot> {
        vec![
            Slot { name: "accumulator", initial: self.initial_accumulator_value },
            Slot::zero("linear"),
        ]
    }

    fn step(&self, at: Moment) -> Numbers {
        OptimizerStep::Ftrl(FtrlStep {
            learning_rate: at.rate(),
            power: -self.learning_rate_power as f32,
            l1: self.l1_regularization_strength as f32,
            twice_l2: (2.0 * self.l2_regularization_strength + self.beta / at.learning_rate) as f32,
            twice_shrinkage: (2.0 * self.l2_shrinkage_regularization_strength) as f32,
        })
        .into()
    }
}

impl Component for Ftrl {
    const DECLARATION: Declaration = Declaration {
        class_name: "Ftrl",
        aliases: &["ftrl"],
        doc: "Weights that follow from the sum of all gradients, and are 0 where that is small.",
        arguments: &with_shared::<7, { 7 + SHARED_COUNT }>([
            learning_rate(0.001),
            real(
                "learning_rate_power",
                Values::NOT_POSITIVE,
                -0.5,
                "The power of the sum of squares that the learning rate is multiplied by.",
            ),
            real(
                "initial_accumulator_value",
                Values::NOT_NEGATIVE,
                0.1,
                "What the sum of squares begins with.",
            ),
            real(
                "l1_regularization_strength",
                Values::NOT_NEGATIVE,
                0.0,
                "How strongly weights are drawn to 0 itself.",
            ),
            real(
                "l2_regularization_strength",
                Values::NOT_NEGATIVE,
                0.0,
                "How strongly weights are made smaller.",
            ),
            real(
                "l2_shrinkage_regularization_strength",
                Values::NOT_NEGATIVE,
                0.0,
                "How much of each weight is added to its gradient, twice over.",
            ),
            real("beta", Values::NOT_NEGATIVE, 0.0, "Added to the root of the sum of squares."),
        ]),
        source: "https://keras.io/api/optimizers/ftrl/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(Ftrl {
            learning_rate_power: arguments.real("learning_rate_power"),
            initial_accumulator_value: arguments.real("initial_accumulator_value"),
            l1_regularization_strength: arguments.real("l1_regularization_strength"),
            l2_regularization_strength: arguments.real("l2_regularization_strength"),
            l2_shrinkage_regularization_strength: arguments
                .real("l2_shrinkage_regularization_strength"),
            beta: arguments.real("beta"),
            common: Common::from_arguments(arguments)?,
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        self.common.and([
            ("learning_rate_power", self.learning_rate_power.into()),
            ("initial_accumulator_value", self.initial_accumulator_value.into()),
            ("l1_regularization_strength", self.l1_regularization_strength.into()),
            ("l2_regularization_strength", self.l2_regularization_strength.into()),
            (
                "l2_shrinkage_regularization_strength",
                self.l2_shrinkage_regularization_strength.into(),
            ),
            ("beta", self.beta.into()),
        ])
    }
}
