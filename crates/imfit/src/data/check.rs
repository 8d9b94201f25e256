//! Whether data fits a model, and holds numbers that can be computed with.

use ndarray::ArrayView2;

use super::rows::Rows;
use super::{Data, Source};
use crate::error::{Error, Result};
use crate::image::Grid;

/// How many targets a row must have.
pub(crate) struct TargetWidth {
    pub(crate) count: usize,
    /// Why, as "the model has 3 outputs".
    pub(crate) because: String,
}

impl Data<'_> {
    /// Says whether the data can be trained on: as many targets as inputs, the right widths, at
    /// least one row, and finite numbers only. `prefix` is put before the arguments' names.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub(crate) fn check(&self, inputs: usize, targets: &TargetWidth, prefix: &str) -> Result<()> {
        let x_name = format!("{prefix}x");
        match &self.source {
            Source::Arrays { x, y } => {
                check_arrays((x, &x_name), (y, &format!("{prefix}y")), inputs, targets)
            }
            Source::Picture { grid, colours } => {
                check_picture(grid, colours, inputs, targets, &x_name)
            }
        }?;
        self.check_sample_weight(&format!("{prefix}sample_weight"))
    }

    /// Says whether every row's one target is the number of a class.
    ///
    /// # Errors
    /// The first row where it isn't.
    pub(crate) fn check_classes(&self, classes: usize, prefix: &str) -> Result<()> {
        let is_class = |value: f32| value.fract() == 0.0 && value >= 0.0 && value < classes as f32;
        let targets = self.targets();
        let values = (0..targets.count()).map(|row| (row, targets.value((row, 0))));
        match values.into_iter().find(|(_, value)| !is_class(*value)) {
            None => Ok(()),
            Some((row, value)) => {
                let name = match &self.source {
                    Source::Arrays { .. } => format!("{prefix}y"),
                    Source::Picture { .. } => format!("{prefix}x"),
                };
                let last = classes - 1;
                let allowed = format!("whole numbers from 0 to {last}, the class of each row");
                Err(Error::argument(name, format!("{value} in row {}", row + 1), allowed))
            }
        }
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

fn check_arrays(
    (x, x_name): (&Rows<'_>, &str),
    (y, y_name): (&Rows<'_>, &str),
    inputs: usize,
    targets: &TargetWidth,
) -> Result<()> {
    if x.count() != y.count() {
        return Err(Error::Shape(format!(
            "`{x_name}` and `{y_name}` must have the same number of rows, but have {} and {}",
            x.count(),
            y.count()
        )));
    }
    check_input_rows(x, inputs, x_name)?;
    if y.width() != targets.count {
        return Err(Error::Shape(format!(
            "`{y_name}` has {}, but {}",
            plural(y.width(), "column"),
            targets.because
        )));
    }
    check_finite(y, y_name)
}

/// Says whether the pixels of a picture can be trained on. The positions are finite as they are made.
fn check_picture(
    grid: &Grid,
    colours: &Rows<'_>,
    inputs: usize,
    targets: &TargetWidth,
    name: &str,
) -> Result<()> {
    check_count(grid.pixels(), name)?;
    if inputs != 2 {
        return Err(Error::Shape(format!(
            "`{name}` is a picture, whose pixels have 2 coordinates, but the model takes {}",
            plural(inputs, "value")
        )));
    }
    if colours.width() != targets.count {
        return Err(Error::Shape(format!(
            "`{name}` is a picture of {}, but {}",
            plural(colours.width(), "channel"),
            targets.because
        )));
    }
    let Some(place) = colours.first_not_finite() else { return Ok(()) };
    let (pixel, channel) = place;
    Err(Error::argument(
        name,
        format!(
            "one with {} at x = {}, y = {} in channel {}",
            colours.value(place),
            pixel % grid.width() + 1,
            pixel / grid.width() + 1,
            channel + 1
        ),
        "a picture of finite colours",
    ))
}

/// Says whether `x` can be the input of a model that takes `inputs` values a row.
pub(crate) fn check_inputs(x: &ArrayView2<'_, f32>, inputs: usize, name: &str) -> Result<()> {
    check_input_rows(&Rows::new(x.view()), inputs, name)
}

fn check_input_rows(x: &Rows<'_>, inputs: usize, name: &str) -> Result<()> {
    check_count(x.count(), name)?;
    if x.width() != inputs {
        return Err(Error::Shape(format!(
            "`{name}` has {}, but the model takes {}",
            plural(x.width(), "column"),
            plural(inputs, "value")
        )));
    }
    check_finite(x, name)
}

/// Rows are counted in 32 bits.
fn check_count(rows: usize, name: &str) -> Result<()> {
    if rows == 0 {
        return Err(Error::Shape(format!("`{name}` must have at least one row, but has none")));
    }
    if u32::try_from(rows).is_err() {
        let allowed = "of at most 2^32 - 1 rows";
        return Err(Error::argument(name, format!("{rows} rows"), allowed));
    }
    Ok(())
}

fn check_finite(rows: &Rows<'_>, name: &str) -> Result<()> {
    match rows.first_not_finite() {
        None => Ok(()),
        Some((row, column)) => Err(Error::NotFinite {
            argument: name.to_owned(),
            row: row + 1,
            column: column + 1,
            value: rows.value((row, column)),
        }),
    }
}

pub(crate) fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
