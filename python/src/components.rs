//! Layers, optimizers, ... : checked as soon as they are made.

use imfit::declare::{Declaration, Kind, METHODS, check_call};
use imfit::layers::Layer;
use numpy::PyReadonlyArray2;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::convert::{arguments, to_python};
use crate::errors::run;

/// Checks the arguments of a component, and returns all of them, defaults filled in.
#[pyfunction]
pub fn check_component<'py>(
    py: Python<'py>,
    kind: &str,
    class_name: &str,
    given: &Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyAny>> {
    let known = Kind::ALL.into_iter().find(|known| known.name() == kind);
    let kind = known.unwrap_or_else(|| unreachable!("there is no kind {kind}"));
    let declaration = run(py, || kind.find(class_name))?;
    let given = arguments(declaration, given)?;
    let checked = run(py, || kind.check(class_name, &given))?;
    to_python(py, &checked["config"])
}

/// Checks the arguments of a method or function, and returns all of them, defaults filled in.
#[pyfunction]
pub fn check_arguments<'py>(
    py: Python<'py>,
    method: &str,
    given: &Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyAny>> {
    let given = arguments(method_declaration(method), given)?;
    to_python(py, &run(py, || check_call(method, &given))?.to_json())
}

/// The arguments of a layer after a look at some rows of data.
#[pyfunction]
pub fn adapt_layer<'py>(
    py: Python<'py>,
    class_name: &str,
    config: &Bound<'py, PyDict>,
    rows: PyReadonlyArray2<'py, f32>,
) -> PyResult<Bound<'py, PyAny>> {
    let declaration = run(py, || Kind::Layer.find(class_name))?;
    let given = arguments(declaration, config)?;
    let view = rows.as_array();
    let adapted = run(py, || Layer::from_arguments(class_name, &given)?.adapt(view))?;
    to_python(py, &adapted.to_json()["config"])
}

/// The declaration of a method. Must exist.
pub fn method_declaration(method: &str) -> &'static Declaration {
    let found = METHODS.iter().find(|declaration| declaration.class_name == method);
    found.unwrap_or_else(|| unreachable!("there is no method {method}"))
}
