//! Where Jupyter looks for kernels: <https://docs.jupyter.org/en/latest/use/jupyter-directories.html>.

use std::path::{Path, PathBuf};

use crate::args::Place;
use crate::failure::Failure;
use crate::program::Program;

/// The systems that Jupyter tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum System {
    MacOs,
    Windows,
    /// Linux, and whatever else keeps to the XDG folders.
    Other,
}

impl System {
    /// The one that this program runs on.
    const HERE: System = if cfg!(windows) {
        System::Windows
    } else if cfg!(target_os = "macos") {
        System::MacOs
    } else {
        System::Other
    };
}

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
        let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        of_user(System::HERE, |name| variable(name).map(PathBuf::from))
    };
    let data =
        data.ok_or_else(|| Failure::Error("no home folder is known; give `--prefix`".into()))?;
    Ok(data.join("kernels"))
}

fn of_prefix(prefix: &Path) -> PathBuf {
    prefix.join("share").join("jupyter")
}

/// The user's own folder, by the environment: `jupyter_data_dir` of jupyter_core.
fn of_user(system: System, variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    if let Some(folder) = variable("JUPYTER_DATA_DIR") {
        return Some(folder);
    }
    let native = variable("JUPYTER_PLATFORM_DIRS").is_some_and(|value| is_yes(&value));
    match system {
        System::MacOs if native => {
            Some(variable("HOME")?.join("Library").join("Application Support").join("Jupyter"))
        }
        System::MacOs => Some(variable("HOME")?.join("Library").join("Jupyter")),
        System::Windows if native => Some(variable("LOCALAPPDATA")?.join("Jupyter")),
        System::Windows => match variable("APPDATA") {
            Some(folder) => Some(folder.join("jupyter")),
            None => Some(jupyter_config(&variable)?.join("data")),
        },
        System::Other => {
            let home = || Some(variable("HOME")?.join(".local").join("share"));
            Some(variable("XDG_DATA_HOME").or_else(home)?.join("jupyter"))
        }
    }
}

/// The folder of Jupyter's settings on Windows.
fn jupyter_config(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    let home = || Some(variable("USERPROFILE")?.join(".jupyter"));
    variable("JUPYTER_CONFIG_DIR").or_else(home)
}

/// Whether the value of a variable means yes, as jupyter_core reads it.
fn is_yes(value: &Path) -> bool {
    let value = value.to_string_lossy().to_lowercase();
    !["no", "n", "false", "off", "0", "0.0"].contains(&value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(system: System, variables: &[(&str, &str)]) -> Option<PathBuf> {
        of_user(system, |name| {
            let found = variables.iter().find(|(known, _)| *known == name)?;
            Some(found.1.into())
        })
    }

    /// A path with the separators of the system that runs the test.
    fn path(parts: &[&str]) -> Option<PathBuf> {
        Some(parts.iter().collect())
    }

    #[test]
    fn jupyters_own_variable_comes_first() {
        for system in [System::MacOs, System::Windows, System::Other] {
            let variables = [
                ("JUPYTER_DATA_DIR", "/data"),
                ("HOME", "/h"),
                ("XDG_DATA_HOME", "/x"),
                ("APPDATA", "C:/a"),
                ("JUPYTER_PLATFORM_DIRS", "1"),
            ];
            assert_eq!(of(system, &variables), Some("/data".into()), "{system:?}");
            assert_eq!(of(system, &[]), None, "{system:?}");
        }
    }

    #[test]
    fn on_linux_it_is_the_users_data() {
        let variables = [("HOME", "/h"), ("XDG_DATA_HOME", "/x"), ("APPDATA", "/a")];
        assert_eq!(of(System::Other, &variables), path(&["/x", "jupyter"]));
        let home = path(&["/h", ".local", "share", "jupyter"]);
        assert_eq!(of(System::Other, &[("HOME", "/h")]), home);
        assert_eq!(of(System::Other, &[("HOME", "/h"), ("JUPYTER_PLATFORM_DIRS", "1")]), home);
    }

    #[test]
    fn on_macos_it_is_in_the_library() {
        let variables = [("HOME", "/Users/h"), ("XDG_DATA_HOME", "/x")];
        assert_eq!(of(System::MacOs, &variables), path(&["/Users/h", "Library", "Jupyter"]));
        let native = path(&["/Users/h", "Library", "Application Support", "Jupyter"]);
        for (value, expected) in
            [("1", &native), ("Off", &path(&["/Users/h", "Library", "Jupyter"]))]
        {
            let variables = [("HOME", "/Users/h"), ("JUPYTER_PLATFORM_DIRS", value)];
            assert_eq!(of(System::MacOs, &variables), *expected, "{value}");
        }
    }

    #[test]
    fn on_windows_it_is_the_roaming_data() {
        let home = ("USERPROFILE", r"C:\Users\h");
        let roaming = ("APPDATA", r"C:\Users\h\AppData\Roaming");
        let expected = path(&[roaming.1, "jupyter"]);
        assert_eq!(of(System::Windows, &[home, roaming, ("HOME", "/h")]), expected);
        assert_eq!(of(System::Windows, &[home]), path(&[home.1, ".jupyter", "data"]));
        let config = ("JUPYTER_CONFIG_DIR", r"D:\config");
        assert_eq!(of(System::Windows, &[home, config]), path(&[config.1, "data"]));
        let local = ("LOCALAPPDATA", r"C:\Users\h\AppData\Local");
        let native = [home, roaming, local, ("JUPYTER_PLATFORM_DIRS", "1")];
        assert_eq!(of(System::Windows, &native), path(&[local.1, "Jupyter"]));
    }

    #[test]
    fn a_prefix_has_them_under_share_on_every_system() {
        assert_eq!(Some(of_prefix(Path::new("p"))), path(&["p", "share", "jupyter"]));
    }
}
