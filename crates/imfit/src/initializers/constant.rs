//! Initializers without chance.

use serde_json::{Map, Value};

use super::Fill;
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::Result;
use crate::random::Stream;

const SOURCE: &str = "https://keras.io/api/layers/initializers/";

/// All zeros.
#[derive(Debug, Clone, PartialEq)]
pub struct Zeros;

/// All ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Ones;

/// The same value everywhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Constant {
    value: f64,
}

/// A multiple of the identity matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    gain: f64,
}

impl Component for Zeros {
    const DECLARATION: Declaration = Declaration {
        class_name: "Zeros",
        aliases: &["zeros", "zero"],
        doc: "All weights 0.",
        arguments: &[],
        source: SOURCE,
    };

    fn from_arguments(_: &Arguments) -> Result<Self> {
        Ok(Zeros)
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::new()
    }
}

impl Fill for Zeros {
    fn fill(&self, rows: usize, columns: usize, _: &mut Stream) -> Vec<f32> {
        vec![0.0; rows * columns]
    }
}

impl Component for Ones {
    const DECLARATION: Declaration = Declaration {
        class_name: "Ones",
        aliases: &["ones", "one"],
        doc: "All weights 1.",
        arguments: &[],
        source: SOURCE,
    };

    fn from_arguments(_: &Arguments) -> Result<Self> {
        Ok(Ones)
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::new()
    }
}

impl Fill for Ones {
    fn fill(&self, rows: usize, columns: usize, _: &mut Stream) -> Vec<f32> {
        vec![1.0; rows * columns]
    }
}

impl Component for Constant {
    const DECLARATION: Declaration = Declaration {
        class_name: "Constant",
        aliases: &["constant"],
        doc: "All weights the same.",
        arguments: &[Argument {
            name: "value",
            values: Values::ANY_REAL,
            optional: false,
            default: Default::Real(0.0),
            doc: "The value of every weight.",
        }],
        source: SOURCE,
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(Constant { value: arguments.real("value") })
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter([("value".into(), self.value.into())])
    }
}

impl Fill for Constant {
    fn fill(&self, rows: usize, columns: usize, _: &mut Stream) -> Vec<f32> {
        vec![self.value as f32; rows * columns]
    }
}

impl Component for Identity {
    const DECLARATION: Declaration = Declaration {
        class_name: "Identity",
        aliases: &["identity", "IdentityInitializer"],
        doc: "The identity matrix times a gain; the rest of a matrix that isn't square is 0.",
        arguments: &[Argument {
            name: "gain",
            values: Values::ANY_REAL,
            optional: false,
            default: Default::Real(1.0),
            doc: "The value on the diagonal.",
        }],
        source: SOURCE,
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(Identity { gain: arguments.real("gain") })
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter([("gain".into(), self.gain.into())])
    }
}

impl Fill for Identity {
    fn fill(&self, rows: usize, columns: usize, _: &mut Stream) -> Vec<f32> {
        let mut values = vec![0.0; rows * columns];
        for index in 0..rows.min(columns) {
            values[index * columns + index] = self.gain as f32;
        }
        values
    }

    fn for_matrices_only(&self) -> bool {
        true
    }
}
