//! Files that appear under their name only once they are whole.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::{Error, Result};

/// Writes a file so that a kill or a full disk at any moment leaves the old file or the new one.
///
/// The bytes go to a temporary file in the same folder, then to the disk, and only then is the file
/// renamed. A file that is there keeps its permissions, and a link keeps pointing to it.
/// Pipes and devices are written to as they are.
///
/// # Errors
///
/// [`Error::File`], and the temporary file is gone again.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    try_write(path, bytes).map_err(|source| Error::File {
        action: "write",
        path: path.to_owned(),
        source,
    })
}

fn try_write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    match fs::metadata(&target) {
        Err(_) => replace(&target, bytes, None),
        Ok(present) if present.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        // A pipe or a device is there to be written to, and must not become a file.
        Ok(present) if !present.is_file() => {
            fs::OpenOptions::new().write(true).open(&target)?.write_all(bytes)
        }
        // A rename would replace a read-only file too.
        Ok(present) if present.permissions().readonly() => {
            Err(io::ErrorKind::PermissionDenied.into())
        }
        Ok(present) => replace(&target, bytes, Some(present.permissions())),
    }
}

fn replace(target: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> io::Result<()> {
    let mut temporary = temporary_beside(target)?;
    temporary.as_file_mut().write_all(bytes)?;
    if let Some(permissions) = permissions {
        temporary.as_file().set_permissions(permissions)?;
    }
    temporary.as_file().sync_all()?;
    temporary.persist(target).map_err(|e| e.error)?;
    Ok(())
}

fn temporary_beside(target: &Path) -> io::Result<NamedTempFile> {
    let folder = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    if !folder.is_dir() {
        let reason = format!("there is no folder {}", folder.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, reason));
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".imfit-").suffix(".part");
    use_umask(&mut builder);
    // The error's own text names the temporary file, which means nothing to anyone.
    builder.tempfile_in(folder).map_err(|e| e.kind().into())
}

/// Temporary files are private by default; these become ordinary ones.
#[cfg(unix)]
fn use_umask(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn use_umask(_: &mut tempfile::Builder<'_, '_>) {}
