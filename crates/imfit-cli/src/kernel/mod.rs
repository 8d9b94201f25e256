//! `imfit kernel`: the notebook kernel and Jupyter.

mod install;
mod place;
mod spec;

use crate::args::KernelCommand;
use crate::failure::Failure;
use crate::program::Program;

/// Installs or uninstalls the kernel.
pub fn run(command: &KernelCommand, program: &Program) -> Result<(), Failure> {
    match command {
        KernelCommand::Install { place } => {
            install::install(&place::kernels(place, program)?, program)
        }
        KernelCommand::Uninstall { place } => install::uninstall(&place::kernels(place, program)?),
    }
}
