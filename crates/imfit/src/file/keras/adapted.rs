//! Layers whose numbers are weights in Keras and arguments in imfit: `Normalization`, after `adapt`.

use serde_json::{Value, json};

use super::hdf5::Store;
use super::names;
use crate::layers::{shortest, snake_case};

const CLASS: &str = "Normalization";

/// Puts the numbers that a file's weights hold into the description of its layers. `places` says where a
/// layer's arrays stand, by the name of its group and its own.
pub(super) fn fill(
    config: &mut Value,
    store: &Store,
    places: &dyn Fn(&str, &str) -> Vec<String>,
) -> Result<(), String> {
    let layers = config.get_mut("config").and_then(|config| config.get_mut("layers"));
    let Some(layers) = layers.and_then(Value::as_array_mut) else { return Ok(()) };
    let class = |layer: &Value| layer["class_name"].as_str().unwrap_or_default().to_owned();
    let mut layers: Vec<&mut Value> =
        layers.iter_mut().filter(|layer| class(layer) != "InputLayer").collect();
    let stems: Vec<String> = layers.iter().map(|layer| snake_case(&class(layer))).collect();
    let groups = names::numbered(stems.iter().map(String::as_str));
    for (layer, group) in layers.iter_mut().zip(groups) {
        let is_one = layer["class_name"] == CLASS;
        let own = layer.get_mut("config").and_then(Value::as_object_mut);
        let Some(own) = own else { continue };
        let name = own.get("name").and_then(Value::as_str).unwrap_or_default();
        let adapted = own.get("mean").is_none_or(Value::is_null);
        if !is_one || !adapted {
            continue;
        }
        let paths = places(&group, name);
        let [mean, variance, ..] = paths.as_slice() else { continue };
        for (argument, path) in [("mean", mean), ("variance", variance)] {
            let values = store.vector(path)?;
            own.insert(
                argument.into(),
                json!(values.iter().map(|v| shortest(*v)).collect::<Vec<_>>()),
            );
        }
    }
    Ok(())
}

/// Keras's form of the arguments: no axis is a list of none in imfit, and one number isn't in a list there.
pub(super) fn to_keras(class_name: &str, config: &mut serde_json::Map<String, Value>) {
    if class_name != CLASS || !config.get("axis").is_some_and(Value::is_null) {
        return;
    }
    for argument in ["mean", "variance"] {
        let single = config.get(argument).and_then(|values| values.get(0)).cloned();
        if let Some(single) = single {
            config.insert(argument.into(), single);
        }
    }
}

/// imfit's form of them.
pub(super) fn from_keras(class_name: &str, config: &mut serde_json::Map<String, Value>) {
    if class_name == CLASS && config.get("axis") == Some(&json!([])) {
        config.insert("axis".into(), Value::Null);
    }
}
