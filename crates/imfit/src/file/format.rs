//! Which kind of file a model is put into: that which its name says.

use std::path::Path;

use crate::error::{Error, Result};

/// The kinds of files that hold a whole model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// safetensors: everything, exactly.
    Native,
    /// A `.keras` archive.
    Keras,
}

impl Format {
    /// The kind that a file's name asks for: `.keras`, else the native one, whatever the name.
    ///
    /// # Errors
    /// The names of kinds that `save` doesn't write.
    pub(super) fn of(path: &Path) -> Result<Format> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let elsewhere = if name.ends_with(".weights.h5") {
            "`save_weights` writes .weights.h5"
        } else if name.ends_with(".h5") || name.ends_with(".hdf5") {
            "imfit reads Keras's old .h5, and doesn't write it"
        } else if name.ends_with(".onnx") {
            "`export` writes .onnx"
        } else if name.ends_with(".keras") {
            return Ok(Format::Keras);
        } else {
            return Ok(Format::Native);
        };
        let allowed = format!("a name that ends in .keras or .safetensors ({elsewhere})");
        Err(Error::argument("filepath", format!("'{}'", path.display()), allowed))
    }
}

/// Refuses a name that doesn't end as it has to.
///
/// # Errors
/// Another ending.
pub(super) fn check_ending(path: &Path, ending: &str) -> Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    if name.ends_with(ending) {
        return Ok(());
    }
    let allowed = format!("a name that ends in {ending}");
    Err(Error::argument("filepath", format!("'{}'", path.display()), allowed))
}

/// Refuses a file that is there already, unless it may be overwritten.
///
/// # Errors
/// One that is there.
pub(super) fn check_overwrite(path: &Path, overwrite: bool) -> Result<()> {
    if overwrite || std::fs::symlink_metadata(path).is_err() {
        return Ok(());
    }
    let allowed = "the name of a file that isn't there yet, since `overwrite` is false";
    Err(Error::argument("filepath", format!("'{}'", path.display()), allowed))
}
