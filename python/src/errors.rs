//! The core's errors, and panics, as exceptions of the package.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use imfit::{Error, ErrorKind};
use pyo3::prelude::*;
use pyo3::types::PyString;

/// Runs some of the core's work without the GIL, and makes an exception of whatever goes wrong.
pub fn run<T: Send>(py: Python<'_>, work: impl FnOnce() -> Result<T, Error> + Send) -> PyResult<T> {
    match py.detach(|| catch_unwind(AssertUnwindSafe(work))) {
        Ok(result) => result.map_err(|error| exception(py, &error)),
        Err(payload) => Err(bug(py, payload.as_ref())),
    }
}

/// The exception for an error.
pub fn exception(py: Python<'_>, error: &Error) -> PyErr {
    let class = match (error.kind(), error) {
        (_, Error::File { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
            "ImfitFileNotFoundError"
        }
        (ErrorKind::Value, _) => "ImfitValueError",
        (ErrorKind::Type, _) => "ImfitTypeError",
        (ErrorKind::Io, _) => "ImfitOSError",
        (ErrorKind::State, _) => "ImfitStateError",
    };
    let raised = raised(py, class, &error.to_string());
    if let Error::File { source, .. } = error
        && let Some(errno) = source.raw_os_error()
    {
        // Without it nothing is lost but the number.
        let _ = raised.value(py).setattr("errno", errno);
    }
    raised
}

/// The exception for a panic.
fn bug(py: Python<'_>, payload: &(dyn Any + Send)) -> PyErr {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let text = text.unwrap_or("no more is known");
    raised(py, "ImfitBugError", &format!("this is a bug in imfit, please report it: {text}"))
}

/// An exception of the package, by the name of its class in `imfit.errors`.
fn raised(py: Python<'_>, class: &str, message: &str) -> PyErr {
    let make = || {
        let class = py.import("imfit.errors")?.getattr(class)?;
        class.call1((PyString::new(py, message),))
    };
    make().map_or_else(|error| error, PyErr::from_value)
}

/// Panics, so that a test can see what becomes of it.
#[pyfunction]
pub fn panic(py: Python<'_>) -> PyResult<()> {
    run(py, || panic!("asked to"))
}
