//! R values to Rust values. Each function names the argument in its error.
#![forbid(unsafe_code)]

use extendr_api::prelude::*;

use crate::failure::{Failure, Outcome};

/// The largest whole number up to which a double counts without gaps.
const MAX_WHOLE: f64 = 9_007_199_254_740_991.0;

/// A table of numbers, row after row.
#[derive(Debug)]
pub struct Table {
    /// The values, `rows * columns` of them.
    pub data: Vec<f32>,
    /// How many rows there are.
    pub rows: usize,
    /// How many columns there are.
    pub columns: usize,
}

/// Reads a single string. `native()` in R has made it UTF-8; bytes that are not are refused.
pub fn text<'a>(robj: &'a Robj, argument: &str) -> Outcome<&'a str> {
    let wrong = || Failure::wrong_type(argument, "a single string", robj);
    if !robj.is_string() || robj.is_na() {
        return Err(wrong());
    }
    let text = robj.as_str().ok_or_else(wrong)?;
    std::str::from_utf8(text.as_bytes())
        .map_err(|_| Failure::value(format!("`{argument}` is not valid UTF-8")))
}

/// Reads `TRUE` or `FALSE`.
pub fn flag(robj: &Robj, argument: &str) -> Outcome<bool> {
    robj.as_bool().ok_or_else(|| Failure::wrong_type(argument, "TRUE or FALSE", robj))
}

/// Reads a single number, integer or double. `NaN` and infinities pass, `NA` does not.
pub fn number(robj: &Robj, argument: &str) -> Outcome<f64> {
    let wrong = || Failure::wrong_type(argument, "a single number", robj);
    if robj.inherits("factor") {
        return Err(wrong());
    }
    robj.as_real().or_else(|| robj.as_integer().map(f64::from)).ok_or_else(wrong)
}

/// Reads a whole number from 0 to 2^53 - 1, such as a size or a seed.
pub fn whole(robj: &Robj, argument: &str) -> Outcome<u64> {
    let value = number(robj, argument)?;
    if value.fract() == 0.0 && (0.0..=MAX_WHOLE).contains(&value) {
        // Exact: checked just above.
        Ok(value as u64)
    } else {
        let message = format!("`{argument}` must be a whole number of at least 0, not {value}");
        Err(Failure::value(message))
    }
}

/// Reads a raw vector, without a copy.
pub fn bytes<'a>(robj: &'a Robj, argument: &str) -> Outcome<&'a [u8]> {
    robj.as_raw_slice().ok_or_else(|| Failure::wrong_type(argument, "a raw vector", robj))
}

/// Reads a numeric matrix of any type into rows of `f32`; a plain vector is one column. `NA`
/// becomes `NaN`, which the core refuses where it must.
pub fn table(robj: &Robj, argument: &str) -> Outcome<Table> {
    let wrong = || Failure::wrong_type(argument, "a numeric matrix", robj);
    if robj.inherits("factor") {
        return Err(wrong());
    }
    let (rows, columns) = match dim(robj).as_deref() {
        None => (robj.len(), 1),
        Some(&[rows, columns]) => (rows, columns),
        Some(_) => return Err(wrong()),
    };
    let data = if let Some(values) = robj.as_real_slice() {
        by_row(values, rows, columns, |value| value as f32)
    } else if let Some(values) = robj.as_integer_slice() {
        by_row(values, rows, columns, integer)
    } else if let Some(values) = robj.as_logical_slice() {
        by_row(values, rows, columns, logical)
    } else {
        return Err(wrong());
    };
    Ok(Table { data, rows, columns })
}

/// The dimensions of a matrix or an array.
pub fn dim(robj: &Robj) -> Option<Vec<usize>> {
    let dim = robj.dim()?.as_robj().as_integer_vector()?;
    Some(dim.into_iter().map(|size| size as usize).collect())
}

/// An R integer as `f32`; R's `NA` is the smallest integer there is.
fn integer(value: i32) -> f32 {
    if value == i32::MIN { f32::NAN } else { value as f32 }
}

/// TRUE and FALSE as 1 and 0.
fn logical(value: Rbool) -> f32 {
    if value.is_na() { f32::NAN } else { f32::from(u8::from(value.is_true())) }
}

/// Turns R's columns into rows.
fn by_row<T: Copy>(values: &[T], rows: usize, columns: usize, cast: impl Fn(T) -> f32) -> Vec<f32> {
    let mut data = Vec::with_capacity(values.len());
    for row in 0..rows {
        data.extend((0..columns).map(|column| cast(values[column * rows + row])));
    }
    data
}
