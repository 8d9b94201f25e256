//! `imfit kernel install` and `uninstall`: where the kernelspec goes, and what it says.

use super::*;

fn spec(folder: &Path) -> Value {
    serde_json::from_slice(&read(folder.join("kernels/imfit/kernel.json"))).unwrap()
}

#[test]
fn a_kernel_is_installed_and_removed() {
    let folder = Folder::new();
    let prefix = folder.path("prefix");
    let place = ["--prefix", prefix.to_str().unwrap()];
    let own = prefix.join("share/jupyter/kernels/imfit");
    for _ in 0..2 {
        let out = folder.run(["kernel", "install"].iter().chain(&place)).succeeds();
        assert_eq!(Path::new(out.trim_end()), own);
    }
    let spec = spec(&prefix.join("share/jupyter"));
    let executable = std::fs::canonicalize(env!("CARGO_BIN_EXE_imfit")).unwrap();
    let argv = spec["argv"].as_array().unwrap();
    assert_eq!(std::fs::canonicalize(argv[0].as_str().unwrap()).unwrap(), executable);
    assert_eq!(argv[1..], ["kernel", "run", "{connection_file}"]);
    assert_eq!(spec["display_name"], "imfit");
    assert_eq!(spec["interrupt_mode"], "message");

    let out = folder.run(["kernel", "uninstall"].iter().chain(&place)).succeeds();
    assert_eq!(Path::new(out.trim_end()), own);
    assert!(!own.exists() && own.parent().unwrap().is_dir());
    let message = folder.run(["kernel", "uninstall"].iter().chain(&place)).fails(1);
    assert!(message.contains("there is no kernel imfit in "), "{message}");
}

#[test]
fn places_are_those_where_jupyter_looks() {
    let folder = Folder::new();
    let install = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = folder.command(["kernel", "install"].iter().chain(arguments));
        command.envs(variables.iter().map(|(name, place)| (name, folder.path(place))));
        Ran::from(command.output().unwrap()).succeeds();
    };
    install(&[], &[("JUPYTER_DATA_DIR", "data")]);
    spec(&folder.path("data"));
    install(&["--sys-prefix"], &[("VIRTUAL_ENV", "env")]);
    spec(&folder.path("env/share/jupyter"));
    if cfg!(target_os = "linux") {
        install(&["--user"], &[]);
        spec(&folder.path("home/.local/share/jupyter"));
        install(&["--user"], &[("XDG_DATA_HOME", "shared")]);
        spec(&folder.path("shared/jupyter"));
    }
    let mut unset = folder.command(["kernel", "install", "--sys-prefix"]);
    unset.envs([("VIRTUAL_ENV", ""), ("CONDA_PREFIX", "")]);
    Ran::from(unset.output().unwrap()).fails(2);
    let message = folder.run(["kernel", "install", "--sys-prefix"]).fails(2);
    assert!(message.contains("no Python or conda environment is active"), "{message}");
    let message = folder.run(["kernel", "install", "--user", "--sys-prefix"]).fails(2);
    assert!(message.contains("cannot be used with"), "{message}");
}

#[test]
fn a_kernel_without_a_connection_says_why() {
    let folder = Folder::new();
    let message = folder.run(["kernel", "run", "none.json"]).fails(1);
    assert!(message.starts_with("error: can't read the connection file none.json: "), "{message}");
    std::fs::write(folder.path("empty.json"), "{}").unwrap();
    let message = folder.run(["kernel", "run", "empty.json"]).fails(1);
    assert!(message.contains("empty.json is not a connection file of Jupyter: "), "{message}");
}

#[test]
fn a_place_that_cannot_be_written_is_an_error() {
    let folder = Folder::new();
    let message = folder.run(["kernel", "install", "--prefix", "photo.png"]).fails(1);
    assert!(
        message.starts_with("error: can't make photo.png/share/jupyter/kernels/imfit: "),
        "{message}"
    );
}
