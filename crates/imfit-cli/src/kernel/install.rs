//! The kernel's folder among those of other kernels.

use std::io;
use std::path::Path;

use imfit::Error;

use super::spec;
use crate::failure::Failure;
use crate::files::write_stdout;
use crate::program::Program;

/// The folder's name, which is the kernel's.
const NAME: &str = "imfit";

/// Writes the kernelspec into the folder `kernels`, and its own folder to standard output.
pub fn install(kernels: &Path, program: &Program) -> Result<(), Failure> {
    let folder = kernels.join(NAME);
    let spec = spec::kernel_json(program)?;
    std::fs::create_dir_all(&folder).map_err(|source| failed("make", &folder, source))?;
    let file = folder.join("kernel.json");
    std::fs::write(&file, format!("{spec:#}\n"))
        .map_err(|source| failed("write", &file, source))?;
    write_stdout(format!("{}\n", folder.display()).as_bytes())
}

/// Removes the kernelspec, and writes the folder that it was in to standard output.
pub fn uninstall(kernels: &Path) -> Result<(), Failure> {
    let folder = kernels.join(NAME);
    if !folder.join("kernel.json").is_file() {
        let place = kernels.display();
        return Err(Failure::Error(format!("there is no kernel imfit in {place}")));
    }
    std::fs::remove_dir_all(&folder).map_err(|source| failed("remove", &folder, source))?;
    write_stdout(format!("{}\n", folder.display()).as_bytes())
}

fn failed(action: &'static str, path: &Path, source: io::Error) -> Failure {
    Error::File { action, path: path.into(), source }.into()
}
