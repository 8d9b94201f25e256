//! Adadelta (Zeiler, "ADADELTA: an adaptive learning rate method", 2012), as Keras has it.

use imfit_compute::{AdadeltaStep, OptimizerStep};
use serde_json::{Map, Value};

use super::argument::{ADDED_BELOW_ROOT, SHARED_COUNT, epsilon, learning_rate, share, with_shared};
use super::common::Common;
use super::rule::{Moment, Numbers, Rule, Slot};
use super::schedules::LearningRate;
use crate::declare::{Arguments, Component, Declaration};
use crate::error::Result;

/// Steps whose size follows from the running means of the squares of gradients and steps.
///
/// a ← ρ·a + (1 - ρ)·g², δ = √(d + ε) / √(a + ε) · g, d ← ρ·d + (1 - ρ)·δ², w ← w - α·δ.
#[derive(Debug, Clone, PartialEq)]
pub struct Adadelta {
    /// How much of both means is kept each step.
    pub rho: f64,
    /// Added below the square root, so that nothing is divided by zero.
    pub epsilon: f64,
    /// What all optimizers have.
    pub common: Common,
}

impl Default for Adadelta {
    fn default() -> Self {
        Adadelta::from_map(&Map::new()).expect("declared defaults are allowed")
    }
}

impl Adadelta {
    /// Adadelta with another learning rate than 0.001.
    pub fn new(learning_rate: impl Into<LearningRate>) -> Adadelta {
        let mut optimizer = Adadelta::default();
        optimizer.common.learning_rate = learning_rate.into();
        optimizer
    }
}

impl Rule for Adadelta {
    fn common(&self) -> &Common {
        &self.common
    }

    fn slots(&self) -> Vec<Slot> {
        vec![Slot::zero("accumulated_grad"), Slot::zero("accumulated_delta_var")]
    }

    fn step(&self, at: Moment) -> Numbers {
        OptimizerStep::Adadelta(AdadeltaStep {
            learning_rate: at.rate(),
            rho: self.rho as f32,
            one_minus_rho: (1.0 - self.rho) as f32,
            epsilon: self.epsilon as f32,
        })
        .into()
    }
}

impl Component for Adadelta {
    const DECLARATION: Declaration = Declaration {
        class_name: "Adadelta",
        aliases: &["adadelta"],
        doc: "Steps whose size follows from the running means of the squares of gradients and steps.",
        arguments: &with_shared::<3, { 3 + SHARED_COUNT }>([
            learning_rate(0.001),
            share("rho", 0.95, "How much of both means is kept each step."),
            epsilon(ADDED_BELOW_ROOT),
        ]),
        source: "https://keras.io/api/optimizers/adadelta/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(Adadelta {
            rho: arguments.real("rho"),
            epsilon: arguments.real("epsilon"),
            common: Common::from_arguments(arguments)?,
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        self.common.and([("rho", self.rho.into()), ("epsilon", self.epsilon.into())])
    }
}
