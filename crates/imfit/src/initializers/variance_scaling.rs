//! Weights whose variance follows from the width of the layer, and the six usual cases of it.

use serde_json::{Map, Value};

use super::uniform::fill_uniform;
use super::{Fill, SEED};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::Result;
use crate::random::Stream;

/// The standard deviation of a standard normal that is cut off at two.
const TRUNCATED_STDDEV: f64 = 0.879_625_661_034_239_8;

/// Weights of variance `scale` / n, where n counts a layer's inputs, outputs, or the mean of both.
#[derive(Debug, Clone, PartialEq)]
pub struct VarianceScaling {
    scale: f64,
    mode: Mode,
    distribution: Distribution,
    seed: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Mode {
    Inputs,
    Outputs,
    Mean,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Distribution {
    TruncatedNormal,
    UntruncatedNormal,
    Uniform,
}

const MODES: &[&str] = &["fan_in", "fan_out", "fan_avg"];
/// `normal` is another name of the first.
const DISTRIBUTIONS: &[&str] = &["truncated_normal", "untruncated_normal", "uniform", "normal"];

impl Component for VarianceScaling {
    const DECLARATION: Declaration = Declaration {
        class_name: "VarianceScaling",
        aliases: &["variance_scaling"],
        doc: "Weights whose variance is `scale` over the width of the layer.",
        arguments: &[
            Argument {
                name: "scale",
                values: Values::POSITIVE,
                optional: false,
                default: Default::Real(1.0),
                doc: "The variance times the width.",
            },
            Argument {
                name: "mode",
                values: Values::Choice(MODES),
                optional: false,
                default: Default::Text("fan_in"),
                doc: "The width: the layer's inputs, its outputs, or the mean of both.",
            },
            Argument {
                name: "distribution",
                values: Values::Choice(DISTRIBUTIONS),
                optional: false,
                default: Default::Text("truncated_normal"),
                doc: "How the weights are distributed.",
            },
            SEED,
        ],
        source: "https://keras.io/api/layers/initializers/#variancescaling-class",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        let mode = match arguments.optional_text("mode") {
            Some("fan_out") => Mode::Outputs,
            Some("fan_avg") => Mode::Mean,
            _ => Mode::Inputs,
        };
        let distribution = match arguments.optional_text("distribution") {
            Some("uniform") => Distribution::Uniform,
            Some("untruncated_normal") => Distribution::UntruncatedNormal,
            _ => Distribution::TruncatedNormal,
        };
        let (scale, seed) = (arguments.real("scale"), arguments.optional_whole("seed"));
        Ok(VarianceScaling { scale, mode, distribution, seed })
    }

    fn arguments(&self) -> Map<String, Value> {
        let mode = match self.mode {
            Mode::Inputs => "fan_in",
            Mode::Outputs => "fan_out",
            Mode::Mean => "fan_avg",
        };
        let distribution = match self.distribution {
            Distribution::Uniform => "uniform",
            Distribution::UntruncatedNormal => "untruncated_normal",
            Distribution::TruncatedNormal => "truncated_normal",
        };
        Map::from_iter([
            ("scale".into(), self.scale.into()),
            ("mode".into(), mode.into()),
            ("distribution".into(), distribution.into()),
            ("seed".into(), self.seed.into()),
        ])
    }
}

impl VarianceScaling {
    /// `count` values for a layer of some inputs and outputs.
    fn draw(&self, inputs: usize, outputs: usize, count: usize, stream: &mut Stream) -> Vec<f32> {
        let width = match self.mode {
            Mode::Inputs => inputs as f64,
            Mode::Outputs => outputs as f64,
            Mode::Mean => (inputs + outputs) as f64 / 2.0,
        };
        let variance = self.scale / width.max(1.0);
        let stddev = libm::sqrt(variance);
        match self.distribution {
            Distribution::Uniform => {
                let limit = libm::sqrt(3.0 * variance);
                fill_uniform(-limit, limit, count, stream)
            }
            Distribution::UntruncatedNormal => {
                (0..count).map(|_| (stddev * stream.normal()) as f32).collect()
            }
            Distribution::TruncatedNormal => {
                let stddev = stddev / TRUNCATED_STDDEV;
                (0..count).map(|_| (stddev * stream.truncated_normal()) as f32).collect()
            }
        }
    }
}

impl Fill for VarianceScaling {
    fn fill(&self, rows: usize, columns: usize, stream: &mut Stream) -> Vec<f32> {
        self.draw(rows, columns, rows * columns, stream)
    }

    fn fill_vector(&self, length: usize, stream: &mut Stream) -> Vec<f32> {
        self.draw(length, length, length, stream)
    }

    fn seed(&self) -> Option<u64> {
        self.seed
    }
}

macro_rules! case {
    ($name:ident, $alias:literal, $scale:literal, $mode:ident, $distribution:ident, $doc:literal) => {
        #[doc = $doc]
        #[derive(Debug, Clone, PartialEq, std::default::Default)]
        pub struct $name {
            seed: Option<u64>,
        }

        impl Component for $name {
            const DECLARATION: Declaration = Declaration {
                class_name: stringify!($name),
                aliases: &[$alias],
                doc: $doc,
                arguments: &[SEED],
                source: "https://keras.io/api/layers/initializers/",
            };

            fn from_arguments(arguments: &Arguments) -> Result<Self> {
                Ok($name { seed: arguments.optional_whole("seed") })
            }

            fn arguments(&self) -> Map<String, Value> {
                Map::from_iter([("seed".into(), self.seed.into())])
            }
        }

        impl $name {
            fn general(&self) -> VarianceScaling {
                VarianceScaling {
                    scale: $scale,
                    mode: Mode::$mode,
                    distribution: Distribution::$distribution,
                    seed: self.seed,
                }
            }
        }

        impl Fill for $name {
            fn fill(&self, rows: usize, columns: usize, stream: &mut Stream) -> Vec<f32> {
                self.general().fill(rows, columns, stream)
            }

            fn fill_vector(&self, length: usize, stream: &mut Stream) -> Vec<f32> {
                self.general().fill_vector(length, stream)
            }

            fn seed(&self) -> Option<u64> {
                self.seed
            }
        }
    };
}

case!(
    GlorotUniform,
    "glorot_uniform",
    1.0,
    Mean,
    Uniform,
    "Uniform in ±√(6 / (inputs + outputs)) (Glorot and Bengio, 2010)."
);
case!(
    GlorotNormal,
    "glorot_normal",
    1.0,
    Mean,
    TruncatedNormal,
    "Truncated normal of variance 2 / (inputs + outputs) (Glorot and Bengio, 2010)."
);
case!(
    HeUniform,
    "he_uniform",
    2.0,
    Inputs,
    Uniform,
    "Uniform in ±√(6 / inputs) (He et al., 2015)."
);
case!(
    HeNormal,
    "he_normal",
    2.0,
    Inputs,
    TruncatedNormal,
    "Truncated normal of variance 2 / inputs (He et al., 2015)."
);
case!(
    LecunUniform,
    "lecun_uniform",
    1.0,
    Inputs,
    Uniform,
    "Uniform in ±√(3 / inputs) (LeCun et al., 1998)."
);
case!(
    LecunNormal,
    "lecun_normal",
    1.0,
    Inputs,
    TruncatedNormal,
    "Truncated normal of variance 1 / inputs (LeCun et al., 1998)."
);
