//! Adafactor (Shazeer and Stern, "Adafactor: adaptive learning rates with sublinear memory cost",
//! 2018), as Keras has it.

use imfit_compute::{AdafactorStep, WholeStep};
use serde_json::{Map, Value};

use super::argument::{SHARED_COUNT, learning_rate, real, with_shared};
use super::common::Common;
use super::rule::{Moment, Numbers, Rule, State};
use super::schedules::LearningRate;
use crate::declare::{Argument, Arguments, Component, Declaration, Default as Otherwise, Values};
use crate::error::Result;
use crate::layers::WeightShape;

/// Steps relative to the size of the weights, by mean squares of each row and each column of a
/// kernel's gradient.
///
/// R ← β·R + (1 - β)·mean of g² + ε₁ over rows, C alike over columns, with β = 1 - tᵈᵉᶜᵃʸ;
/// u = g / √(R·C / mean R), w ← w - max(ε₂, rms w)·ρ·u / max(1, rms u / threshold), with
/// ρ = min(learning rate, 1/√t). A bias has a mean square for each value.
#[derive(Debug, Clone, PartialEq)]
pub struct Adafactor {
    /// How the share of the means that is forgotten falls from step to step: tᵈᵉᶜᵃʸ of step t.
    pub beta_2_decay: f64,
    /// Added to squares, so that nothing is divided by zero.
    pub epsilon_1: f64,
    /// The least size that weights are taken to have.
    pub epsilon_2: f64,
    /// The largest root mean square of a step, before it is scaled.
    pub clip_threshold: f64,
    /// As in Keras, of no consequence: the step is relative in any case.
    pub relative_step: bool,
    /// What all optimizers have.
    pub common: Common,
}

impl Default for Adafactor {
    fn default() -> Self {
        Adafactor::from_map(&Map::new()).expect("declared defaults are allowed")
    }
}

impl Adafactor {
    /// Adafactor with another learning rate than 0.001.
    pub fn new(learning_rate: impl Into<LearningRate>) -> Adafactor {
        let mut optimizer = Adafactor::default();
        optimizer.common.learning_rate = learning_rate.into();
        optimizer
    }
}

impl Rule for Adafactor {
    fn common(&self) -> &Common {
        &self.common
    }

    fn states(&self, _path: &str, shape: &WeightShape) -> Vec<State> {
        if shape.vector {
            return vec![State::zeros("velocity", vec![shape.columns])];
        }
        vec![State::zeros("r", vec![shape.rows]), State::zeros("c", vec![shape.columns])]
    }

    fn step(&self, at: Moment) -> Numbers {
        let number = at.number as f64;
        WholeStep::Adafactor(AdafactorStep {
            relative_step: at.learning_rate.min(1.0 / libm::sqrt(number)),
            beta_2: 1.0 - libm::pow(number, self.beta_2_decay),
            epsilon_1: self.epsilon_1,
            epsilon_2: self.epsilon_2,
            clip_threshold: self.clip_threshold,
        })
        .into()
    }
}

impl Component for Adafactor {
    const DECLARATION: Declaration = Declaration {
        class_name: "Adafactor",
        aliases: &["adafactor"],
        doc: "Steps relative to the size of the weights, by mean squares of a gradient's rows and columns.",
        arguments: &with_shared::<6, { 6 + SHARED_COUNT }>([
            learning_rate(0.001),
            real(
                "beta_2_decay",
                Values::NOT_POSITIVE,
                -0.8,
                "The power of the step's number that is the share of the mean squares that is forgotten.",
            ),
            real(
                "epsilon_1",
                Values::NOT_NEGATIVE,
                1e-30,
                "Added to squares, so that nothing is divided by zero.",
            ),
            real(
                "epsilon_2",
                Values::NOT_NEGATIVE,
                1e-3,
                "The least size that weights are taken to have.",
            ),
            real(
                "clip_threshold",
                Values::POSITIVE,
                1.0,
                "The largest root mean square of a step, before it is scaled.",
            ),
            Argument {
                name: "relative_step",
                values: Values::Flag,
                optional: false,
                default: Otherwise::Flag(true),
                doc: "As in Keras, of no consequence: the step is relative in any case.",
            },
        ]),
        source: "https://keras.io/api/optimizers/adafactor/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(Adafactor {
            beta_2_decay: arguments.real("beta_2_decay"),
            epsilon_1: arguments.real("epsilon_1"),
            epsilon_2: arguments.real("epsilon_2"),
            clip_threshold: arguments.real("clip_threshold"),
            relative_step: arguments.flag("relative_step"),
            common: Common::from_arguments(arguments)?,
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        self.common.and([
            ("beta_2_decay", self.beta_2_decay.into()),
            ("epsilon_1", self.epsilon_1.into()),
            ("epsilon_2", self.epsilon_2.into()),
            ("clip_threshold", self.clip_threshold.into()),
            ("relative_step", self.relative_step.into()),
        ])
    }
}
