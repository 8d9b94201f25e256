//! The penalty on rows, or columns, that aren't orthogonal to each other.

use imfit_compute::{CosinesRoom, Isa, cosines};
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

impl Orthogonality {
    /// Multiplications that it takes for a matrix.
    pub(crate) fn work(self, rows: usize, columns: usize) -> usize {
        let count = if self.columns { columns } else { rows };
        2 * count * rows * columns
    }

    /// The penalty on the matrix that `room` holds, with `columns` values in a row. Leaves its gradient there.
    pub(crate) fn of(self, isa: Isa, columns: usize, room: &mut OrthogonalityRoom) -> f64 {
        let OrthogonalityRoom { values, turned, slopes, cosines: inner } = room;
        let rows = values.len() / columns;
        let (count, found) = if self.columns {
            transpose(values, columns, turned);
            (columns, cosines(isa, turned, rows, inner))
        } else {
            (rows, cosines(isa, values, columns, inner))
        };
        // A single vector has nothing to be compared with.
        let pairs = (count * count.saturating_sub(1)) as f64 / 2.0;
        let scale = self.factor / pairs.max(1.0);
        found.slopes.iter_mut().for_each(|slope| *slope *= scale as f32);
        if self.columns {
            transpose(found.slopes, rows, slopes);
        } else {
            slopes.clear();
            slopes.extend_from_slice(found.slopes);
        }
        scale * found.sum
    }
}

/// What the penalty works in, from one step to the next.
#[derive(Debug, Default)]
pub(crate) struct OrthogonalityRoom {
    /// The matrix, row after row.
    pub(crate) values: Vec<f32>,
    /// The penalty's gradient.
    pub(crate) slopes: Vec<f32>,
    turned: Vec<f32>,
    cosines: CosinesRoom,
}

/// Writes the transpose of a matrix, row after row.
fn transpose(values: &[f32], columns: usize, turned: &mut Vec<f32>) {
    turned.clear();
    for column in 0..columns {
        turned.extend(values.iter().skip(column).step_by(columns));
    }
}
