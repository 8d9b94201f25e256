//! Pictures and models from files or standard input, and results to files or standard output.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;

use imfit::{Error, Image, Limits, Sequential};

use crate::failure::Failure;

/// What errors call standard input.
const STDIN: &str = "standard input";
/// The longest model that is read from standard input: of more weights than imfit allows.
const LONGEST_MODEL: u64 = 8 << 30;

/// Whether a path stands for standard input or output.
pub fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Reads a picture from a file, or from standard input.
pub fn read_image(path: &Path) -> Result<Image, Failure> {
    if is_dash(path) {
        let bytes = read_stdin(Limits::default().max_bytes())?;
        return Ok(Image::decode(&bytes, STDIN)?);
    }
    Ok(Image::open(path)?)
}

/// Reads a model from a file, or from standard input. Returns the number of its bytes as well.
pub fn read_model(path: &Path) -> Result<(Sequential, u64), Failure> {
    let bytes = if is_dash(path) {
        read_stdin(LONGEST_MODEL)?
    } else {
        let failed = |source| Error::File { action: "read", path: path.into(), source };
        std::fs::read(path).map_err(failed)?
    };
    let name = if is_dash(path) { Path::new(STDIN) } else { path };
    let model = Sequential::from_bytes(&bytes).map_err(|error| match error {
        Error::ModelFile { reason, .. } => Error::ModelFile { path: name.into(), reason },
        other => other,
    })?;
    Ok((model, bytes.len() as u64))
}

fn read_stdin(most: u64) -> Result<Vec<u8>, Failure> {
    let failed = |source| Error::File { action: "read", path: STDIN.into(), source };
    let mut bytes = Vec::new();
    io::stdin().lock().take(most + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > most {
        return Err(Failure::Error(format!("{STDIN} has more than {most} bytes")));
    }
    Ok(bytes)
}

/// Says what would keep a file from being written, before hours of work are spent on what goes into it.
/// What is made of a file doesn't take its place.
pub fn check_output(path: &Path, input: &Path) -> Result<(), Failure> {
    if is_dash(path) {
        if io::stdout().is_terminal() {
            let words = "standard output is a terminal: send it to a file or a pipe";
            return Err(Failure::Usage(words.into()));
        }
        return Ok(());
    }
    if is_same_file(path, input) {
        let words = format!("`--output` is what is read: {}", path.display());
        return Err(Failure::Usage(words));
    }
    let refuse =
        |reason: &str| Err(Failure::Error(format!("can't write {}: {reason}", path.display())));
    match std::fs::metadata(path) {
        Ok(present) if present.is_dir() => refuse("it is a folder"),
        Ok(present) if present.permissions().readonly() => refuse("it is read-only"),
        // A pipe or a device is written to as it is; a file is replaced, which its folder must allow.
        Ok(present) if !present.is_file() => Ok(()),
        _ => {
            // A link stays, and what it points to is replaced.
            let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.into());
            try_folder(folder_of(&target)).or_else(|reason| refuse(&reason))
        }
    }
}

/// The folder that a file is in, or will be.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes a file in a folder, and removes it; or says why that can't be.
fn try_folder(folder: &Path) -> Result<(), String> {
    if !folder.is_dir() {
        return Err(format!("there is no folder {}", folder.display()));
    }
    let trial = folder.join(format!(".imfit-{}.part", std::process::id()));
    let made = File::create_new(&trial).and_then(|_| std::fs::remove_file(&trial));
    made.map_err(|error| error.to_string())
}

fn is_same_file(path: &Path, other: &Path) -> bool {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    !is_dash(other) && real(path).is_some_and(|path| real(other) == Some(path))
}

/// Refuses results and a file that would both go to standard output.
pub fn check_json(json: bool, output: &Path) -> Result<(), Failure> {
    if json && is_dash(output) {
        let words = "`--json` and the file can't both go to standard output";
        return Err(Failure::Usage(words.into()));
    }
    Ok(())
}

/// Writes bytes to standard output.
pub fn write_stdout(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    Ok(stdout.flush()?)
}

/// Writes JSON and a newline to standard output.
pub fn write_json(value: &serde_json::Value) -> Result<(), Failure> {
    write_stdout(format!("{value:#}\n").as_bytes())
}
