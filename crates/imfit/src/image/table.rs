//! From a table of pixels in any order to a picture.

use ndarray::{Array2, ArrayView2};

use super::Image;
use crate::error::{Error, Result};

impl Image {
    /// Makes a picture of a table of pixels in any order: their x, their y and their colours.
    ///
    /// `xs` and `ys` are whole numbers from 1, x to the right and y down, and `colours` has one row for
    /// each. The largest ones tell the size; every pixel must be there exactly once.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] where a coordinate is not a whole number from 1; [`Error::Shape`] where the
    /// lengths differ, or a pixel is missing or there twice.
    ///
    /// ```
    /// use imfit::image::Image;
    /// use ndarray::array;
    ///
    /// let image = Image::from_table(&[2.0, 1.0], &[1.0, 1.0], array![[0.2], [0.1]].view())?;
    /// assert_eq!(image.view(), array![[[0.1], [0.2]]]);
    /// # Ok::<(), imfit::error::Error>(())
    /// ```
    pub fn from_table(xs: &[f64], ys: &[f64], colours: ArrayView2<'_, f32>) -> Result<Image> {
        check_lengths(xs.len(), ys.len(), colours.nrows())?;
        let (width, height) = (largest("x", xs)?, largest("y", ys)?);
        let order = rows_of_pixels(xs, ys, width.value, height.value)?;
        if width.value.checked_mul(height.value) != Some(xs.len()) {
            return Err(missing(&width, &height, xs.len(), &order));
        }
        let mut sorted = Array2::zeros(colours.raw_dim());
        for (mut pixel, row) in sorted.rows_mut().into_iter().zip(&order) {
            pixel.assign(&colours.row(row - 1));
        }
        Image::from_pixels(width.value, height.value, sorted.view())
    }
}

/// The largest coordinate, and the row, counted from 1, that holds it.
struct Largest {
    value: usize,
    row: usize,
}

fn check_lengths(xs: usize, ys: usize, colours: usize) -> Result<()> {
    if xs == ys && ys == colours && xs > 0 {
        return Ok(());
    }
    Err(Error::Shape(format!(
        "a table of pixels needs as many x as y and colours, and at least one, but there are {xs} x, \
         {ys} y and {colours} rows of colours"
    )))
}

fn largest(argument: &str, values: &[f64]) -> Result<Largest> {
    let mut largest = Largest { value: 0, row: 0 };
    for (row, &value) in (1..).zip(values) {
        // Whole numbers beyond 2^53 can't be told apart.
        if !(value >= 1.0 && value <= (1u64 << 53) as f64 && value.fract() == 0.0) {
            let given = format!("{value} in row {row}");
            return Err(Error::argument(argument, given, "a whole number from 1 in every row"));
        }
        if value as usize > largest.value {
            largest = Largest { value: value as usize, row };
        }
    }
    Ok(largest)
}

/// For each pixel the row, counted from 1, that holds it, 0 where there is none.
///
/// Empty where the size asks for more pixels than there are rows: a stray coordinate must not take all
/// memory.
fn rows_of_pixels(xs: &[f64], ys: &[f64], width: usize, height: usize) -> Result<Vec<usize>> {
    let most = xs.len().saturating_mul(4);
    let Some(pixels) = width.checked_mul(height).filter(|&pixels| pixels <= most) else {
        return Ok(Vec::new());
    };
    let mut rows = vec![0; pixels];
    for (row, (&x, &y)) in (1..).zip(xs.iter().zip(ys)) {
        let first = std::mem::replace(&mut rows[(y as usize - 1) * width + x as usize - 1], row);
        if first != 0 {
            return Err(Error::Shape(format!(
                "the pixel x = {x}, y = {y} is in the table twice, in rows {first} and {row}"
            )));
        }
    }
    Ok(rows)
}

fn missing(width: &Largest, height: &Largest, rows: usize, order: &[usize]) -> Error {
    let size = format!(
        "the largest x is {} (row {}) and the largest y is {} (row {})",
        width.value, width.row, height.value, height.row
    );
    let example = match order.iter().position(|&row| row == 0) {
        Some(at) => format!(", x = {}, y = {} for one", at % width.value + 1, at / width.value + 1),
        None => String::new(),
    };
    Error::Shape(format!(
        "pixels are missing from the table{example}: {size}, which needs {} rows, not {rows}",
        width.value as u128 * height.value as u128
    ))
}
