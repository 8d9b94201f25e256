//! Uniformly distributed weights.

use serde_json::{Map, Value};

use super::{Fill, SEED};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::{Error, Result};
use crate::random::Stream;

/// Uniform between two bounds.
#[derive(Debug, Clone, PartialEq)]
pub struct RandomUniform {
    minval: f64,
    maxval: f64,
    seed: Option<u64>,
}

impl Component for RandomUniform {
    const DECLARATION: Declaration = Declaration {
        class_name: "RandomUniform",
        aliases: &["random_uniform", "uniform"],
        doc: "Weights spread evenly between two bounds.",
        arguments: &[
            Argument {
                name: "minval",
                values: Values::ANY_REAL,
                optional: false,
                default: Default::Real(-0.05),
                doc: "The lower bound.",
            },
            Argument {
                name: "maxval",
                values: Values::ANY_REAL,
                optional: false,
                default: Default::Real(0.05),
                doc: "The upper bound.",
            },
            SEED,
        ],
        source: "https://keras.io/api/layers/initializers/#randomuniform-class",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        let (minval, maxval) = (arguments.real("minval"), arguments.real("maxval"));
        if minval > maxval {
            let allowed = format!("at least `minval`, {minval}");
            return Err(Error::argument("maxval", maxval, allowed));
        }
        Ok(RandomUniform { minval, maxval, seed: arguments.optional_whole("seed") })
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter([
            ("minval".into(), self.minval.into()),
            ("maxval".into(), self.maxval.into()),
            ("seed".into(), self.seed.into()),
        ])
    }
}

impl Fill for RandomUniform {
    fn fill(&self, rows: usize, columns: usize, stream: &mut Stream) -> Vec<f32> {
        fill_uniform(self.minval, self.maxval, rows * columns, stream)
    }

    fn seed(&self) -> Option<u64> {
        self.seed
    }
}

/// `count` values, evenly spread over [low, high).
pub(super) fn fill_uniform(low: f64, high: f64, count: usize, stream: &mut Stream) -> Vec<f32> {
    (0..count).map(|_| (low + (high - low) * stream.uniform()) as f32).collect()
}
