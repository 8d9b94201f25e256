//! Nadam (Dozat, "Incorporating Nesterov momentum into Adam", 2016), as Keras has it.

use std::sync::LazyLock;

use imfit_compute::{NadamStep, OptimizerStep};
use serde_json::{Map, Value};

use super::argument::{
    ADDED_TO_ROOT, FIRST_MOMENT, SECOND_MOMENT, SHARED_COUNT, epsilon, learning_rate, share,
    with_shared,
};
use super::common::Common;
use super::rule::{Moment, Numbers, Rule, Slot};
use super::schedules::LearningRate;
use crate::declare::{Arguments, Component, Declaration};
use crate::error::Result;

/// Adam that moves as if its momentum had been applied once more.
///
/// With uₜ = β₁·(1 - 0.96ᵗ/2) and Uₜ = u₁·…·uₜ: m and v as Adam has them, n = uₜ₊₁·m / (1 - Uₜ₊₁) +
/// (1 - uₜ)·g / (1 - Uₜ), w ← w - α·n / (√(v / (1 - β₂ᵗ)) + ε).
#[derive(Debug, Clone, PartialEq)]
pub struct Nadam {
    /// How much of the gradient's mean is kept each step.
    pub beta_1: f64,
    /// How much of the squares' mean is kept each step.
    pub beta_2: f64,
    /// Added to the square root, so that nothing is divided by zero.
    pub epsilon: f64,
    /// What all optimizers have.
    pub common: Common,
}

impl Default for Nadam {
    fn default() -> Self {
        Nadam::from_map(&Map::new()).expect("declared defaults are allowed")
    }
}

impl Nadam {
    /// Nadam with another learning rate than 0.001.
    pub fn new(learning_rate: impl Into<LearningRate>) -> Nadam {
        let mut optimizer = Nadam::default();
        optimizer.common.learning_rate = learning_rate.into();
        optimizer
    }

    /// The product of the shares of the first `number` steps; 1 before the first.
    pub(crate) fn product(&self, number: u64) -> f64 {
        if number == 0 {
            return 1.0;
        }
        libm::pow(f64::from(self.beta_1 as f32), number as f64) * product_of_schedule(number)
    }
}

impl Rule for Nadam {
    fn common(&self) -> &Common {
        &self.common
    }

    fn slots(&self) -> Vec<Slot> {
        vec![Slot::zero("momentum"), Slot::zero("velocity")]
    }

    fn step(&self, at: Moment) -> Numbers {
        // Keras rounds both betas to f32 before it does anything with them.
        let (beta_1, beta_2) = (self.beta_1 as f32, self.beta_2 as f32);
        let share = |number: u64| f64::from(beta_1) * schedule(number);
        let product = self.product(at.number);
        let (now, next) = (share(at.number), share(at.number + 1));
        OptimizerStep::Nadam(NadamStep {
            learning_rate: at.rate(),
            one_minus_beta_1: 1.0 - beta_1,
            one_minus_beta_2: 1.0 - beta_2,
            share_of_moment: (next / (1.0 - product * next)) as f32,
            share_of_gradient: ((1.0 - now) / (1.0 - product)) as f32,
            correction: at.correction(self.beta_2) as f32,
            epsilon: self.epsilon as f32,
        })
        .into()
    }
}

impl Component for Nadam {
    const DECLARATION: Declaration = Declaration {
        class_name: "Nadam",
        aliases: &["nadam"],
        doc: "Adam that moves as if its momentum had been applied once more.",
        arguments: &with_shared::<4, { 4 + SHARED_COUNT }>([
            learning_rate(0.001),
            share("beta_1", 0.9, FIRST_MOMENT),
            share("beta_2", 0.999, SECOND_MOMENT),
            epsilon(ADDED_TO_ROOT),
        ]),
        source: "https://keras.io/api/optimizers/Nadam/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(Nadam {
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

/// 1 - 0.96ᵗ/2
fn schedule(number: u64) -> f64 {
    1.0 - 0.5 * libm::pow(0.96, number as f64)
}

/// Steps after which the schedule is 1 to the last digit.
const STEPS: usize = 1000;

/// The product of the schedule up to a step.
fn product_of_schedule(number: u64) -> f64 {
    static PRODUCTS: LazyLock<Vec<f64>> = LazyLock::new(|| {
        let products = (1..=STEPS as u64).scan(1.0, |product, number| {
            *product *= schedule(number);
            Some(*product)
        });
        products.collect()
    });
    PRODUCTS[(number.max(1) as usize).min(STEPS) - 1]
}
