//! A model's description out of Keras's words.

use serde_json::{Map, Value, json};

use super::metadata::Extra;
use super::names::from_keras;
use super::{adapted, chain};
use crate::declare::{Arguments, Declaration, Kind, Values};
use crate::layers::{Activation, Layer, shortest};
use crate::model::Sequential;

/// Whose numbers are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// imfit's: they are what they are.
    ByImfit,
    /// Keras's, which has many in single precision only.
    ByKeras,
}

/// The model that Keras describes, before its weights are laid out, and not compiled; or the reason why it can't be
/// one. `extra` is what imfit said of it, if it has written the file: the seed comes first, since layers draw from it.
pub(super) fn model(described: &Value, extra: Option<&Extra>) -> Result<Sequential, String> {
    let class_name = described["class_name"].as_str().unwrap_or_default();
    let config = described["config"].as_object().ok_or("its description has no config")?;
    check_policy(config, "the model")?;
    let layers = match class_name {
        "Sequential" => config.get("layers").and_then(Value::as_array).cloned(),
        "Functional" | "Model" => Some(chain::layers(config)?),
        other => return Err(format!("it is a {other}, and imfit has Sequential models only")),
    };
    let layers = layers.ok_or("its description has no layers")?;
    let mut inputs = config.get("build_input_shape").map_or(Ok(None), inputs_of)?;
    let written = if extra.is_some() { Written::ByImfit } else { Written::ByKeras };
    let mut made = Vec::new();
    for described in &layers {
        let own = described["config"].as_object().cloned().unwrap_or_default();
        for name in ["batch_shape", "batch_input_shape"] {
            if let Some(shape) = own.get(name).filter(|shape| !shape.is_null()) {
                inputs = inputs_of(shape)?;
            }
        }
        if described["class_name"] != "InputLayer" {
            made.push(layer(described, own, written)?);
        }
    }
    let mut arguments = Map::from_iter([("input_shape".into(), json!(inputs))]);
    arguments.extend(config.get("name").map(|name| ("name".into(), name.clone())));
    arguments.extend(extra.map(|extra| ("seed".into(), extra.seed.into())));
    let whole = |error: crate::Error| error.to_string();
    let mut model = Sequential::from_map(&arguments).map_err(whole)?;
    for layer in made {
        model.push(layer).map_err(whole)?;
    }
    Ok(model)
}

/// The values in a row of input, out of `[None, 3]`; nothing where Keras doesn't know either.
fn inputs_of(shape: &Value) -> Result<Option<usize>, String> {
    match shape.as_array().map(Vec::as_slice) {
        None if shape.is_null() => Ok(None),
        Some([_, Value::Number(inputs)]) => Ok(inputs.as_u64().map(|inputs| inputs as usize)),
        Some([_, Value::Null]) => Ok(None),
        _ => Err(format!("its input has the shape {shape}, and imfit's are (rows, values)")),
    }
}

fn layer(
    described: &Value,
    mut config: Map<String, Value>,
    written: Written,
) -> Result<Layer, String> {
    let class_name = described["class_name"].as_str().unwrap_or_default();
    let place = match config.get("name").and_then(Value::as_str) {
        Some(name) => format!("layer '{name}' ({class_name})"),
        None => format!("a layer ({class_name})"),
    };
    let at = |reason: String| format!("{place}: {reason}");
    check_policy(&config, &place)?;
    config
        .retain(|name, _| !["batch_shape", "batch_input_shape", "dtype"].contains(&name.as_str()));
    adapted::from_keras(class_name, &mut config);
    check_origin(described).map_err(at)?;
    let declaration = Kind::Layer.find(class_name).map_err(|error| at(error.to_string()))?;
    let config = arguments(declaration, &config, written).map_err(at)?;
    Layer::from_arguments(class_name, &config).map_err(|error| at(error.to_string()))
}

/// A component of Keras's in imfit's form, `{"class_name", "config"}` or a name.
pub(super) fn component(kind: Kind, value: &Value, written: Written) -> Result<Value, String> {
    let Some(object) = value.as_object() else { return Ok(value.clone()) };
    let class_name = object.get("class_name").and_then(Value::as_str).unwrap_or_default();
    // A function of Keras's own, by its name.
    if class_name == "function" {
        return match object.get("module").and_then(Value::as_str) {
            None | Some("builtins") => Ok(object.get("config").cloned().unwrap_or_default()),
            Some(module) => Err(format!("{kind} of the module {module} isn't Keras's own")),
        };
    }
    check_origin(value)?;
    let empty = Map::new();
    let config = object.get("config").and_then(Value::as_object).unwrap_or(&empty);
    if kind == Kind::Activation {
        return activation(class_name, config, written);
    }
    // Keras's class counts equal numbers; its word "accuracy" means other classes.
    if kind == Kind::Metric && class_name == "Accuracy" {
        return Err(
            "metric 'Accuracy' counts equal numbers in Keras; imfit has \"accuracy\"".into()
        );
    }
    let declaration = kind.find(from_keras(kind, class_name)).map_err(|error| error.to_string())?;
    let config = arguments(declaration, config, written)
        .map_err(|reason| format!("{kind} '{class_name}': {reason}"))?;
    Ok(json!({ "class_name": declaration.class_name, "config": config }))
}

