//! Orthogonal weights.

use serde_json::{Map, Value};

use super::{Fill, SEED};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::Result;
use crate::random::Stream;

/// A matrix whose rows, or columns if there are fewer, are orthogonal to each other and of one length.
#[derive(Debug, Clone, PartialEq)]
pub struct Orthogonal {
    gain: f64,
    seed: Option<u64>,
}

impl Component for Orthogonal {
    const DECLARATION: Declaration = Declaration {
        class_name: "Orthogonal",
        aliases: &["orthogonal", "OrthogonalInitializer"],
        doc: "An orthogonal matrix times a gain (Saxe et al., 2014).",
        arguments: &[
            Argument {
                name: "gain",
                values: Values::ANY_REAL,
                optional: false,
                default: Default::Real(1.0),
                doc: "What the orthogonal matrix is multiplied by.",
            },
            SEED,
        ],
        source: "https://keras.io/api/layers/initializers/#orthogonal-class",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(Orthogonal { gain: arguments.real("gain"), seed: arguments.optional_whole("seed") })
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter([("gain".into(), self.gain.into()), ("seed".into(), self.seed.into())])
    }
}

impl Fill for Orthogonal {
    fn fill(&self, rows: usize, columns: usize, stream: &mut Stream) -> Vec<f32> {
        let (long, short) = (rows.max(columns), rows.min(columns));
        let vectors = orthonormal(short, long, stream);
        let value = |row: usize, column: usize| {
            if rows >= columns { vectors[column][row] } else { vectors[row][column] }
        };
        (0..rows)
            .flat_map(|row| (0..columns).map(move |column| (row, column)))
            .map(|(row, column)| (self.gain * value(row, column)) as f32)
            .collect()
    }

    fn seed(&self) -> Option<u64> {
        self.seed
    }

    fn for_matrices_only(&self) -> bool {
        true
    }
}

/// `count` orthonormal vectors of `length`: normal ones, made orthogonal by Gram and Schmidt, twice
/// over so that rounding leaves nothing. The distribution is that of the QR decomposition with a
/// positive diagonal of R, which is what Keras uses.
fn orthonormal(count: usize, length: usize, stream: &mut Stream) -> Vec<Vec<f64>> {
    let mut vectors: Vec<Vec<f64>> = Vec::with_capacity(count);
    while vectors.len() < count {
        let mut vector: Vec<f64> = (0..length).map(|_| stream.normal()).collect();
        for _ in 0..2 {
            for other in &vectors {
                let along: f64 = vector.iter().zip(other).map(|(a, b)| a * b).sum();
                for (value, other) in vector.iter_mut().zip(other) {
                    *value -= along * other;
                }
            }
        }
        let norm = libm::sqrt(vector.iter().map(|v| v * v).sum());
        if norm > 1e-9 {
            vectors.push(vector.into_iter().map(|v| v / norm).collect());
        }
    }
    vectors
}
