//! Models in files: in the native format, safetensors with a JSON description in the header, in Keras's, and, written
//! only, in ONNX.

mod format;
mod header;
mod keras;
mod load;
mod onnx;
mod save;
mod weights;
mod write;

pub(crate) use write::write_whole;

/// The name under which an optimizer's values for a weight are stored.
fn slot_name(slot: &str, weight: &str) -> String {
    format!("optimizer/{slot}/{weight}")
}
