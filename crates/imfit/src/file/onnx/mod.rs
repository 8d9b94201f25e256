//! ONNX: a model's predictions as a graph of operations, for programs that run such graphs. It is written only.

mod activation;
mod graph;
mod message;
mod normalization;

use std::path::Path;

use prost::Message;
use serde_json::{Map, Value};

use self::graph::Graph;
use self::message::{ModelProto, OperatorSetIdProto};
use super::format::check_ending;
use super::write_whole;
use crate::declare::check_call;
use crate::error::{Error, Result};
use crate::layers::{Layer, each_with_inputs};
use crate::model::{Sequential, dimensions};

/// The version of the operators: the first with `Gelu`.
const OPSET: i64 = 20;
/// The version of the format that came with it.
const IR: i64 = 9;

impl Sequential {
    /// Writes what the model predicts to an ONNX file (opset 20), for programs that run such files: an input
    /// `input` of (rows, inputs) and an output `output` of (rows, outputs), in single precision. Nothing of the
    /// training goes with it.
    ///
    /// # Errors
    /// A name that doesn't end in `.onnx`, a model that isn't built, and [`Error::File`] where the file can't be
    /// written.
    ///
    /// # Example
    /// ```no_run
    /// # let model = imfit::Sequential::load("model.safetensors")?;
    /// model.export("model.onnx")?;
    /// # Ok::<(), imfit::Error>(())
    /// ```
    pub fn export(&self, path: impl AsRef<Path>) -> Result<()> {
        self.export_map(path, &Map::new())
    }

    /// The same with arguments by name: `format`.
    ///
    /// # Errors
    /// As [`export`](Sequential::export).
    pub fn export_map(&self, path: impl AsRef<Path>, given: &Map<String, Value>) -> Result<()> {
        let path = path.as_ref();
        check_call("export", given)?;
        check_ending(path, ".onnx")?;
        write_whole(path, &self.to_onnx()?)
    }

    /// The bytes that [`export`](Sequential::export) writes: the same for the same model.
    ///
    /// # Errors
    /// [`Error::NotBuilt`].
    pub fn to_onnx(&self) -> Result<Vec<u8>> {
        self.network()?;
        let (inputs, outputs) = self.inputs().zip(self.outputs()).ok_or(Error::NotBuilt)?;
        let mut graph = Graph::default();
        let last = add_layers(self, &mut graph, (self.layers(), inputs), "input".into())?;
        let model = ModelProto {
            ir_version: IR,
            producer_name: "imfit".into(),
            producer_version: env!("CARGO_PKG_VERSION").into(),
            graph: Some(graph.finish(self.name(), ("input", inputs), &last, ("output", outputs))),
            opset_import: vec![OperatorSetIdProto { domain: String::new(), version: OPSET }],
        };
        Ok(model.encode_to_vec())
    }
}

/// Adds layers one on top of the other, from the value `x` on, and returns the last one's output.
fn add_layers(
    model: &Sequential,
    graph: &mut Graph,
    (layers, inputs): (&[Layer], usize),
    mut x: String,
) -> Result<String> {
    for (layer, inputs) in each_with_inputs(layers, inputs) {
        graph.layer = layer.name().unwrap_or_default().to_owned();
        x = add_layer(model, graph, (layer, inputs), x)?;
    }
    Ok(x)
}

fn add_layer(
    model: &Sequential,
    graph: &mut Graph,
    (layer, inputs): (&Layer, usize),
    x: String,
) -> Result<String> {
    if let Some(function) = layer.function() {
        return Ok(activation::add(graph, function, &x));
    }
    match layer {
        Layer::Dense(dense) => {
            let arrays = arrays(model, graph, layer)?;
            let mut factors = vec![x.as_str()];
            factors.extend(arrays.iter().map(String::as_str));
            let sums = graph.add("Gemm", &factors);
            Ok(activation::add(graph, dense.activation.0, &sums))
        }
        Layer::PReLU(_) => {
            let arrays = arrays(model, graph, layer)?;
            Ok(graph.add("PRelu", &[&x, &arrays[0]]))
        }
        // Noise and penalties are for training.
        Layer::Dropout(_)
        | Layer::ActivityRegularization(_)
        | Layer::GaussianNoise(_)
        | Layer::GaussianDropout(_)
        | Layer::AlphaDropout(_) => Ok(x),
        Layer::LayerNormalization(own) => {
            let arrays = arrays(model, graph, layer)?;
            Ok(normalization::layer(graph, own, &arrays, &x))
        }
        Layer::BatchNormalization(own) => {
            let arrays = arrays(model, graph, layer)?;
            Ok(normalization::batch(graph, own, &arrays, &x))
        }
        Layer::RMSNormalization(own) => {
            let arrays = arrays(model, graph, layer)?;
            let rows = normalization::by_root_mean_square(graph, own.epsilon as f32, &x);
            Ok(graph.add("Mul", &[&rows, &arrays[0]]))
        }
        Layer::Rescaling(own) => {
            let [scale, offset] = [own.scale, own.offset].map(|number| graph.number(number));
            let scaled = graph.add("Mul", &[&x, &scale]);
            Ok(graph.add("Add", &[&scaled, &offset]))
        }
        Layer::Normalization(own) => Ok(normalization::by_data(graph, own, inputs, &x)),
        Layer::UnitNormalization(_) => Ok(normalization::by_length(graph, &x)),
        Layer::Residual(_) => {
            let inner = add_layers(model, graph, (layer.layers(), inputs), x.clone())?;
            graph.layer = layer.name().unwrap_or_default().to_owned();
            Ok(graph.add("Add", &[&x, &inner]))
        }
        _ => {
            let name = layer.name().unwrap_or_default();
            let class = layer.class_name();
            Err(Error::Shape(format!("layer '{name}' ({class}) can't be exported to ONNX")))
        }
    }
}

/// Adds the weights of a layer, and returns their names.
fn arrays(model: &Sequential, graph: &mut Graph, layer: &Layer) -> Result<Vec<String>> {
    let network = model.network()?;
    let shapes = model.weight_shapes();
    let range = model.weight_range(layer.name().unwrap_or_default());
    let add = |array: usize| {
        let shape = &shapes[array].1;
        graph.array(shape.name, &dimensions(shape), &network.get(array))
    };
    Ok(range.map(add).collect())
}
