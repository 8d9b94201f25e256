//! A model's description in Keras's words.

use serde_json::{Map, Value, json};

use super::adapted;
use super::names::{is_in_keras, module, to_keras};
use crate::declare::{Declaration, Kind, Values, text_or_component};
use crate::error::{Error, Result};
use crate::layers::{Activation, Layer};
use crate::model::Sequential;

/// The model as `config.json` has it, without `compile_config`.
///
/// # Errors
/// A layer, or a part of one, that Keras hasn't.
pub(super) fn model(model: &Sequential) -> Result<Value> {
    let mut layers = Vec::new();
    layers.extend(model.inputs().map(|inputs| input_layer(inputs, model)));
    let mut inputs = model.inputs();
    for layer in model.layers() {
        layers.push(self::layer(layer, inputs)?);
        inputs = inputs.map(|inputs| layer.outputs(inputs));
    }
    let mut config = json!({
        "name": model.name(),
        "trainable": true,
        "dtype": float32(),
        "layers": layers,
    });
    let mut described = described("keras", "Sequential", Value::Null);
    if let Some(inputs) = model.inputs() {
        config["build_input_shape"] = json!([null, inputs]);
        described["build_config"] = json!({ "input_shape": [null, inputs] });
    }
    described["config"] = config;
    Ok(described)
}

/// Keras's layer that says how wide a row of input is. Its name is one that no other layer has.
fn input_layer(inputs: usize, model: &Sequential) -> Value {
    let taken = |name: &String| model.layers().iter().any(|layer| layer.name() == Some(name));
    let names =
        (0..).map(|n| if n == 0 { "input_layer".into() } else { format!("input_layer_{n}") });
    let name = names.into_iter().find(|name| !taken(name));
    let config = json!({
        "batch_shape": [null, inputs],
        "dtype": "float32",
        "sparse": false,
        "ragged": false,
        "name": name,
        "optional": false,
    });
    described("keras.layers", "InputLayer", config)
}

/// A layer, for rows of so many values.
fn layer(layer: &Layer, inputs: Option<usize>) -> Result<Value> {
    let name = layer.name().unwrap_or_default();
    let value = layer.to_json();
    let refuse = |what: String| Error::NotInKeras {
        place: format!("layer '{name}' ({})", layer.class_name()),
        what,
    };
    let mut described = component(Kind::Layer, &value).map_err(refuse)?;
    if let Some(config) = described["config"].as_object_mut() {
        // Keras has a layer of its own for it.
        config.remove("input_shape");
        let among_weights = !adapted::arrays(layer, inputs).is_empty();
        adapted::to_keras(layer.class_name(), config, among_weights);
        config.entry("trainable").or_insert(true.into());
        config.insert("dtype".into(), float32());
    }
    Ok(described)
}

/// A component of imfit's, `{"class_name", "config"}` or a name, in Keras's form; or what Keras hasn't.
pub(super) fn component(kind: Kind, value: &Value) -> std::result::Result<Value, String> {
    let Some((name, config)) = text_or_component(value) else { return Ok(value.clone()) };
    let declaration = kind.find(name).map_err(|error| error.to_string())?;
    if !is_in_keras(kind, declaration) {
        return Err(format!("{kind} '{}'", declaration.usual_name()));
    }
    if kind == Kind::Activation {
        return activation(value);
    }
    let class_name = to_keras(kind, declaration.class_name);
    Ok(described(&module(kind), class_name, arguments(declaration, &config)?.into()))
}

/// Arguments whose values are components are described too.
fn arguments(
    declaration: &Declaration,
    config: &Map<String, Value>,
) -> std::result::Result<Map<String, Value>, String> {
    let described = |(name, value): (&String, &Value)| {
        let values = declaration.argument(name).map(|argument| argument.values);
        let value = match values {
            Some(Values::Component(kind)) if !value.is_null() => component(kind, value)?,
            Some(Values::LearningRate) if value.is_object() => component(Kind::Schedule, value)?,
            _ => value.clone(),
        };
        Ok((name.clone(), value))
    };
    config.iter().map(described).collect()
}

/// A function by its name. One with arguments is a layer that serves as a function, where there is one.
fn activation(value: &Value) -> std::result::Result<Value, String> {
    if *value == "glu" {
        // Its layers are as wide there as if it weren't: the next one doesn't fit.
        return Err("activation 'glu' of a width that it knows".into());
    }
    if value.is_string() {
        return Ok(value.clone());
    }
    let activation = Activation::from_json(value).map_err(|error| error.to_string())?;
    let (name, config) = match activation.to_json() {
        Value::String(name) => return Ok(name.into()),
        other => text_or_component(&other)
            .map(|(name, config)| (name.to_owned(), config))
            .unwrap_or_default(),
    };
    let as_layer = Kind::Layer.declarations().iter().find(|declaration| {
        declaration.class_name.to_lowercase() == name.replace('_', "")
            && config.keys().all(|argument| declaration.argument(argument).is_some())
    });
    match as_layer {
        Some(declaration) => {
            Ok(described(&module(Kind::Layer), declaration.class_name, config.into()))
        }
        None => Err(format!("activation '{name}' with arguments, {}", Value::from(config))),
    }
}

fn described(module: &str, class_name: &str, config: Value) -> Value {
    json!({ "module": module, "class_name": class_name, "config": config, "registered_name": null })
}

fn float32() -> Value {
    described("keras", "DTypePolicy", json!({ "name": "float32" }))
}
