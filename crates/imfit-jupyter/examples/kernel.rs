//! The kernel alone, for the tests: `kernel <connection file>`.

use std::path::Path;
use std::process::ExitCode;

#[allow(clippy::print_stderr, reason = "a program, not a library")]
fn main() -> ExitCode {
    let Some(file) = std::env::args_os().nth(1) else {
        eprintln!("usage: kernel <connection file>");
        return ExitCode::from(2);
    };
    match imfit_jupyter::run(Path::new(&file)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
