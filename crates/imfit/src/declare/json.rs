//! The declarations as JSON, for the tests of the bindings and for their help pages.

use serde_json::{Value, json};

use super::argument::{Argument, Values};
use super::component::{Declaration, Kind};
use super::methods::METHODS;

/// All declarations, as `tests/vectors/api.json` holds them.
///
/// `{"layers": [declaration ..], "activations": .., .., "methods": [..]}`, where a declaration is
/// `{"class_name", "aliases", "doc", "source", "arguments": [argument ..]}` and an argument
/// `{"name", "type", "allowed", "optional", "required", "default", "doc"}`.
pub fn declarations_json() -> Value {
    let mut all: serde_json::Map<String, Value> = Kind::ALL
        .iter()
        .map(|kind| {
            let of_kind = kind.declarations().iter().map(|d| declaration_json(d)).collect();
            (format!("{kind}s").replace("losss", "losses"), Value::Array(of_kind))
        })
        .collect();
    all.insert("methods".into(), METHODS.iter().map(|d| declaration_json(d)).collect());
    Value::Object(all)
}

fn declaration_json(declaration: &Declaration) -> Value {
    json!({
        "class_name": declaration.class_name,
        "aliases": declaration.aliases,
        "doc": declaration.doc,
        "source": declaration.source,
        "arguments": declaration.arguments.iter().map(argument_json).collect::<Vec<_>>(),
    })
}

fn argument_json(argument: &Argument) -> Value {
    let default = argument.default.to_json();
    json!({
        "name": argument.name,
        "type": type_name(&argument.values),
        "allowed": argument.values.in_words(),
        "optional": argument.optional,
        "required": default.is_none(),
        "default": default,
        "doc": argument.doc,
    })
}

fn type_name(values: &Values) -> &'static str {
    match values {
        Values::Whole { .. } => "whole",
        Values::Real { .. } => "real",
        Values::Flag => "flag",
        Values::Text | Values::Choice(_) => "text",
        Values::Component(kind) => kind.name(),
        Values::Names(_) => "names",
        Values::Layers => "layers",
        Values::LearningRate => "learning_rate",
        Values::List(Values::Whole { .. }) => "wholes",
        Values::List(Values::Text) => "texts",
        Values::List(_) => "reals",
        Values::Axis => "axis",
        Values::Axes => "axes",
        Values::Shape => "shape",
        Values::Size => "size",
        Values::ClassWeights => "class_weights",
        Values::Epochs => "epochs",
        Values::EpochOrBatches => "epoch_or_batches",
        Values::Function(_) => "function",
        Values::Verbosity | Values::Host(_) => "host",
    }
}
