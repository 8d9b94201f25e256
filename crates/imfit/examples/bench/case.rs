//! What can be asked for. `scripts/bench/cases.py` writes these.

use serde::Deserialize;
use serde_json::{Map, Value};

/// A piece of work to time.
#[derive(Deserialize)]
#[serde(tag = "what", rename_all = "lowercase")]
pub enum Case {
    /// Epochs of a training.
    Train(Box<Train>),
    /// Epochs of two trainings in turns: for differences that are smaller than what the machine's
    /// speed changes by from one minute to the next.
    Compare(Box<Compare>),
    /// Predictions for the pixels of the picture.
    Predict(Predict),
    /// Pictures of a given size.
    Render(Render),
    /// The memory that a training from a large picture takes.
    Memory(Memory),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Train {
    /// Units and activation of each layer, from the first on.
    pub layers: Vec<(usize, String)>,
    pub batch: usize,
    /// Epochs to time, after one that warms up.
    pub repeat: usize,
    /// Pixels to train on, from the top; all of them where nothing is said.
    pub rows: Option<usize>,
    /// All that there are where nothing is said.
    pub threads: Option<usize>,
    /// Other processes that want the processor meanwhile.
    #[serde(default)]
    pub busy: usize,
    #[serde(default = "yes")]
    pub shuffle: bool,
    /// Seconds between two looks at the training, as a host with a progress bar takes them; the line
    /// is formatted as well. Without it the training isn't looked at.
    pub look_every: Option<f64>,
    /// The optimizer, as `compile` takes it.
    #[serde(default = "adam")]
    pub optimizer: Value,
    /// More arguments for each dense layer.
    #[serde(default)]
    pub dense: Map<String, Value>,
    /// A layer that stands between each hidden layer's products and its activation, as a model's file has it.
    pub between: Option<Value>,
    /// Whether there are ways around the layers between the first and the last, two at a time.
    #[serde(default)]
    pub residual: bool,
    /// Whether the host brings each batch itself, in the order of the rows.
    #[serde(default)]
    pub on_batch: bool,
    /// What products are computed in, as `compile` takes it.
    #[serde(default = "f32")]
    pub precision: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compare {
    pub one: Train,
    pub other: Train,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predict {
    pub layers: Vec<(usize, String)>,
    pub repeat: usize,
    pub rows: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Render {
    pub layers: Vec<(usize, String)>,
    pub repeat: usize,
    pub width: usize,
    pub height: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Memory {
    pub layers: Vec<(usize, String)>,
    pub batch: usize,
    pub width: usize,
    pub height: usize,
}

fn yes() -> bool {
    true
}

fn adam() -> Value {
    "adam".into()
}

fn f32() -> String {
    "f32".into()
}
