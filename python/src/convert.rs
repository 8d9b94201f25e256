//! Between Python's values and the core's: arguments as JSON, histories as lists.

use imfit::declare::{Declaration, FUNCTION, Values};
use imfit::{Error, History};
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple, PyType};
use serde_json::{Map, Number, Value};

use crate::errors::exception;

/// Arguments by name as JSON. A value that JSON doesn't know is an error that says what is allowed.
pub fn arguments(
    declaration: &Declaration,
    given: &Bound<'_, PyDict>,
) -> PyResult<Map<String, Value>> {
    let mut map = Map::new();
    for (name, value) in given {
        let name: String = name.extract()?;
        let values = declaration.argument(&name).map(|argument| argument.values);
        let allowed = values.map_or_else(|| "known".to_owned(), |values: Values| values.in_words());
        let json = to_json(&value).map_err(|wrong| wrong.raised(value.py(), &name, allowed))?;
        map.insert(name, json);
    }
    Ok(map)
}

/// A value that stands alone, such as a model's description.
pub fn value(name: &str, allowed: &str, given: &Bound<'_, PyAny>) -> PyResult<Value> {
    to_json(given).map_err(|wrong| wrong.raised(given.py(), name, allowed.to_owned()))
}

/// What keeps a value from being JSON.
enum Wrong {
    /// NaN or an infinity.
    NotFinite(f64),
    /// An object of a type that means nothing here.
    Type(String),
    /// A list that holds itself, or nearly so.
    TooDeep,
    /// Python's own error, on the way.
    Raised(PyErr),
}

impl Wrong {
    fn raised(self, py: Python<'_>, name: &str, allowed: String) -> PyErr {
        match self {
            Wrong::NotFinite(given) => exception(py, &Error::argument(name, given, allowed)),
            Wrong::Type(given) => exception(py, &Error::wrong_type(name, given, allowed)),
            Wrong::TooDeep => exception(py, &Error::wrong_type(name, "nested so deep", allowed)),
            Wrong::Raised(error) => error,
        }
    }
}

impl From<PyErr> for Wrong {
    fn from(error: PyErr) -> Wrong {
        Wrong::Raised(error)
    }
}

/// Descriptions of models nest about six deep, and three more for each block of layers.
const DEEPEST: usize = 64;

fn to_json(value: &Bound<'_, PyAny>) -> Result<Value, Wrong> {
    to_json_within(value, DEEPEST)
}

fn to_json_within(value: &Bound<'_, PyAny>, deepest: usize) -> Result<Value, Wrong> {
    let below = deepest.checked_sub(1).ok_or(Wrong::TooDeep)?;
    if value.is_none() {
        Ok(Value::Null)
    } else if let Ok(flag) = value.cast::<PyBool>() {
        Ok(flag.is_true().into())
    } else if let Ok(text) = value.cast::<PyString>() {
        Ok(text.to_string_lossy().into_owned().into())
    } else if let Ok(map) = value.cast::<PyDict>() {
        let items = map.iter().map(|(key, item)| {
            let name = key.str()?.to_string_lossy().into_owned();
            Ok((name, to_json_within(&item, below)?))
        });
        Ok(Value::Object(items.collect::<Result<_, Wrong>>()?))
    } else if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        let items = value.try_iter()?.map(|item| to_json_within(&item?, below));
        Ok(Value::Array(items.collect::<Result<_, Wrong>>()?))
    } else if let Some(component) = component(value)? {
        to_json_within(&component, below)
    } else if value.hasattr("__fspath__")? {
        to_json_within(&value.call_method0("__fspath__")?, below)
    } else if value.is_callable() {
        Ok(FUNCTION.into())
    } else {
        number(value)
    }
}

/// A component, or the class of one, as `{"class_name", "config"}`.
fn component<'py>(value: &Bound<'py, PyAny>) -> Result<Option<Bound<'py, PyAny>>, Wrong> {
    const METHOD: &str = "_as_component";
    let class = value.cast::<PyType>().cloned().unwrap_or_else(|_| value.get_type());
    if !class.hasattr(METHOD)? {
        return Ok(None);
    }
    let made = if value.is_instance_of::<PyType>() { value.call0()? } else { value.clone() };
    Ok(Some(made.call_method0(METHOD)?))
}

/// Python's numbers, and numpy's: whatever is an index or has a `__float__`.
fn number(value: &Bound<'_, PyAny>) -> Result<Value, Wrong> {
    let wrong = || Wrong::Type(in_words(value));
    if value.is_instance_of::<PyInt>() || value.hasattr("__index__")? {
        return match value.call_method0("__index__").ok().and_then(|whole| whole.extract().ok()) {
            Some::<i64>(whole) => Ok(whole.into()),
            // Too large for the core too; as a float it gets the core's own words.
            None => real(value).ok_or_else(wrong)?,
        };
    }
    real(value).ok_or_else(wrong)?
}

fn real(value: &Bound<'_, PyAny>) -> Option<Result<Value, Wrong>> {
    let is_scalar = value.is_instance_of::<PyFloat>()
        || value.is_instance_of::<PyInt>()
        || value.getattr("ndim").and_then(|n| n.extract()).is_ok_and(|n: usize| n == 0);
    let number: f64 = is_scalar.then(|| value.extract().ok())??;
    Some(Number::from_f64(number).map(Value::Number).ok_or(Wrong::NotFinite(number)))
}

/// `an object of type numpy.ndarray`
fn in_words(value: &Bound<'_, PyAny>) -> String {
    let class = value.get_type();
    let name = class.fully_qualified_name().map(|name| name.to_string_lossy().into_owned());
    format!("an object of type {}", name.unwrap_or_else(|_| "unknown".into()))
}

/// JSON as Python's dicts, lists, texts and numbers.
pub fn to_python<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    match value {
        Value::Null => Ok(py.None().into_bound(py)),
        Value::Bool(flag) => flag.into_bound_py_any(py),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => whole.into_bound_py_any(py),
            None => number.as_f64().into_bound_py_any(py),
        },
        Value::String(text) => text.into_bound_py_any(py),
        Value::Array(items) => {
            let items = items.iter().map(|item| to_python(py, item));
            PyList::new(py, items.collect::<PyResult<Vec<_>>>()?)?.into_bound_py_any(py)
        }
        Value::Object(map) => {
            let dict = PyDict::new(py);
            for (name, item) in map {
                dict.set_item(name, to_python(py, item)?)?;
            }
            dict.into_bound_py_any(py)
        }
    }
}

/// Epochs, and the values of each loss and metric.
pub type HistoryParts = (Vec<usize>, Vec<(String, Vec<f64>)>);

/// A history in parts.
pub fn history(history: &History) -> HistoryParts {
    let series = history.metrics.iter().map(|series| (series.name.clone(), series.values.clone()));
    (history.epoch.clone(), series.collect())
}
