//! Functions that belong to no model.

use imfit::Verbosity;
use imfit::declare::declarations_json;
use numpy::{IntoPyArray, PyArray2, PyReadonlyArray1};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::components::method_declaration;
use crate::convert::{arguments, to_python, value};
use crate::errors::run;

/// Sets the number of threads; `None` for the default.
#[pyfunction]
#[pyo3(signature = (num_threads))]
pub fn set_num_threads(py: Python<'_>, num_threads: Option<usize>) -> PyResult<()> {
    run(py, || imfit::set_num_threads(num_threads))
}

/// The number of threads.
#[pyfunction]
pub fn num_threads(py: Python<'_>) -> PyResult<usize> {
    run(py, imfit::num_threads)
}

/// Sets what models without a seed draw theirs from.
#[pyfunction]
pub fn set_random_seed(py: Python<'_>, seed: u64) -> PyResult<()> {
    run(py, || imfit::set_random_seed(seed))
}

/// The instruction set of the arithmetic.
#[pyfunction]
pub fn instruction_set(py: Python<'_>) -> PyResult<&'static str> {
    run(py, imfit::instruction_set)
}

/// The version of imfit.
#[pyfunction]
pub fn version() -> &'static str {
    imfit::VERSION
}

/// The longest file that is worth fetching for a picture of so many pixels.
#[pyfunction]
pub fn max_bytes(max_pixels: u64) -> u64 {
    imfit::Limits { max_pixels }.max_bytes()
}

/// All components and methods with their arguments, as in `tests/vectors/api.json`.
#[pyfunction]
pub fn declarations(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    to_python(py, &declarations_json())
}

/// What `verbose` means: "silent", "bar" or "lines".
#[pyfunction]
pub fn verbosity(
    py: Python<'_>,
    verbose: &Bound<'_, PyAny>,
    can_redraw: bool,
) -> PyResult<&'static str> {
    let given = value("verbose", "\"auto\", 0, 1 or 2", verbose)?;
    Ok(match run(py, || Verbosity::from_json(&given, can_redraw))? {
        Verbosity::Silent => "silent",
        Verbosity::Bar => "bar",
        Verbosity::Lines => "lines",
    })
}

/// A table of zeros and ones of class numbers.
#[pyfunction]
pub fn to_categorical<'py>(
    py: Python<'py>,
    classes: PyReadonlyArray1<'py, f32>,
    given: &Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyArray2<f32>>> {
    let given = arguments(method_declaration("to_categorical"), given)?;
    let view = classes.as_array();
    let table = run(py, || imfit::to_categorical(view, &given))?;
    Ok(table.into_pyarray(py))
}
