//! Adam with weight decay (Loshchilov and Hutter, "Decoupled weight decay regularization", 2017), as
//! Keras has it.

use serde_json::{Map, Value};

use super::adam;
use super::argument::{
    ADDED_TO_ROOT, FIRST_MOMENT, SECOND_MOMENT, SHARED_COUNT, WEIGHT_DECAY, epsilon, flag,
    learning_rate, real, share, with_shared,
};
use super::common::Common;
use super::rule::{Moment, Numbers, Rule, Slot};
use super::schedules::LearningRate;
use crate::declare::{Arguments, Component, Declaration, Values};
use crate::error::Result;

/// Adam, and a share of each weight subtracted before each step.
///
/// As [`Adam`](super::Adam) with a `weight_decay` of 0.004: w ← w - α·decay·w, and then Adam's step.
#[derive(Debug, Clone, PartialEq)]
pub struct AdamW {
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

impl Default for AdamW {
    fn default() -> Self {
        AdamW::from_map(&Map::new()).expect("declared defaults are allowed")
    }
}

impl AdamW {
    /// AdamW with another learning rate than 0.001.
    pub fn new(learning_rate: impl Into<LearningRate>) -> AdamW {
        let mut optimizer = AdamW::default();
        optimizer.common.learning_rate = learning_rate.into();
        optimizer
    }
}

impl Rule for AdamW {
    fn common(&self) -> &Common {
        &self.common
    }

    fn slots(&self) -> Vec<Slot> {
        adam::slots(self.amsgrad)
    }

    fn step(&self, at: Moment) -> Numbers {
        adam::step([self.beta_1, self.beta_2, self.epsilon], self.amsgrad, at)
    }
}

impl Component for AdamW {
    const DECLARATION: Declaration = Declaration {
        class_name: "AdamW",
        aliases: &["adamw"],
        doc: "Adam, and a share of each weight subtracted before each step.",
        arguments: &with_shared::<6, { 5 + SHARED_COUNT }>([
            learning_rate(0.001),
            real("weight_decay", Values::NOT_NEGATIVE, 0.004, WEIGHT_DECAY),
            share("beta_1", 0.9, FIRST_MOMENT),
            share("beta_2", 0.999, SECOND_MOMENT),
            epsilon(ADDED_TO_ROOT),
            flag(
                "amsgrad",
                "Whether to divide by the largest mean of squares so far, in the place of the last.",
            ),
        ]),
        source: "https://keras.io/api/optimizers/adamw/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(AdamW {
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
