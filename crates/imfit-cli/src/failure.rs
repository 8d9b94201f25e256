//! How the command fails: the message, and the exit status.

use std::io::{self, Write};

/// Why the command ends without success.
#[derive(Debug)]
pub enum Failure {
    /// Arguments that make no sense.
    Usage(String),
    /// Something didn't work.
    Error(String),
    /// A signal asked to stop. The message says what became of the work.
    Signal { number: i32, message: String },
    /// Whoever read the output has gone.
    BrokenPipe,
    /// Help, or a message of the parser of arguments.
    Parser(clap::Error),
}

impl Failure {
    /// Says what happened on standard error, and returns the exit status.
    pub fn report(&self) -> u8 {
        // Nothing can be done where nobody reads what goes wrong.
        match self {
            Failure::Usage(message) => {
                let _ = writeln!(io::stderr(), "error: {message}");
                2
            }
            Failure::Error(message) => {
                let _ = writeln!(io::stderr(), "error: {message}");
                1
            }
            Failure::Signal { number, message } => {
                let _ = writeln!(io::stderr(), "{message}");
                u8::try_from(128 + number).unwrap_or(1)
            }
            Failure::BrokenPipe => 0,
            Failure::Parser(error) => {
                let _ = error.print();
                u8::try_from(error.exit_code()).unwrap_or(2)
            }
        }
    }

    /// What is wrong with an argument, in the core's words.
    pub fn usage(error: &imfit::Error) -> Failure {
        Failure::Usage(error.to_string())
    }

    /// What is wrong with an argument that the command calls otherwise than the core does.
    pub fn usage_of(option: &str, error: imfit::Error) -> Failure {
        match error {
            imfit::Error::Argument { given, allowed, .. } => {
                Failure::usage(&imfit::Error::argument(option, given, allowed))
            }
            error => Failure::usage(&error),
        }
    }
}

impl From<clap::Error> for Failure {
    fn from(error: clap::Error) -> Failure {
        Failure::Parser(error)
    }
}

impl From<imfit::Error> for Failure {
    fn from(error: imfit::Error) -> Failure {
        match error {
            imfit::Error::File { source, .. } if source.kind() == io::ErrorKind::BrokenPipe => {
                Failure::BrokenPipe
            }
            error => Failure::Error(error.to_string()),
        }
    }
}

/// What went wrong with standard output.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::BrokenPipe,
            _ => Failure::Error(format!("can't write to standard output: {error}")),
        }
    }
}