/// A layer that serves as an activation: the function that it applies.
fn activation(
    class_name: &str,
    config: &Map<String, Value>,
    written: Written,
) -> Result<Value, String> {
    let declaration = Kind::Layer.find(class_name).map_err(|error| error.to_string())?;
    let mut config = config.clone();
    config.retain(|name, _| name != "name" && name != "dtype");
    let config = arguments(declaration, &config, written)?;
    let layer = Layer::from_arguments(class_name, &config).map_err(|error| error.to_string())?;
    let function = layer.function().map(Activation);
    function
        .map(Activation::to_json)
        .ok_or_else(|| format!("a layer of the class {class_name} is no activation"))
}

/// Keras's arguments, by name, in imfit's form. Those that imfit hasn't must have Keras's default.
pub(super) fn arguments(
    declaration: &Declaration,
    config: &Map<String, Value>,
    written: Written,
) -> Result<Map<String, Value>, String> {
    let mut given = Map::new();
    for (name, value) in config {
        let Some(argument) = declaration.argument(name) else {
            check_unknown(declaration, name, value)?;
            continue;
        };
        let value = match argument.values {
            Values::Component(kind) => component(kind, value, written)?,
            Values::LearningRate | Values::Real { .. }
                if value.is_number() && written == Written::ByKeras =>
            {
                shortened(value)
            }
            Values::LearningRate if !value.is_number() => {
                component(Kind::Schedule, value, written)?
            }
            _ => plain(value),
        };
        given.insert(name.clone(), value);
    }
    Arguments::check(declaration, &given).map_err(|error| error.to_string())?;
    Ok(given)
}

/// A number that Keras kept in single precision, as its user wrote it: 0.001, not 0.0010000000474974513.
fn shortened(value: &Value) -> Value {
    let single = value.as_f64().map(|value| (value, value as f32));
    match single.filter(|(value, single)| f64::from(*single) == *value) {
        Some((_, single)) => shortest(single).into(),
        None => value.clone(),
    }
}

/// An array that Keras wrapped, as a plain list.
fn plain(value: &Value) -> Value {
    let wrapped = ["__numpy__", "__tensor__"].iter().any(|class| value["class_name"] == *class);
    if wrapped { value["config"]["value"].clone() } else { value.clone() }
}

/// What Keras's arguments are where nobody gave them, beside `null` and `false`.
const DEFAULTS: [(&str, &str); 7] = [
    ("trainable", "true"),
    ("axis", "-1"),
    ("axis", "[-1]"),
    ("reduction", "\"sum_over_batch_size\""),
    ("renorm_momentum", "0.99"),
    ("num_regressors", "0"),
    ("autocast", "true"),
];

/// Arguments that are true by default: `false` says something.
const TRUE_BY_DEFAULT: [&str; 2] = ["trainable", "autocast"];

fn check_unknown(declaration: &Declaration, name: &str, value: &Value) -> Result<(), String> {
    let means_nothing = match value {
        Value::Null => true,
        Value::Bool(false) => !TRUE_BY_DEFAULT.contains(&name),
        // What a loss or a metric is called in Keras.
        Value::String(_) if name == "name" => true,
        _ if name == "dtype" => policy(value) == Some("float32"),
        _ => DEFAULTS.contains(&(name, value.to_string().as_str())),
    };
    if means_nothing {
        return Ok(());
    }
    let known: Vec<&str> = declaration.arguments.iter().map(|argument| argument.name).collect();
    Err(format!("imfit has no argument `{name}`, which is {value}; it has: {}", known.join(", ")))
}

/// Refuses numbers of another precision.
fn check_policy(config: &Map<String, Value>, place: &str) -> Result<(), String> {
    match config.get("dtype") {
        None | Some(Value::Null) => Ok(()),
        Some(value) if policy(value) == Some("float32") => Ok(()),
        Some(value) => {
            let given = policy(value).map_or_else(|| value.to_string(), str::to_owned);
            Err(format!("{place}: imfit's dtype is float32, not {given}"))
        }
    }
}

/// The name of a dtype, or of a policy.
fn policy(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value["config"]["name"].as_str())
}

/// Refuses classes that aren't Keras's own.
fn check_origin(described: &Value) -> Result<(), String> {
    let module = described["module"].as_str().unwrap_or("keras");
    let registered = described["registered_name"].as_str();
    let own = module == "keras" || module.starts_with("keras.");
    match registered.filter(|name| described["class_name"] != *name) {
        Some(name) => Err(format!("{name} is a class of its author's own, not Keras's")),
        None if own => Ok(()),
        None => Err(format!("its module is {module}, not one of Keras's")),
    }
}
