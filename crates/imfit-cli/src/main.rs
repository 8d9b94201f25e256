//! The command `imfit`: what it does stands in the library.

use std::process::ExitCode;

use imfit_cli::{Program, run};

fn main() -> ExitCode {
    run(&Program::this_executable(), std::env::args_os().skip(1)).into()
}
