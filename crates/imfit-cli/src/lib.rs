//! The command `imfit`, as a function: a binary calls it, and so does the Python package, whose wheel
//! then doesn't need a second copy of the trainer.
//!
//! `fit` learns a picture, `render` draws what a model has learnt, `info` and `compare` tell of models
//! and pictures, `recipes` shows what `fit` goes by, `kernel` registers the notebook kernel with
//! Jupyter, `completions` writes what a shell needs.
//!
//! Results go to standard output, everything else to standard error. The exit status is 0, 1 after a
//! failure, 2 for arguments that make no sense, and 128 plus its number after a signal.

mod args;
mod compare;
mod completions;
mod failure;
mod files;
mod fit;
mod info;
mod kernel;
mod preview;
mod program;
mod progress;
mod recipes;
mod render;
mod signals;
mod terminal;

use std::ffi::OsString;

use clap::Parser;

pub use program::Program;

use args::{Cli, Command};
use failure::Failure;

/// Runs the command with the arguments that follow its name, and returns its exit status.
///
/// `program` says how the same command can be started again.
pub fn run(program: &Program, arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments = std::iter::once(OsString::from("imfit")).chain(arguments);
    let result = match Cli::try_parse_from(arguments) {
        Ok(cli) => dispatch(cli.command, program),
        Err(error) => Err(Failure::from(error)),
    };
    match result {
        Ok(()) => 0,
        Err(failure) => failure.report(),
    }
}

fn dispatch(command: Command, program: &Program) -> Result<(), Failure> {
    match command {
        Command::Fit(arguments) => fit::run(&arguments),
        Command::Render(arguments) => render::run(&arguments),
        Command::Info(arguments) => info::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments),
        Command::Recipes(arguments) => recipes::run(&arguments),
        Command::Kernel { command } => kernel::run(&command, program),
        Command::Completions { shell } => completions::run(shell),
    }
}
