//! What Jupyter is told of the kernel: <https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs>.

use serde_json::{Value, json};

use crate::failure::Failure;
use crate::program::Program;

/// The contents of `kernel.json` for a kernel that is started as this program is.
pub fn kernel_json(program: &Program) -> Result<Value, Failure> {
    let mut argv = Vec::new();
    for word in &program.start {
        let word = word.to_str().ok_or_else(|| {
            Failure::Error(format!(
                "{} isn't valid Unicode, as a kernelspec has to be",
                word.display()
            ))
        })?;
        argv.push(word);
    }
    argv.extend(["kernel", "run", "{connection_file}"]);
    Ok(json!({
        "argv": argv,
        "display_name": "imfit",
        "language": "rhai",
        "interrupt_mode": "message",
    }))
}
