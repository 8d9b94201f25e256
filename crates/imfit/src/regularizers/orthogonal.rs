//! The penalty on rows, or columns, that aren't orthogonal to each other.

use serde_json::{Map, Value};

use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::Result;

/// `factor` times the mean size of the cosines between the rows of a kernel, or between its columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OrthogonalRegularizer {
    /// What the mean is multiplied by.
    pub factor: f64,
    /// Whether columns are compared, and not rows.
    pub columns: bool,
}

impl OrthogonalRegularizer {
    pub(super) fn penalty(&self) -> Orthogonality {
        Orthogonality { factor: self.factor, columns: self.columns }
    }
}

impl Component for OrthogonalRegularizer {
    const DECLARATION: Declaration = Declaration {
        class_name: "OrthogonalRegularizer",
        aliases: &["orthogonal_regularizer"],
        doc: "A penalty on rows, or columns, of a kernel that aren't orthogonal to each other.",
        arguments: &[
            Argument {
                name: "factor",
                values: Values::NOT_NEGATIVE,
                optional: false,
                default: Default::Real(0.01),
                doc: "What the mean size of the cosines is multiplied by.",
            },
            Argument {
                name: "mode",
                values: Values::Choice(&["rows", "columns"]),
                optional: false,
                default: Default::Text("rows"),
                doc: "What is compared: \"rows\", each with the weights of one input, or \"columns\", each with those of one output.",
            },
        ],
        source: "https://keras.io/api/layers/regularizers/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        let columns = arguments.optional_text("mode") == Some("columns");
        Ok(OrthogonalRegularizer { factor: arguments.real("factor"), columns })
    }

    fn arguments(&self) -> Map<String, Value> {
        let mode = if self.columns { "columns" } else { "rows" };
        Map::from_iter([("factor".into(), self.factor.into()), ("mode".into(), mode.into())])
    }
}

/// The penalty itself: `factor` times the mean of |cosine| over all pairs of vectors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Orthogonality {
    factor: f64,
    columns: bool,
}

/// Keras takes no vector for shorter than this.
const SHORTEST: f64 = 1e-7;

impl Orthogonality {
    /// The penalty on a matrix, and its gradient, row after row.
    pub(crate) fn of(self, values: &[f32], columns: usize) -> (f64, Vec<f64>) {
        let vectors = self.vectors(values, columns);
        let (count, length) = (vectors.len(), vectors.first().map_or(0, Vec::len));
        let inverse: Vec<f64> =
            vectors.iter().map(|vector| 1.0 / dot(vector, vector).sqrt().max(SHORTEST)).collect();
        let unit: Vec<Vec<f64>> = vectors
            .iter()
            .zip(&inverse)
            .map(|(vector, inverse)| vector.iter().map(|value| value * inverse).collect())
            .collect();
        let mut sum = 0.0;
        let mut slopes = vec![vec![0.0; length]; count];
        for one in 0..count {
            for other in 0..one {
                let cosine = dot(&unit[one], &unit[other]);
                sum += cosine.abs();
                let sign = if cosine == 0.0 { 0.0 } else { cosine.signum() };
                add(&mut slopes[one], sign, &unit[other]);
                add(&mut slopes[other], sign, &unit[one]);
            }
        }
        // A single vector has nothing to be compared with.
        let pairs = (count * count.saturating_sub(1)) as f64 / 2.0;
        let scale = self.factor / pairs.max(1.0);
        for index in 0..count {
            let along = match inverse[index] < 1.0 / SHORTEST {
                true => dot(&slopes[index], &unit[index]),
                false => 0.0,
            };
            add(&mut slopes[index], -along, &unit[index]);
            slopes[index].iter_mut().for_each(|slope| *slope *= scale * inverse[index]);
        }
        (scale * sum, self.matrix(&slopes, values.len(), columns))
    }

    /// What is compared.
    fn vectors(self, values: &[f32], columns: usize) -> Vec<Vec<f64>> {
        let value = |at: usize| f64::from(values[at]);
        let rows = values.len() / columns;
        if self.columns {
            let column = |column| (0..rows).map(|row| value(row * columns + column)).collect();
            return (0..columns).map(column).collect();
        }
        (0..rows)
            .map(|row| (0..columns).map(|column| value(row * columns + column)).collect())
            .collect()
    }

    /// A number for each value of the matrix, from one for each value of the vectors.
    fn matrix(self, vectors: &[Vec<f64>], length: usize, columns: usize) -> Vec<f64> {
        let value = |at: usize| {
            let (row, column) = (at / columns, at % columns);
            if self.columns { vectors[column][row] } else { vectors[row][column] }
        };
        (0..length).map(value).collect()
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Adds `factor`·other to a vector.
fn add(vector: &mut [f64], factor: f64, other: &[f64]) {
    vector.iter_mut().zip(other).for_each(|(value, other)| *value += factor * other);
}
