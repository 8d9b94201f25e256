//! Models in files: safetensors, with a JSON description in the header.

mod header;
mod load;
mod save;
mod write;

pub(crate) use write::write_whole;

/// The name under which an optimizer's values for a weight are stored.
fn slot_name(slot: &str, weight: &str) -> String {
    format!("optimizer/{slot}/{weight}")
}
