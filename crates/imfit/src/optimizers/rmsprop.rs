//! RMSprop (Tieleman and Hinton, 2012), as Keras has it.

use imfit_compute::{OptimizerStep, RmspropStep};
use serde_json::{Map, Value};

use super::argument::{
    ADDED_BELOW_ROOT, SECOND_MOMENT, SHARED_COUNT, epsilon, flag, learning_rate, real, share,
    with_shared,
};
use super::common::Common;
use super::rule::{Moment, Numbers, Rule, Slot};
use super::schedules::LearningRate;
use crate::declare::{Arguments, Component, Declaration, Values};
use crate::error::Result;

/// Steps against the gradient divided by the root of its running mean square.
///
/// v ← ρ·v + (1 - ρ)·g², w ← w - α·g / √(v + ε). Centred, the square of the gradient's running mean is
/// subtracted from v. With momentum, m ← momentum·m + α·g / √(v + ε) and w ← w - m.
#[derive(Debug, Clone, PartialEq)]
pub struct RMSprop {
    /// How much of the squares' mean is kept each step.
    pub rho: f64,
    /// How much of the last movement is kept each step.
    pub momentum: f64,
    /// Added below the square root, so that nothing is divided by zero.
    pub epsilon: f64,
    /// Whether to divide by the estimated standard deviation of the gradient.
    pub centered: bool,
    /// What all optimizers have.
    pub common: Common,
}

impl Default for RMSprop {
    fn default() -> Self {
        RMSprop::from_map(&Map::new()).expect("declared defaults are allowed")
    }
}

impl RMSprop {
    /// RMSprop with another learning rate than 0.001.
    pub fn new(learning_rate: impl Into<LearningRate>) -> RMSprop {
        let mut optimizer = RMSprop::default();
        optimizer.common.learning_rate = learning_rate.into();
        optimizer
    }
}

impl Rule for RMSprop {
    fn common(&self) -> &Common {
        &self.common
    }

    fn slots(&self) -> Vec<Slot> {
        let mut slots = vec![Slot::zero("velocity")];
        // What the kernel looks at: a number too small for it is none.
        if self.momentum as f32 > 0.0 {
            slots.push(Slot::zero("momentum"));
        }
        if self.centered {
            slots.push(Slot::zero("average_gradient"));
        }
        slots
    }

    fn step(&self, at: Moment) -> Numbers {
        OptimizerStep::Rmsprop(RmspropStep {
            learning_rate: at.rate(),
            rho: self.rho as f32,
            one_minus_rho: (1.0 - self.rho) as f32,
            momentum: self.momentum as f32,
            epsilon: self.epsilon as f32,
            centered: self.centered,
        })
        .into()
    }
}

impl Component for RMSprop {
    const DECLARATION: Declaration = Declaration {
        class_name: "RMSprop",
        aliases: &["rmsprop"],
        doc: "Steps against the gradient divided by the root of its running mean square.",
        arguments: &with_shared::<5, { 5 + SHARED_COUNT }>([
            learning_rate(0.001),
            share("rho", 0.9, SECOND_MOMENT),
            real("momentum", Values::UNIT, 0.0, "How much of the last movement is kept each step."),
            epsilon(ADDED_BELOW_ROOT),
            flag(
                "centered",
                "Whether to divide by the estimated standard deviation of the gradient.",
            ),
        ]),
        source: "https://keras.io/api/optimizers/rmsprop/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(RMSprop {
            rho: arguments.real("rho"),
            momentum: arguments.real("momentum"),
            epsilon: arguments.real("epsilon"),
            centered: arguments.flag("centered"),
            common: Common::from_arguments(arguments)?,
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        self.common.and([
            ("rho", self.rho.into()),
            ("momentum", self.momentum.into()),
            ("epsilon", self.epsilon.into()),
            ("centered", self.centered.into()),
        ])
    }
}
