//! The cosine schedule with restarts (Loshchilov and Hutter, "SGDR", 2016).

use serde_json::{Map, Value};

use super::{DECAY_STEPS, INITIAL_LEARNING_RATE, Rate, name, real};
use crate::declare::{Argument, Arguments, Component, Declaration, Values};
use crate::error::Result;

const AT_LEAST_ONE: Values =
    Values::Real { low: 1.0, high: f64::INFINITY, low_allowed: true, high_allowed: false };

/// A learning rate that falls along half a wave of the cosine, and begins anew, longer each time.
///
/// As [`CosineDecay`](super::CosineDecay); restart number i takes `t_mul`ⁱ times as many batches and begins
/// with `m_mul`ⁱ times the learning rate.
#[derive(Debug, Clone, PartialEq)]
pub struct CosineDecayRestarts {
    /// The learning rate of the first step.
    pub initial_learning_rate: f64,
    /// How many batches the first decay takes.
    pub first_decay_steps: u64,
    /// How many times as long each decay is as the one before.
    pub t_mul: f64,
    /// What the learning rate of each start is multiplied by for the next one.
    pub m_mul: f64,
    /// The learning rate at the end of a decay, as a share of the initial one.
    pub alpha: f64,
    /// A name, of no consequence.
    pub name: String,
}

impl Rate for CosineDecayRestarts {
    fn at(&self, steps: f32) -> f32 {
        let (longer, smaller) = (self.t_mul as f32, self.m_mul as f32);
        let done = steps / self.first_decay_steps as f32;
        let (restarts, done) = if longer == 1.0 {
            (done.floor(), done - done.floor())
        } else {
            let restarts = libm::logf(1.0 - done * (1.0 - longer)) / libm::logf(longer);
            let restarts = restarts.floor();
            let length = libm::powf(longer, restarts);
            let before = (1.0 - length) / (1.0 - longer);
            (restarts, (done - before) / length)
        };
        let wave = 1.0 + libm::cosf(std::f32::consts::PI * done);
        let (height, alpha) = (0.5 * libm::powf(smaller, restarts), self.alpha as f32);
        self.initial_learning_rate as f32 * ((1.0 - alpha) * (height * wave) + alpha)
    }
}

impl Component for CosineDecayRestarts {
    const DECLARATION: Declaration = Declaration {
        class_name: "CosineDecayRestarts",
        aliases: &["cosine_decay_restarts"],
        doc: "A learning rate that falls along half a wave of the cosine, and begins anew, longer each time.",
        arguments: &[
            INITIAL_LEARNING_RATE,
            Argument {
                name: "first_decay_steps",
                doc: "How many batches the first decay takes.",
                ..DECAY_STEPS
            },
            real(
                "t_mul",
                AT_LEAST_ONE,
                2.0,
                "How many times as long each decay is as the one before.",
            ),
            real(
                "m_mul",
                Values::NOT_NEGATIVE,
                1.0,
                "What the learning rate of each start is multiplied by for the next one.",
            ),
            real(
                "alpha",
                Values::NOT_NEGATIVE,
                0.0,
                "The learning rate at the end of a decay, as a share of the initial one.",
            ),
            name("SGDRDecay"),
        ],
        source: "https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay_restarts/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(CosineDecayRestarts {
            initial_learning_rate: arguments.real("initial_learning_rate"),
            first_decay_steps: arguments.whole("first_decay_steps") as u64,
            t_mul: arguments.real("t_mul"),
            m_mul: arguments.real("m_mul"),
            alpha: arguments.real("alpha"),
            name: arguments.optional_text("name").unwrap_or_default().to_owned(),
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter([
            ("initial_learning_rate".into(), self.initial_learning_rate.into()),
            ("first_decay_steps".into(), self.first_decay_steps.into()),
            ("t_mul".into(), self.t_mul.into()),
            ("m_mul".into(), self.m_mul.into()),
            ("alpha".into(), self.alpha.into()),
            ("name".into(), self.name.clone().into()),
        ])
    }
}
