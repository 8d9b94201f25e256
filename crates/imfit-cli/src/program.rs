//! How this command was started.

use std::ffi::OsString;
use std::path::PathBuf;

/// How the command can be started again, and where it is installed.
#[derive(Debug, Clone)]
pub struct Program {
    /// The executable, and the arguments that come before those of the command itself.
    pub start: Vec<OsString>,
    /// The prefix of the Python environment that it belongs to.
    pub prefix: Option<PathBuf>,
}

impl Program {
    /// The running executable. It belongs to the environment that is active, of Python or conda, if
    /// there is one.
    pub fn this_executable() -> Program {
        let executable = std::env::current_exe().map_or_else(|_| "imfit".into(), OsString::from);
        let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let prefix = ["VIRTUAL_ENV", "CONDA_PREFIX"].into_iter().find_map(variable);
        Program { start: vec![executable], prefix: prefix.map(PathBuf::from) }
    }
}
