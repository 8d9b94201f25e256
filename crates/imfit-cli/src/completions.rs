//! `imfit completions`: what a shell needs to complete arguments.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Cli;
use crate::failure::Failure;
use crate::files::write_stdout;

/// Writes the completions of a shell to standard output.
pub fn run(shell: Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "imfit", &mut script);
    write_stdout(&script)
}
