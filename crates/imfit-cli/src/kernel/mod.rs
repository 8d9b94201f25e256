//! `imfit kernel`: the notebook kernel and Jupyter.

mod install;
mod place;
mod spec;

use crate::args::KernelCommand;
use crate::failure::Failure;
use crate::program::Program;

/// Installs, uninstalls or runs the kernel.
pub fn run(command: &KernelCommand, program: &Program) -> Result<(), Failure> {
    match command {
        KernelCommand::Install { place } => {
            install::install(&place::kernels(place, program)?, program)
        }
        KernelCommand::Uninstall { place } => install::uninstall(&place::kernels(place, program)?),
        KernelCommand::Run { connection_file } => {
            imfit_jupyter::run(connection_file).map_err(|error| Failure::Error(error.to_string()))
        }
    }
}
