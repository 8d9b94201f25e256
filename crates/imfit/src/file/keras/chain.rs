//! Functional models that are a chain: each layer takes the output of the one before.

use serde_json::{Map, Value};

/// The layers, from the input on.
pub(super) fn layers(config: &Map<String, Value>) -> Result<Vec<Value>, String> {
    let all = config.get("layers").and_then(Value::as_array).ok_or("it has no layers")?;
    let name_of = |layer: &Value| layer["name"].as_str().unwrap_or_default().to_owned();
    let [first, last] = [end(config, "input_layers")?, end(config, "output_layers")?];
    let mut chain: Vec<Value> = Vec::new();
    let mut name = first.to_owned();
    loop {
        let layer = all.iter().find(|layer| layer["name"] == name.as_str());
        let layer = layer.ok_or_else(|| format!("there is no layer '{name}'"))?;
        if chain.len() >= all.len() {
            return Err("its layers form a circle".into());
        }
        chain.push(layer.clone());
        if name == last {
            break;
        }
        let mut above = all.iter().filter(|other| source(other) == Some(name.as_str()));
        match (above.next(), above.next()) {
            (Some(next), None) => name = name_of(next),
            _ => return Err(branches(&name)),
        }
    }
    match all.iter().find(|layer| !chain.iter().any(|other| other["name"] == layer["name"])) {
        Some(other) => Err(branches(&name_of(other))),
        None => Ok(chain),
    }
}

fn branches(name: &str) -> String {
    format!("its layers aren't a chain, as at '{name}', and imfit has Sequential models only")
}

/// The one input, or output.
fn end<'a>(config: &'a Map<String, Value>, name: &str) -> Result<&'a str, String> {
    let ends = config.get(name).unwrap_or(&Value::Null);
    // [name, 0, 0], or a list of one such.
    let inner = if ends.get(0).is_some_and(Value::is_array) && ends.get(1).is_none() {
        &ends[0]
    } else {
        ends
    };
    let one = inner[0].as_str();
    one.ok_or_else(|| {
        format!("`{name}` is {ends}, and imfit's models have one input and one output")
    })
}

/// The only layer whose output a layer takes, alone and once.
fn source(layer: &Value) -> Option<&str> {
    let [node] = layer["inbound_nodes"].as_array()?.as_slice() else { return None };
    if let Some(tensors) = node.as_array() {
        return old_source(tensors);
    }
    let [tensor] = node["args"].as_array()?.as_slice() else { return None };
    is_plain(&node["kwargs"]).then_some(())?;
    tensor["config"]["keras_history"][0].as_str()
}

/// The same in Keras 2's form, `[["input_1", 0, 0, {}]]`.
fn old_source(tensors: &[Value]) -> Option<&str> {
    let [tensor] = tensors else { return None };
    let [name, _, _, rest @ ..] = tensor.as_array()?.as_slice() else { return None };
    rest.iter().all(is_plain).then(|| name.as_str())?
}

/// Whether the arguments of a call, by name, say nothing.
fn is_plain(arguments: &Value) -> bool {
    let nothing = |value: &Value| value.is_null() || *value == Value::Bool(false);
    arguments.as_object().is_some_and(|arguments| arguments.values().all(nothing))
}
