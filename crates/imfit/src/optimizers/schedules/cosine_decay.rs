//! The cosine schedule, with warm-up.

use serde_json::{Map, Value};

use super::{DECAY_STEPS, INITIAL_LEARNING_RATE, Rate, name, real};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, MANY, Values};
use crate::error::Result;

/// A learning rate that falls along half a wave of the cosine, after a warm-up if that is wanted.
///
/// rate = initial · ((1 - alpha) · (1 + cos(π · steps / decay steps)) / 2 + alpha). With a warm-up target, the
/// rate goes from the initial one to the target on a line first, and falls from there.
#[derive(Debug, Clone, PartialEq)]
pub struct CosineDecay {
    /// The learning rate of the first step.
    pub initial_learning_rate: f64,
    /// Over how many batches the learning rate decays.
    pub decay_steps: u64,
    /// The learning rate at the end, as a share of where it falls from.
    pub alpha: f64,
    /// A name, of no consequence.
    pub name: String,
    /// The learning rate at the end of the warm-up; no warm-up if not given.
    pub warmup_target: Option<f64>,
    /// How many batches the warm-up takes.
    pub warmup_steps: u64,
}

impl Rate for CosineDecay {
    fn at(&self, steps: f32) -> f32 {
        let (initial, all) = (self.initial_learning_rate as f32, self.decay_steps as f32);
        let Some(target) = self.warmup_target.map(|target| target as f32) else {
            return self.decayed(initial, steps.min(all) / all);
        };
        let warmup = self.warmup_steps as f32;
        let steps = steps.min(all + warmup);
        if steps < warmup {
            (target - initial) * (steps / warmup) + initial
        } else {
            self.decayed(target, (steps - warmup) / all)
        }
    }
}

impl CosineDecay {
    /// What has become of a learning rate once a share of the decay is done.
    fn decayed(&self, from: f32, done: f32) -> f32 {
        let wave = 0.5 * (1.0 + libm::cosf(std::f32::consts::PI * done));
        let alpha = self.alpha as f32;
        from * ((1.0 - alpha) * wave + alpha)
    }
}

impl Component for CosineDecay {
    const DECLARATION: Declaration = Declaration {
        class_name: "CosineDecay",
        aliases: &["cosine_decay"],
        doc: "A learning rate that falls along half a wave of the cosine, after a warm-up if that is wanted.",
        arguments: &[
            INITIAL_LEARNING_RATE,
            DECAY_STEPS,
            real(
                "alpha",
                Values::NOT_NEGATIVE,
                0.0,
                "The learning rate at the end, as a share of where it falls from.",
            ),
            name("CosineDecay"),
            Argument {
                name: "warmup_target",
                values: Values::NOT_NEGATIVE,
                optional: true,
                default: Default::None,
                doc: "The learning rate at the end of the warm-up; no warm-up if not given.",
            },
            Argument {
                name: "warmup_steps",
                values: Values::Whole { least: 0, most: MANY },
                optional: false,
                default: Default::Whole(0),
                doc: "How many batches the warm-up takes.",
            },
        ],
        source: "https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(CosineDecay {
            initial_learning_rate: arguments.real("initial_learning_rate"),
            decay_steps: arguments.whole("decay_steps") as u64,
            alpha: arguments.real("alpha"),
            name: arguments.optional_text("name").unwrap_or_default().to_owned(),
            warmup_target: arguments.optional_real("warmup_target"),
            warmup_steps: arguments.whole("warmup_steps") as u64,
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter([
            ("initial_learning_rate".into(), self.initial_learning_rate.into()),
            ("decay_steps".into(), self.decay_steps.into()),
            ("alpha".into(), self.alpha.into()),
            ("name".into(), self.name.clone().into()),
            ("warmup_target".into(), self.warmup_target.into()),
            ("warmup_steps".into(), self.warmup_steps.into()),
        ])
    }
}
