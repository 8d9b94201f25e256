//! What `compile` was told, in Keras's words and out of them.

use serde_json::{Map, Value, json};

use super::from_config::Written;
use super::{from_config, names, to_config};
use crate::declare::{self, Kind, text_or_component};
use crate::metrics::Metric;
use crate::model::Compiled;

/// `compile_config`, as far as Keras has what it needs: metrics that it hasn't are left out, and without its
/// loss or optimizer there is none.
pub(super) fn to_keras(compiled: &Value) -> Option<Value> {
    let loss = loss_to_keras(&compiled["loss"])?;
    let optimizer = to_config::component(Kind::Optimizer, &compiled["optimizer"]).ok()?;
    let metrics = compiled["metrics"].as_array().into_iter().flatten();
    let metrics: Vec<Value> = metrics.filter_map(metric_to_keras).collect();
    Some(json!({
        "optimizer": optimizer,
        "loss": loss,
        "loss_weights": null,
        "metrics": metrics,
        "weighted_metrics": null,
        "run_eagerly": false,
        "steps_per_execution": 1,
        "jit_compile": "auto",
    }))
}

/// A loss with its arguments. Keras has "crossentropy" as a word only, which means what fits the outputs.
fn loss_to_keras(value: &Value) -> Option<Value> {
    let (name, _) = text_or_component(value)?;
    let declaration = Kind::Loss.find(name).ok()?;
    if declaration.usual_name() == "crossentropy" {
        return Some("crossentropy".into());
    }
    if declaration.usual_name() == FUNCTION {
        return Some(function_to_keras(value));
    }
    to_config::component(Kind::Loss, value).ok()
}

/// A metric by the name that Keras knows it by, or with its arguments.
fn metric_to_keras(value: &Value) -> Option<Value> {
    let (name, _) = text_or_component(value)?;
    let declaration = Kind::Metric.find(name).ok()?;
    if declaration.usual_name() == FUNCTION {
        return Some(function_to_keras(value));
    }
    let described = to_config::component(Kind::Metric, value).ok()?;
    let metric = Metric::from_json(value).ok()?;
    let name = declaration.usual_name();
    let usual = Metric::from_json(&name.into()).is_ok_and(|usual| usual == metric);
    let same_class =
        names::to_keras(Kind::Metric, declaration.class_name) == declaration.class_name;
    Some(if usual && same_class { name.into() } else { described })
}

/// What Keras calls a function in its files, and imfit a loss or metric that is one.
const FUNCTION: &str = "function";

/// A function of the user's as Keras writes it: its name, by which it asks for it.
fn function_to_keras(value: &Value) -> Value {
    let name = value.pointer("/config/name").and_then(Value::as_str).unwrap_or(FUNCTION);
    json!({ "module": "builtins", "class_name": FUNCTION, "config": name, "registered_name": FUNCTION })
}

/// Such a function as imfit describes it; nothing where it is one of Keras's own.
fn own_function(kind: Kind, value: &Value) -> Option<Value> {
    let name = value.get("config").and_then(Value::as_str)?;
    let is_keras = kind.find(name).is_ok_and(|known| names::is_function(kind, known));
    let is_own = value.get("class_name")? == FUNCTION && !is_keras;
    let config = json!({ "fn": declare::FUNCTION, "name": name });
    is_own.then(|| json!({ "class_name": FUNCTION, "config": config }))
}

/// The arguments of imfit's `compile`; nothing where Keras's model wasn't compiled with a loss.
pub(super) fn from_keras(config: &Value) -> Result<Option<Map<String, Value>>, String> {
    let Some(config) = config.as_object().filter(|config| !config.is_empty()) else {
        return Ok(None);
    };
    let part = |name: &str| config.get(name).cloned().unwrap_or_default();
    if part("loss").is_null() {
        return Ok(None);
    }
    for name in ["loss_weights", "weighted_metrics"] {
        let value = part(name);
        if !value.is_null() && value != json!([]) {
            return Err(refusal(&format!("`{name}` is {value}, and imfit has none")));
        }
    }
    // imfit keeps its own elsewhere.
    let read = |kind, value: &Value| {
        if let Some(own) = own_function(kind, value) {
            return Ok(own);
        }
        from_config::component(kind, value, Written::ByKeras).map_err(|reason| refusal(&reason))
    };
    let metrics: Result<Vec<Value>, String> =
        flat(&part("metrics")).iter().map(|metric| read(Kind::Metric, metric)).collect();
    let arguments = Map::from_iter([
        ("optimizer".to_owned(), read(Kind::Optimizer, &single(part("optimizer")))?),
        ("loss".to_owned(), read(Kind::Loss, &single(part("loss")))?),
        ("metrics".to_owned(), metrics?.into()),
    ]);
    Compiled::from_map(&arguments).map_err(|error| refusal(&error.to_string()))?;
    Ok(Some(arguments))
}

/// How to read the model all the same.
fn refusal(reason: &str) -> String {
    format!("its compilation can't be read: {reason}. With `compile` false it is left out")
}

/// The only one of a list: Keras's models may have several outputs.
fn single(value: Value) -> Value {
    match value {
        Value::Array(values) if values.len() == 1 => values.into_iter().next().unwrap_or_default(),
        other => other,
    }
}

/// Metrics, of the one output.
fn flat(value: &Value) -> Vec<Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(values) if values.len() == 1 && values[0].is_array() => flat(&values[0]),
        Value::Array(values) => values.clone(),
        one => vec![one.clone()],
    }
}
