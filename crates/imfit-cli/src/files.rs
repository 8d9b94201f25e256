//! Pictures and models from files or standard input, and results to files or standard output.

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
pub fn check_output(path: &Path) -> Result<(), Failure> {
    if is_dash(path) {
        if io::stdout().is_terminal() {
            let words = "standard output is a terminal: send it to a file or a pipe";
            return Err(Failure::Usage(words.into()));
        }
        return Ok(());
    }
    let refuse =
        |reason: &str| Err(Failure::Error(format!("can't write {}: {reason}", path.display())));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    match std::fs::metadata(path) {
        Ok(present) if present.is_dir() => refuse("it is a folder"),
        Ok(present) if present.permissions().readonly() => refuse("it is read-only"),
        Ok(_) => Ok(()),
        Err(_) => match folder.filter(|folder| !folder.is_dir()) {
            Some(missing) => refuse(&format!("there is no folder {}", missing.display())),
            None => Ok(()),
        },
    }
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
