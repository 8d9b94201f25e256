//! R values to Rust values and back. Each function names the argument in its error.
#![forbid(unsafe_code)]

use extendr_api::prelude::*;
use ndarray::{Array1, Array2, ArrayD, ArrayView2, IxDyn, ShapeBuilder};

use crate::failure::{Failure, Outcome};

/// The largest whole number up to which a double counts without gaps.
const MAX_WHOLE: f64 = 9_007_199_254_740_991.0;

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
pub fn table(robj: &Robj, argument: &str) -> Outcome<Array2<f32>> {
    let wrong = || Failure::wrong_type(argument, "a numeric matrix", robj);
    let shape = sides(robj).ok_or_else(wrong)?;
    let (rows, columns) = shape;
    let places = (0..columns).flat_map(|column| (0..rows).map(move |row| row * columns + column));
    let values = numbers(robj, places).ok_or_else(wrong)?;
    Array2::from_shape_vec(shape, values).map_err(|_| wrong())
}

/// Reads a matrix of doubles as they are; a plain vector is one column.
pub fn doubles(robj: &Robj, argument: &str, allowed: &str) -> Outcome<Array2<f64>> {
    let wrong = || Failure::wrong_type(argument, allowed, robj);
    let shape = sides(robj).ok_or_else(wrong)?;
    let values = robj.as_real_slice().ok_or_else(wrong)?;
    Array2::from_shape_vec(shape.f(), values.to_vec()).map_err(|_| wrong())
}

/// Rows and columns; `None` for an array of more dimensions.
fn sides(robj: &Robj) -> Option<(usize, usize)> {
    match dim(robj).as_deref() {
        None | Some(&[_]) => Some((robj.len(), 1)),
        Some(&[rows, columns]) => Some((rows, columns)),
        Some(_) => None,
    }
}

/// Reads a numeric vector, or NULL.
pub fn optional_vector(robj: &Robj, argument: &str) -> Outcome<Option<Array1<f32>>> {
    if robj.is_null() {
        return Ok(None);
    }
    let wrong = || Failure::wrong_type(argument, "a numeric vector, or NULL", robj);
    let values = numbers(robj, 0..robj.len()).ok_or_else(wrong)?;
    Ok(Some(Array1::from(values)))
}

/// Reads a numeric array of as many dimensions as it has; a plain vector has one.
pub fn array(robj: &Robj, argument: &str) -> Outcome<ArrayD<f32>> {
    let wrong = || Failure::wrong_type(argument, "a numeric array", robj);
    let sides = dim(robj).unwrap_or_else(|| vec![robj.len()]);
    let values = numbers(robj, 0..robj.len()).ok_or_else(wrong)?;
    ArrayD::from_shape_vec(IxDyn(&sides).f(), values).map_err(|_| wrong())
}

/// Reads a list.
pub fn list(robj: &Robj, argument: &str) -> Outcome<Vec<Robj>> {
    let list = robj.as_list().ok_or_else(|| Failure::wrong_type(argument, "a list", robj))?;
    Ok(list.values().collect())
}

/// An array as R has it: the first index runs fastest. One of a single dimension is a plain vector.
pub fn to_robj(array: &ArrayD<f32>) -> Robj {
    let mut values = Doubles::new(array.len());
    for (to, value) in values.iter_mut().zip(array.t()) {
        *to = f64::from(*value).into();
    }
    let mut robj: Robj = values.into();
    if array.ndim() > 1 {
        let sides: Vec<i32> = array.shape().iter().map(|&side| side as i32).collect();
        // Cannot fail: the sides are those of the values.
        let _ = robj.set_attrib("dim", sides);
    }
    robj
}

/// A matrix as R has it.
pub fn matrix(rows: ArrayView2<'_, f32>) -> Robj {
    RMatrix::new_matrix(rows.nrows(), rows.ncols(), |row, column| f64::from(rows[[row, column]]))
        .into()
}

/// The dimensions of a matrix or an array.
pub fn dim(robj: &Robj) -> Option<Vec<usize>> {
    let dim = robj.dim()?.as_robj().as_integer_vector()?;
    Some(dim.into_iter().map(|size| size as usize).collect())
}

/// Numbers of any type, the first of them put at the first of `places`, and so on; `None` if they are
/// none. There are as many places, each below their count, as numbers.
pub fn numbers(robj: &Robj, mut places: impl Iterator<Item = usize>) -> Option<Vec<f32>> {
    if robj.inherits("factor") {
        return None;
    }
    let mut numbers = vec![0.0; robj.len()];
    if let Ok(values) = Doubles::try_from(robj) {
        for_each_part(&values, |part| {
            let pairs = part.iter().zip(&mut places);
            pairs.for_each(|(value, place)| numbers[place] = value.0 as f32);
        });
    } else if let Some(values) = robj.as_integer_slice() {
        values.iter().zip(places).for_each(|(&value, place)| numbers[place] = integer(value));
    } else {
        let values = robj.as_logical_slice()?;
        values.iter().zip(places).for_each(|(&value, place)| numbers[place] = logical(value));
    }
    Some(numbers)
}

/// Hands over a few thousand values at a time. Asked for a slice of all of them, R copies a vector
/// that shares its values with another.
fn for_each_part(values: &Doubles, mut work: impl FnMut(&[Rfloat])) {
    let mut part = [Rfloat::from(0.0); 4096];
    for start in (0..values.len()).step_by(part.len()) {
        let count = values.get_region(start, &mut part);
        work(&part[..count]);
    }
}

/// An R integer as `f32`; R's `NA` is the smallest integer there is.
fn integer(value: i32) -> f32 {
    if value == i32::MIN { f32::NAN } else { value as f32 }
}

/// TRUE and FALSE as 1 and 0.
fn logical(value: Rbool) -> f32 {
    if value.is_na() { f32::NAN } else { f32::from(u8::from(value.is_true())) }
}
