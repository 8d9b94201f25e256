//! Normally distributed weights.

use serde_json::{Map, Value};

use super::{Fill, SEED};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::Result;
use crate::random::Stream;

/// Normal with a mean and a standard deviation.
#[derive(Debug, Clone, PartialEq)]
pub struct RandomNormal(Normal);

/// Normal, but what lies more than two standard deviations off is drawn again.
#[derive(Debug, Clone, PartialEq)]
pub struct TruncatedNormal(Normal);

#[derive(Debug, Clone, PartialEq)]
struct Normal {
    mean: f64,
    stddev: f64,
    seed: Option<u64>,
}

const ARGUMENTS: &[Argument] = &[
    Argument {
        name: "mean",
        values: Values::ANY_REAL,
        optional: false,
        default: Default::Real(0.0),
        doc: "The mean.",
    },
    Argument {
        name: "stddev",
        values: Values::NOT_NEGATIVE,
        optional: false,
        default: Default::Real(0.05),
        doc: "The standard deviation, before anything is cut off.",
    },
    SEED,
];

impl Normal {
    fn from_arguments(arguments: &Arguments) -> Normal {
        Normal {
            mean: arguments.real("mean"),
            stddev: arguments.real("stddev"),
            seed: arguments.optional_whole("seed"),
        }
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter([
            ("mean".into(), self.mean.into()),
            ("stddev".into(), self.stddev.into()),
            ("seed".into(), self.seed.into()),
        ])
    }

    fn scale(&self, count: usize, mut draw: impl FnMut() -> f64) -> Vec<f32> {
        (0..count).map(|_| (self.mean + self.stddev * draw()) as f32).collect()
    }
}

impl Component for RandomNormal {
    const DECLARATION: Declaration = Declaration {
        class_name: "RandomNormal",
        aliases: &["random_normal", "normal"],
        doc: "Normally distributed weights.",
        arguments: ARGUMENTS,
        source: "https://keras.io/api/layers/initializers/#randomnormal-class",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(RandomNormal(Normal::from_arguments(arguments)))
    }

    fn arguments(&self) -> Map<String, Value> {
        self.0.arguments()
    }
}

impl Fill for RandomNormal {
    fn fill(&self, rows: usize, columns: usize, stream: &mut Stream) -> Vec<f32> {
        self.0.scale(rows * columns, || stream.normal())
    }

    fn seed(&self) -> Option<u64> {
        self.0.seed
    }
}

impl Component for TruncatedNormal {
    const DECLARATION: Declaration = Declaration {
        class_name: "TruncatedNormal",
        aliases: &["truncated_normal"],
        doc: "Normally distributed weights, none more than two standard deviations off.",
        arguments: ARGUMENTS,
        source: "https://keras.io/api/layers/initializers/#truncatednormal-class",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(TruncatedNormal(Normal::from_arguments(arguments)))
    }

    fn arguments(&self) -> Map<String, Value> {
        self.0.arguments()
    }
}

impl Fill for TruncatedNormal {
    fn fill(&self, rows: usize, columns: usize, stream: &mut Stream) -> Vec<f32> {
        self.0.scale(rows * columns, || stream.truncated_normal())
    }

    fn seed(&self) -> Option<u64> {
        self.0.seed
    }
}
