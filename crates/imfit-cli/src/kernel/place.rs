//! Where Jupyter looks for kernels: <https://docs.jupyter.org/en/latest/use/jupyter-directories.html>.

use std::path::{Path, PathBuf};

use crate::args::Place;
use crate::failure::Failure;
use crate::program::Program;

/// The folder `kernels` that the arguments ask for.
pub fn kernels(place: &Place, program: &Program) -> Result<PathBuf, Failure> {
    let data = if let Some(prefix) = &place.prefix {
        Some(of_prefix(prefix))
    } else if place.sys_prefix {
        let prefix = program.prefix.as_deref().ok_or_else(|| {
            Failure::Usage(
                "no Python or conda environment is active, so that `--sys-prefix` means nothing here: \
                 activate one, or give `--prefix`"
                    .into(),
            )
        })?;
        Some(of_prefix(prefix))
    } else {
        of_user(|name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from))
    };
    let data =
        data.ok_or_else(|| Failure::Error("no home folder is known; give `--prefix`".into()))?;
    Ok(data.join("kernels"))
}

fn of_prefix(prefix: &Path) -> PathBuf {
    prefix.join("share").join("jupyter")
}

/// The user's own folder, by the environment.
fn of_user(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    if let Some(folder) = variable("JUPYTER_DATA_DIR") {
        return Some(folder);
    }
    if cfg!(windows) {
        return Some(variable("APPDATA")?.join("jupyter"));
    }
    let home = variable("HOME");
    if cfg!(target_os = "macos") {
        return Some(home?.join("Library/Jupyter"));
    }
    let shared = variable("XDG_DATA_HOME").or_else(|| Some(home?.join(".local/share")))?;
    Some(shared.join("jupyter"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variables: &[(&str, &str)]) -> Option<PathBuf> {
        of_user(|name| {
            let found = variables.iter().find(|(known, _)| *known == name)?;
            Some(found.1.into())
        })
    }

    #[test]
    fn jupyters_own_variable_comes_first() {
        let found = of(&[("JUPYTER_DATA_DIR", "/data"), ("HOME", "/h"), ("XDG_DATA_HOME", "/x")]);
        assert_eq!(found, Some("/data".into()));
        assert_eq!(of(&[]), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn on_linux_it_is_the_users_data() {
        assert_eq!(of(&[("HOME", "/h"), ("XDG_DATA_HOME", "/x")]), Some("/x/jupyter".into()));
        assert_eq!(of(&[("HOME", "/h")]), Some("/h/.local/share/jupyter".into()));
    }
}
