//! What Keras has no place for, in `metadata.json`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::file::header::FORMAT;
use crate::image::Grid;
use crate::model::Sequential;
use crate::training::History;

/// The version of Keras whose files these are like.
const KERAS: &str = "3.15.1";

/// imfit's part.
#[derive(Serialize, Deserialize)]
pub(super) struct Extra {
    /// The version of imfit's native format, whose parts these are.
    format: u32,
    pub(super) seed: u64,
    /// The arguments of `compile`, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) compile: Option<Map<String, Value>>,
    /// The layers, by number, that were given an `input_shape`: Keras has a layer of its own for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    input_shapes: Vec<(usize, usize)>,
    epochs_begun: u64,
    history: History,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    learnt: Option<Value>,
}

/// The whole of `metadata.json`.
pub(super) fn of(model: &Sequential) -> Value {
    let compile = model.compile_config();
    let layers = model.layers().iter().enumerate();
    let extra = Extra {
        format: FORMAT,
        seed: model.seed(),
        compile: compile.and_then(|compile| compile.as_object().cloned()),
        input_shapes: layers.filter_map(|(n, layer)| Some((n, layer.input_shape()?))).collect(),
        epochs_begun: model.epochs_begun(),
        history: model.history().clone(),
        learnt: model.learnt().map(Grid::to_json),
    };
    json!({ "keras_version": KERAS, "imfit": extra })
}

/// imfit's part; nothing where there is none, as in a file of Keras's.
pub(super) fn read(metadata: &str) -> Result<Option<Extra>, String> {
    let damaged = |error: serde_json::Error| format!("its metadata.json is damaged ({error})");
    let all: Value = serde_json::from_str(metadata).map_err(damaged)?;
    let Some(extra) = all.get("imfit") else { return Ok(None) };
    if let Some(later) = extra["format"].as_u64().filter(|format| *format > u64::from(FORMAT)) {
        return Err(format!(
            "its format is {later}, and this version knows formats up to {FORMAT}"
        ));
    }
    let extra = serde_json::from_value(extra.clone());
    extra.map(Some).map_err(damaged)
}

/// Puts back into the description of the layers what Keras's hasn't.
pub(super) fn restore(config: &mut Value, extra: &Extra) {
    let layers = config.get_mut("config").and_then(|config| config.get_mut("layers"));
    let layers = layers.and_then(Value::as_array_mut).into_iter().flatten();
    let mut layers: Vec<&mut Value> =
        layers.filter(|layer| layer["class_name"] != "InputLayer").collect();
    for (number, inputs) in &extra.input_shapes {
        let own = layers.get_mut(*number).and_then(|layer| layer.get_mut("config"));
        if let Some(own) = own.and_then(Value::as_object_mut) {
            own.insert("input_shape".into(), json!([inputs]));
        }
    }
}

/// Lets a model go on where it was.
pub(super) fn resume(model: &mut Sequential, extra: Extra) -> Result<(), String> {
    let learnt = extra.learnt.as_ref().map(|learnt| {
        Grid::from_json(learnt).ok_or_else(|| "the size of its picture is damaged".to_owned())
    });
    let learnt = learnt.transpose()?;
    model.resume(model.iterations(), extra.epochs_begun, extra.history, learnt);
    Ok(())
}
