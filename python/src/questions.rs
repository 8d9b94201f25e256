//! Functions of the user's that the core asks for: their arguments, and what they return.

use imfit::{Error, Function, Question};
use ndarray::ArrayView2;
use numpy::{IntoPyArray, PyArray2, PyReadonlyArray2};
use pyo3::prelude::*;

use crate::errors::run;

/// What Python keeps a function under: see [`key`].
pub type Key = (&'static str, String);

/// The function, as [`key`] tells it, and its arguments: targets and predictions.
pub type Asked<'py> = (Key, Bound<'py, PyArray2<f64>>, Bound<'py, PyArray2<f64>>);

/// A function as Python keeps it: "loss", "gradient" or "metric", and a metric's name.
pub fn key(function: &Function) -> Key {
    match function {
        Function::Loss => ("loss", String::new()),
        Function::Gradient => ("gradient", String::new()),
        Function::Metric(name) => ("metric", name.clone()),
    }
}

/// A call that is due.
pub fn asked(py: Python<'_>, question: Option<Question>) -> Option<Asked<'_>> {
    let Question { function, y_true, y_pred } = question?;
    Some((key(&function), y_true.into_pyarray(py), y_pred.into_pyarray(py)))
}

/// Hands what a function has returned to whoever has asked.
pub fn answer(
    py: Python<'_>,
    values: &PyReadonlyArray2<'_, f64>,
    take: impl FnOnce(ArrayView2<'_, f64>) -> Result<(), Error> + Send,
) -> PyResult<()> {
    let values = values.as_array();
    run(py, || take(values))
}
