//! Matrices and lists of numbers.

use std::rc::Rc;

use imfit::Error;
use ndarray::{Array1, Array2, ArrayD};
use rhai::Dynamic;

use super::values::{Matrix, type_in_words};

/// A matrix, or a list of rows that are lists of numbers.
pub(super) fn matrix(name: &str, value: &Dynamic) -> Result<Rc<Array2<f32>>, Error> {
    if let Some(matrix) = value.read_lock::<Matrix>() {
        return Ok(matrix.0.clone());
    }
    let allowed = "a matrix of numbers, or a list of rows that are lists of numbers";
    let wrong = |value: &Dynamic| Error::wrong_type(name, type_in_words(value), allowed);
    let rows = value.read_lock::<rhai::Array>().ok_or_else(|| wrong(value))?;
    let (mut values, mut width) = (Vec::new(), None);
    for (number, row) in (1..).zip(rows.iter()) {
        if !row.is_array() {
            return Err(wrong(row));
        }
        let row = numbers(name, row)?;
        let expected = *width.get_or_insert(row.len());
        if row.len() != expected {
            let given = format!("{} values in row {number}", row.len());
            return Err(Error::argument(
                name,
                given,
                format!("rows of {expected} values, as the first"),
            ));
        }
        values.extend(row);
    }
    let shape = (rows.len(), width.unwrap_or_default());
    Ok(Rc::new(Array2::from_shape_vec(shape, values).expect("all rows have one width")))
}

/// A list of numbers.
pub(super) fn numbers(name: &str, value: &Dynamic) -> Result<Array1<f32>, Error> {
    let wrong =
        |value: &Dynamic| Error::wrong_type(name, type_in_words(value), "a list of numbers");
    let list = value.read_lock::<rhai::Array>().ok_or_else(|| wrong(value))?;
    let number = |item: &Dynamic| {
        let whole = item.as_int().map(|whole| whole as f64);
        item.as_float().or(whole).map(|number| number as f32).map_err(|_| wrong(item))
    };
    list.iter().map(number).collect()
}

/// Weights as the core takes them: a matrix, or a list of numbers.
pub(super) fn weights(value: &Dynamic) -> Result<ArrayD<f32>, Error> {
    match value.read_lock::<Matrix>() {
        Some(matrix) => Ok(matrix.0.as_ref().clone().into_dyn()),
        None => Ok(numbers("weights", value)?.into_dyn()),
    }
}

/// Weights as a cell sees them: a kernel is a matrix, a bias a list of numbers.
pub(super) fn from_weights(weights: ArrayD<f32>) -> Dynamic {
    if weights.ndim() == 2 {
        let matrix = weights.into_dimensionality().expect("it has two dimensions");
        return Dynamic::from(Matrix::new(matrix));
    }
    let list = weights.iter().map(|value| Dynamic::from_float(f64::from(*value)));
    list.collect::<rhai::Array>().into()
}
