//! Ctrl-C and SIGTERM in a training.

use std::io::{BufRead, BufReader};

use imfit::Sequential;

use super::*;

/// Starts a training that would take days, sends a signal once an epoch is over, and waits for the end.
fn stopped_by(signal: &str, folder: &Folder, more: &[&str]) -> Ran {
    let fit = ["fit", "photo.png", "-o", "m", "--epochs", "1000000000"];
    let mut command = folder.command(fit.iter().chain(more));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut errors = BufReader::new(child.stderr.take().unwrap());
    let mut stderr = String::new();
    errors.read_line(&mut stderr).unwrap();
    let kill = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    // All of it has to be read, or the child would wait for room in the pipe.
    for line in errors.lines() {
        stderr += &format!("{}\n", line.unwrap());
    }
    let output = child.wait_with_output().unwrap();
    Ran { status: output.status.code(), stdout: output.stdout, stderr }
}

#[test]
fn ctrl_c_keeps_what_was_learnt() {
    let folder = Folder::new();
    let ran = stopped_by("-INT", &folder, &[]);
    let last = ran.stderr.lines().last().unwrap().to_owned();
    assert!(last.starts_with("stopped after "), "{last}");
    assert!(last.ends_with(" of 1000000000 epochs; m has what was learnt until then"), "{last}");
    ran.fails(130);
    let model = Sequential::load(folder.path("m")).unwrap();
    assert!(!model.history().epoch.is_empty());
    folder.run(["render", "m", "-o", "out.png"]).succeeds();
    assert_eq!(folder.names(), ["m", "out.png", "photo.png"]);
}

#[test]
fn a_terminated_training_keeps_it_too_and_says_so_in_json() {
    let folder = Folder::new();
    let ran = stopped_by("-TERM", &folder, &["--json"]);
    assert_eq!(ran.status, Some(143), "{}", ran.stderr);
    let report: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!((&report["signal"], &report["model"]), (&15.into(), &"m".into()));
    let model = Sequential::load(folder.path("m")).unwrap();
    assert_eq!(report["epochs"], model.history().epoch.len());
}
