//! The command `imfit`, which the wheel serves from here so as not to hold the trainer twice.

use std::ffi::OsString;
use std::path::PathBuf;

use imfit_cli::Program;
use pyo3::prelude::*;

use crate::errors::run;

/// Runs the command with the arguments that follow its name, and returns its exit status. `start` is
/// what starts it, and `prefix` where it is installed.
#[pyfunction]
pub fn run_command(
    py: Python<'_>,
    start: Vec<OsString>,
    prefix: PathBuf,
    arguments: Vec<OsString>,
) -> PyResult<u8> {
    let program = Program { start, prefix: Some(prefix) };
    run(py, || Ok(imfit_cli::run(&program, arguments)))
}
