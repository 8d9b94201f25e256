//! The command as its users run it: in a process of its own, with files, pipes and signals.

mod comparing;
mod fitting;
mod informing;
mod kernelspec;
mod readme;
mod rendering;
#[cfg(unix)]
mod stopping;
mod streams;
mod usage;

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use imfit::Image;
use ndarray::Array3;
use serde_json::Value;
use tempfile::TempDir;

/// A folder that the command works in, with a picture of 24 x 16 pixels in it.
struct Folder(TempDir);

/// How a run ended.
struct Ran {
    status: Option<i32>,
    stdout: Vec<u8>,
    stderr: String,
}

impl Folder {
    fn new() -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        picture(24, 16, 3).save(folder.path("photo.png")).unwrap();
        folder
    }

    /// The same with a model of the picture, `photo.safetensors`.
    fn with_model() -> Folder {
        let folder = Folder::new();
        folder
            .run([
                "fit",
                "photo.png",
                "-o",
                "photo.safetensors",
                "-q",
                "--seed",
                "7",
                QUICK[0],
                QUICK[1],
            ])
            .succeeds();
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_imfit"));
        command.args(arguments).current_dir(self.0.path()).stdin(Stdio::null());
        for variable in ["JUPYTER_DATA_DIR", "XDG_DATA_HOME", "VIRTUAL_ENV", "CONDA_PREFIX"] {
            command.env_remove(variable);
        }
        command.env("HOME", self.path("home"));
        command
    }

    fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Ran {
        self.command(arguments).output().unwrap().into()
    }

    /// Runs with bytes on standard input.
    fn run_with<S: AsRef<OsStr>>(
        &self,
        input: &[u8],
        arguments: impl IntoIterator<Item = S>,
    ) -> Ran {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        child.wait_with_output().unwrap().into()
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Ran {
        Ran {
            status: output.status.code(),
            stdout: output.stdout,
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    /// What it wrote to standard output, having ended well.
    fn succeeds(self) -> String {
        assert_eq!(self.status, Some(0), "{}", self.stderr);
        String::from_utf8(self.stdout).unwrap()
    }

    /// The same, of JSON.
    fn json(self) -> Value {
        serde_json::from_str(&self.succeeds()).unwrap()
    }

    /// The message, having failed with this status and without a result.
    fn fails(self, status: i32) -> String {
        assert_eq!(self.status, Some(status), "{}", self.stderr);
        assert!(self.stdout.is_empty());
        self.stderr
    }
}

/// What makes a training short.
const QUICK: [&str; 2] = ["--recipe", "post-two-hidden"];

fn picture(width: usize, height: usize, channels: usize) -> Image {
    let colour = |(y, x, c): (usize, usize, usize)| ((x + 2 * y + 5 * c) % 16) as f32 / 15.0;
    Image::new(Array3::from_shape_fn((height, width, channels), colour)).unwrap()
}

fn read(path: impl AsRef<Path>) -> Vec<u8> {
    std::fs::read(path).unwrap()
}
