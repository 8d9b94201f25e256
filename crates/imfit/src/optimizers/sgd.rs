//! Gradient descent, with momentum (Polyak, 1964; Nesterov, 1983), as Keras has it.

use imfit_compute::{OptimizerStep, SgdStep};
use serde_json::{Map, Value};

use super::argument::{SHARED_COUNT, flag, learning_rate, real, with_shared};
use super::common::Common;
use super::rule::{Moment, Numbers, Rule, Slot};
use super::schedules::LearningRate;
use crate::declare::{Arguments, Component, Declaration, Values};
use crate::error::Result;

/// Steps against the gradient, with momentum where it is wanted.
///
/// m ← momentum·m - α·g, w ← w + m; by Nesterov w ← w + momentum·m - α·g. Without momentum, w ← w - α·g.
#[derive(Debug, Clone, PartialEq)]
pub struct SGD {
    /// How much of the last movement is kept each step.
    pub momentum: f64,
    /// Whether to move as if the momentum had been applied once more; of no consequence without any.
    pub nesterov: bool,
    /// What all optimizers have.
    pub common: Common,
}

impl Default for SGD {
    fn default() -> Self {
        SGD::from_map(&Map::new()).expect("declared defaults are allowed")
    }
}

impl SGD {
    /// Gradient descent with another learning rate than 0.01.
    pub fn new(learning_rate: impl Into<LearningRate>) -> SGD {
        let mut optimizer = SGD::default();
        optimizer.common.learning_rate = learning_rate.into();
        optimizer
    }
}

impl Rule for SGD {
    fn common(&self) -> &Common {
        &self.common
    }

    fn slots(&self) -> Vec<Slot> {
        // What the kernel looks at: a number too small for it is none.
        if self.momentum as f32 == 0.0 { Vec::new() } else { vec![Slot::zero("momentum")] }
    }

    fn step(&self, at: Moment) -> Numbers {
        OptimizerStep::Sgd(SgdStep {
            learning_rate: at.rate(),
            momentum: self.momentum as f32,
            nesterov: self.nesterov,
        })
        .into()
    }
}

impl Component for SGD {
    const DECLARATION: Declaration = Declaration {
        class_name: "SGD",
        aliases: &["sgd"],
        doc: "Steps against the gradient, with momentum where it is wanted.",
        arguments: &with_shared::<3, { 3 + SHARED_COUNT }>([
            learning_rate(0.01),
            real("momentum", Values::UNIT, 0.0, "How much of the last movement is kept each step."),
            flag(
                "nesterov",
                "Whether to move as if the momentum had been applied once more; of no consequence without any.",
            ),
        ]),
        source: "https://keras.io/api/optimizers/sgd/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(SGD {
            momentum: arguments.real("momentum"),
            nesterov: arguments.flag("nesterov"),
            common: Common::from_arguments(arguments)?,
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        self.common.and([("momentum", self.momentum.into()), ("nesterov", self.nesterov.into())])
    }
}
