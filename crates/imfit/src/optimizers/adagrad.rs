//! Adagrad (Duchi, Hazan and Singer, "Adaptive subgradient methods", 2011), as Keras has it.

use imfit_compute::{AdagradStep, OptimizerStep};
use serde_json::{Map, Value};

use super::argument::{ADDED_BELOW_ROOT, SHARED_COUNT, epsilon, learning_rate, real, with_shared};
use super::common::Common;
use super::rule::{Moment, Numbers, Rule, Slot};
use super::schedules::LearningRate;
use crate::declare::{Arguments, Component, Declaration, Values};
use crate::error::Result;

/// Steps that become smaller in each weight as the squares of its gradients add up.
///
/// a ← a + g², w ← w - α·g / √(a + ε).
#[derive(Debug, Clone, PartialEq)]
pub struct Adagrad {
    /// What the sum of squares begins with.
    pub initial_accumulator_value: f64,
    /// Added below the square root, so that nothing is divided by zero.
    pub epsilon: f64,
    /// What all optimizers have.
    pub common: Common,
}

impl Default for Adagrad {
    fn default() -> Self {
        Adagrad::from_map(&Map::new()).expect("declared defaults are allowed")
    }
}

impl Adagrad {
    /// Adagrad with another learning rate than 0.001.
    pub fn new(learning_rate: impl Into<LearningRate>) -> Adagrad {
        let mut optimizer = Adagrad::default();
        optimizer.common.learning_rate = learning_rate.into();
        optimizer
    }
}

impl Rule for Adagrad {
    fn common(&self) -> &Common {
        &self.common
    }

    fn slots(&self) -> Vec<Slot> {
        vec![Slot { name: "accumulator", initial: self.initial_accumulator_value }]
    }

    fn step(&self, at: Moment) -> Numbers {
        OptimizerStep::Adagrad(AdagradStep {
            learning_rate: at.rate(),
            epsilon: self.epsilon as f32,
        })
        .into()
    }
}

impl Component for Adagrad {
    const DECLARATION: Declaration = Declaration {
        class_name: "Adagrad",
        aliases: &["adagrad"],
        doc: "Steps that become smaller in each weight as the squares of its gradients add up.",
        arguments: &with_shared::<3, { 3 + SHARED_COUNT }>([
            learning_rate(0.001),
            real(
                "initial_accumulator_value",
                Values::NOT_NEGATIVE,
                0.1,
                "What the sum of squares begins with.",
            ),
            epsilon(ADDED_BELOW_ROOT),
        ]),
        source: "https://keras.io/api/optimizers/adagrad/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(Adagrad {
            initial_accumulator_value: arguments.real("initial_accumulator_value"),
            epsilon: arguments.real("epsilon"),
            common: Common::from_arguments(arguments)?,
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        self.common.and([
            ("initial_accumulator_value", self.initial_accumulator_value.into()),
            ("epsilon", self.epsilon.into()),
        ])
    }
}
