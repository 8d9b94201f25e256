//! What a file says of its model beside the weights.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::training::History;

/// The key in the safetensors header under which the description stands.
pub(super) const KEY: &str = "imfit";
/// The version of the format. Files of later versions are refused.
pub(super) const FORMAT: u32 = 1;

/// The description of a model.
#[derive(Serialize, Deserialize)]
pub(super) struct Header {
    /// The version of the format.
    pub(super) format: u32,
    /// The model's layers, name, seed and input shape.
    pub(super) model: Value,
    /// The arguments of `compile`; nothing before it.
    pub(super) compile: Option<Value>,
    /// Steps that the optimizer has taken.
    pub(super) iterations: u64,
    /// Epochs that were ever begun.
    pub(super) epochs_begun: u64,
    /// The losses and metrics of all epochs.
    pub(super) history: History,
    /// The picture that was learnt last: its size, and how positions were told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) learnt: Option<Value>,
}
