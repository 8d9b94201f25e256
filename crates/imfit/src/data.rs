//! The rows that a model learns from, borrowed from whoever owns them.

use ndarray::{ArrayView1, ArrayView2};

use crate::error::{Error, Result};

/// Inputs and targets, one row for each sample, and how much each row counts.
#[derive(Debug, Clone, Copy)]
pub struct Data<'a> {
    /// (rows, inputs)
    pub x: ArrayView2<'a, f32>,
    /// (rows, outputs)
    pub y: ArrayView2<'a, f32>,
    /// (rows); all 1 if there are none.
    pub sample_weight: Option<ArrayView1<'a, f32>>,
}

/// What a fit works on: data to train on, and perhaps data to validate on.
#[derive(Debug, Clone, Copy)]
pub struct FitData<'a> {
    /// The data to train on.
    pub training: Data<'a>,
    /// The data to validate on; takes the place of a validation split.
    pub validation: Option<Data<'a>>,
}

impl<'a> Data<'a> {
    /// Inputs and targets, all rows counting alike.
    pub fn new(x: ArrayView2<'a, f32>, y: ArrayView2<'a, f32>) -> Data<'a> {
        Data { x, y, sample_weight: None }
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.x.nrows()
    }

    /// The sides of all arrays: what mustn't change while a training goes on.
    pub(crate) fn shape(&self) -> [usize; 5] {
        let (x, y) = (self.x.dim(), self.y.dim());
        [x.0, x.1, y.0, y.1, self.sample_weight.map_or(x.0, |weight| weight.len())]
    }

    /// Says whether the data can be trained on: as many targets as inputs, the right widths, at
    /// least one row, and finite numbers only. `prefix` is put before the arguments' names.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub(crate) fn check(&self, inputs: usize, outputs: usize, prefix: &str) -> Result<()> {
        let (x_name, y_name) = (format!("{prefix}x"), format!("{prefix}y"));
        if self.x.nrows() != self.y.nrows() {
            return Err(Error::Shape(format!(
                "`{x_name}` and `{y_name}` must have the same number of rows, but have {} and {}",
                self.x.nrows(),
                self.y.nrows()
            )));
        }
        check_inputs(&self.x, inputs, &x_name)?;
        if self.y.ncols() != outputs {
            return Err(Error::Shape(format!(
                "`{y_name}` has {}, but the model has {}",
                columns(self.y.ncols()),
                plural(outputs, "output")
            )));
        }
        check_finite(&self.y, &y_name)?;
        self.check_sample_weight(&format!("{prefix}sample_weight"))
    }

    fn check_sample_weight(&self, name: &str) -> Result<()> {
        let Some(weight) = &self.sample_weight else { return Ok(()) };
        if weight.len() != self.rows() {
            return Err(Error::Shape(format!(
                "`{name}` must have one value for each of the {} rows, but has {}",
                self.rows(),
                weight.len()
            )));
        }
        match weight.iter().position(|value| !value.is_finite()) {
            None => Ok(()),
            Some(row) => Err(Error::NotFinite {
                argument: name.to_owned(),
                row: row + 1,
                column: 1,
                value: weight[row],
            }),
        }
    }
}

/// Says whether `x` can be the input of a model that takes `inputs` values a row.
pub(crate) fn check_inputs(x: &ArrayView2<'_, f32>, inputs: usize, name: &str) -> Result<()> {
    if x.nrows() == 0 {
        return Err(Error::Shape(format!("`{name}` must have at least one row, but has none")));
    }
    if u32::try_from(x.nrows()).is_err() {
        return Err(Error::argument(
            name,
            format!("{} rows", x.nrows()),
            "of at most 2^32 - 1 rows",
        ));
    }
    if x.ncols() != inputs {
        return Err(Error::Shape(format!(
            "`{name}` has {}, but the model takes {}",
            columns(x.ncols()),
            plural(inputs, "value")
        )));
    }
    check_finite(x, name)
}

fn check_finite(values: &ArrayView2<'_, f32>, name: &str) -> Result<()> {
    match values.indexed_iter().find(|(_, value)| !value.is_finite()) {
        None => Ok(()),
        Some(((row, column), value)) => Err(Error::NotFinite {
            argument: name.to_owned(),
            row: row + 1,
            column: column + 1,
            value: *value,
        }),
    }
}

fn columns(count: usize) -> String {
    plural(count, "column")
}

fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
