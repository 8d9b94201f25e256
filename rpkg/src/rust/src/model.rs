//! A model: its layers, its weights, its files.
#![forbid(unsafe_code)]

use extendr_api::prelude::*;
use imfit::layers::Layer;
use imfit::optimizers::LearningRate;
use imfit::{Function, History, Logs, Sequential};
use ndarray::ArrayD;
use serde_json::Value;

use crate::failure::Outcome;
use crate::guard::guard;
use crate::{convert, handle, json};

/// An empty model.
#[extendr]
fn model_new(arguments: Robj) -> Robj {
    guard(|| {
        let model = Sequential::from_map(&json::map(&arguments, "arguments")?)?;
        Ok(handle::give(model))
    })
}

/// Puts a layer, `list(class_name, config)`, on top.
#[extendr]
fn model_add(model: Robj, layer: Robj) -> Robj {
    guard(|| {
        let layer = Layer::from_json(&json::value(&layer, "layer")?)?;
        Ok(handle::change::<Sequential>(&model, "object")?.add(layer)?)
    })
}

/// Makes the weights for rows of so many values.
#[extendr]
fn model_build(model: Robj, inputs: Robj) -> Robj {
    guard(|| {
        let inputs = convert::whole(&inputs, "input_shape")? as usize;
        Ok(handle::change::<Sequential>(&model, "object")?.build(inputs)?)
    })
}

/// Says how the model is to be trained.
#[extendr]
fn model_compile(model: Robj, arguments: Robj) -> Robj {
    guard(|| {
        let arguments = json::map(&arguments, "arguments")?;
        Ok(handle::change::<Sequential>(&model, "object")?.compile_map(&arguments)?)
    })
}

/// The weights, a list of matrices and vectors.
#[extendr]
fn model_get_weights(model: Robj) -> Robj {
    guard(|| {
        let weights = handle::look::<Sequential>(&model, "object")?.get_weights();
        Ok(List::from_values(weights.iter().map(convert::to_robj)))
    })
}

/// Replaces all weights.
#[extendr]
fn model_set_weights(model: Robj, weights: Robj) -> Robj {
    guard(|| {
        let weights = convert::list(&weights, "weights")?;
        let arrays: Outcome<Vec<ArrayD<f32>>> =
            weights.iter().map(|array| convert::array(array, "weights")).collect();
        let arrays = arrays?;
        let views: Vec<_> = arrays.iter().map(|array| array.view()).collect();
        Ok(handle::change::<Sequential>(&model, "object")?.set_weights(&views)?)
    })
}

/// Freezes the layers from one to another, by name, or trains them; others the other way round.
#[extendr]
fn model_set_range_trainable(model: Robj, from: Robj, to: Robj, trainable: Robj) -> Robj {
    guard(|| {
        let range = (optional_text(&from, "from")?, optional_text(&to, "to")?);
        let trainable = convert::flag(&trainable, "trainable")?;
        Ok(handle::change::<Sequential>(&model, "object")?.set_range_trainable(range, trainable)?)
    })
}

/// A text, or nothing.
fn optional_text<'a>(value: &'a Robj, argument: &str) -> Outcome<Option<&'a str>> {
    if value.is_null() { Ok(None) } else { convert::text(value, argument).map(Some) }
}

/// The number of weights.
#[extendr]
fn model_count_params(model: Robj) -> Robj {
    guard(|| Ok(handle::look::<Sequential>(&model, "object")?.count_params()? as f64))
}

/// The model as a table of its layers, so many characters wide.
#[extendr]
fn model_summary(model: Robj, width: Robj) -> Robj {
    guard(|| {
        let width = convert::whole(&width, "line_length")? as usize;
        Ok(handle::look::<Sequential>(&model, "object")?.summary().to_text(width))
    })
}

/// The description of the layers, as a list.
#[extendr]
fn model_config(model: Robj) -> Robj {
    guard(|| Ok(json::to_robj(&handle::look::<Sequential>(&model, "object")?.config())))
}

/// The description of the layers, as JSON.
#[extendr]
fn native_model_to_json(model: Robj) -> Robj {
    guard(|| Ok(handle::look::<Sequential>(&model, "object")?.to_json()))
}

/// A model from its description, with new weights.
#[extendr]
fn native_model_from_json(json: Robj) -> Robj {
    guard(|| Ok(handle::give(Sequential::from_json(convert::text(&json, "json")?)?)))
}

/// The same from what is in the description as a list.
#[extendr]
fn native_model_from_config(config: Robj) -> Robj {
    guard(|| {
        let config = json::value(&config, "config")?;
        let described = serde_json::json!({ "class_name": "Sequential", "config": config });
        Ok(handle::give(Sequential::from_config(&described)?))
    })
}

/// What `compile` was told, as a list; NULL before.
#[extendr]
fn model_compile_config(model: Robj) -> Robj {
    guard(|| {
        let config = handle::look::<Sequential>(&model, "object")?.compile_config();
        Ok(json::to_robj(&config.unwrap_or(Value::Null)))
    })
}

/// The functions of the user's that the model was compiled with: their keys, and the names they were given.
#[extendr]
fn model_functions(model: Robj) -> Robj {
    guard(|| {
        let functions = handle::look::<Sequential>(&model, "object")?.functions();
        let keys: Vec<String> = functions.iter().map(|(function, _)| key(function)).collect();
        let names: Vec<Option<String>> = functions.into_iter().map(|(_, name)| name).collect();
        Ok(list!(keys = keys, names = names))
    })
}

/// Says that the function of a key isn't there.
#[extendr]
fn model_missing_function(model: Robj, wanted: Robj) -> Robj {
    guard(|| {
        let wanted = convert::text(&wanted, "key")?;
        let model = handle::look::<Sequential>(&model, "object")?;
        let functions = model.functions();
        match functions.iter().find(|(function, _)| key(function) == wanted) {
            Some((function, _)) => Err(model.missing_function(function).into()),
            None => Ok(()),
        }
    })
}

/// What R keeps a function under: "loss", "gradient", or "metric " and the metric's name.
pub fn key(function: &Function) -> String {
    match function {
        Function::Loss => "loss".to_owned(),
        Function::Gradient => "gradient".to_owned(),
        Function::Metric(name) => format!("metric {name}"),
    }
}

/// Lets the losses and metrics of batches begin anew.
#[extendr]
fn model_reset_metrics(model: Robj) -> Robj {
    guard(|| {
        handle::change::<Sequential>(&model, "object")?.reset_metrics();
        Ok(())
    })
}

/// Takes the topmost layer off and returns its description.
#[extendr]
fn model_pop(model: Robj) -> Robj {
    guard(|| Ok(json::to_robj(&handle::change::<Sequential>(&model, "object")?.pop()?.to_json())))
}

/// The description of a layer: `arguments` are those of `get_layer`.
#[extendr]
fn model_get_layer(model: Robj, arguments: Robj) -> Robj {
    guard(|| {
        let given = json::map(&arguments, "arguments")?;
        let model = handle::look::<Sequential>(&model, "object")?;
        Ok(json::to_robj(&model.get_layer_map(&given, 1)?.to_json()))
    })
}

/// A model of the same layers, with the weights that those begin with.
#[extendr]
fn model_clone(model: Robj) -> Robj {
    guard(|| Ok(handle::give(handle::look::<Sequential>(&model, "object")?.clone_model()?)))
}

/// Loss and metrics as a named list.
pub fn logs(logs: &Logs) -> Robj {
    let names: Vec<&str> = logs.iter().map(|(name, _)| name.as_str()).collect();
    json::named_list(&names, logs.iter().map(|(_, value)| (*value).into()).collect())
}

/// The losses and metrics of all epochs that the model was ever trained.
#[extendr]
fn model_history(model: Robj) -> Robj {
    guard(|| Ok(history(handle::look::<Sequential>(&model, "object")?.history())))
}

/// The learning rate of the next step.
#[extendr]
fn model_learning_rate(model: Robj) -> Robj {
    guard(|| Ok(handle::look::<Sequential>(&model, "object")?.learning_rate()?))
}

/// What a function of the user's says is the learning rate.
#[extendr]
fn model_set_scheduled_rate(model: Robj, rate: Robj) -> Robj {
    guard(|| {
        let rate = json::value(&rate, "schedule")?;
        Ok(handle::change::<Sequential>(&model, "object")?.set_scheduled_rate(&rate)?)
    })
}

/// Sets the learning rate: a number or a schedule.
#[extendr]
fn model_set_learning_rate(model: Robj, rate: Robj) -> Robj {
    guard(|| {
        let rate = LearningRate::from_json(&json::value(&rate, "learning_rate")?)?;
        Ok(handle::change::<Sequential>(&model, "object")?.set_learning_rate(rate)?)
    })
}

/// Whether a training is to end.
#[extendr]
fn model_stop_training(model: Robj) -> Robj {
    guard(|| Ok(handle::look::<Sequential>(&model, "object")?.stop().is_set()))
}

/// Says whether a training is to end.
#[extendr]
fn model_set_stop_training(model: Robj, stop: Robj) -> Robj {
    guard(|| {
        let stop = convert::flag(&stop, "stop_training")?;
        handle::look::<Sequential>(&model, "object")?.stop().set(stop);
        Ok(())
    })
}

/// Writes the model to a file.
#[extendr]
fn model_save(model: Robj, filepath: Robj, arguments: Robj) -> Robj {
    guard(|| {
        let path = convert::text(&filepath, "filepath")?;
        let arguments = json::map(&arguments, "arguments")?;
        Ok(handle::look::<Sequential>(&model, "object")?.save_map(path, &arguments)?)
    })
}

/// Reads a model from a file.
#[extendr]
fn model_load(filepath: Robj, arguments: Robj) -> Robj {
    guard(|| {
        let path = convert::text(&filepath, "filepath")?;
        let arguments = json::map(&arguments, "arguments")?;
        Ok(handle::give(Sequential::load_map(path, &arguments)?))
    })
}

/// Writes the weights to a file.
#[extendr]
fn model_save_weights(model: Robj, filepath: Robj, arguments: Robj) -> Robj {
    guard(|| {
        let path = convert::text(&filepath, "filepath")?;
        let arguments = json::map(&arguments, "arguments")?;
        Ok(handle::look::<Sequential>(&model, "object")?.save_weights_map(path, &arguments)?)
    })
}

/// Reads the weights from a file.
#[extendr]
fn model_load_weights(model: Robj, filepath: Robj, arguments: Robj) -> Robj {
    guard(|| {
        let path = convert::text(&filepath, "filepath")?;
        let arguments = json::map(&arguments, "arguments")?;
        Ok(handle::change::<Sequential>(&model, "object")?.load_weights_map(path, &arguments)?)
    })
}

/// Writes what the model predicts to a file for other programs.
#[extendr]
fn model_export(model: Robj, filepath: Robj, arguments: Robj) -> Robj {
    guard(|| {
        let path = convert::text(&filepath, "filepath")?;
        let arguments = json::map(&arguments, "arguments")?;
        Ok(handle::look::<Sequential>(&model, "object")?.export_map(path, &arguments)?)
    })
}

/// The model as bytes: what would be in its file.
#[extendr]
fn model_to_bytes(model: Robj) -> Robj {
    guard(|| {
        let bytes = handle::look::<Sequential>(&model, "object")?.to_bytes()?;
        Ok(Raw::from_bytes(&bytes))
    })
}

/// A model from its bytes.
#[extendr]
fn model_from_bytes(bytes: Robj) -> Robj {
    guard(|| Ok(handle::give(Sequential::from_bytes(convert::bytes(&bytes, "bytes")?)?)))
}

/// `list(epoch, metrics)`: the epochs, counted from 1, and for each name its values.
pub fn history(history: &History) -> Robj {
    let epochs: Vec<i32> = history.epoch.iter().map(|&epoch| epoch as i32 + 1).collect();
    let names: Vec<&str> = history.metrics.iter().map(|series| series.name.as_str()).collect();
    let values = history.metrics.iter().map(|series| series.values.clone().into()).collect();
    list!(epoch = epochs, metrics = json::named_list(&names, values)).into()
}

extendr_module! {
    mod model;
    fn model_new;
    fn model_add;
    fn model_build;
    fn model_compile;
    fn model_get_weights;
    fn model_set_weights;
    fn model_set_range_trainable;
    fn model_count_params;
    fn model_summary;
    fn model_config;
    fn native_model_to_json;
    fn native_model_from_json;
    fn native_model_from_config;
    fn model_compile_config;
    fn model_functions;
    fn model_missing_function;
    fn model_reset_metrics;
    fn model_pop;
    fn model_get_layer;
    fn model_clone;
    fn model_history;
    fn model_learning_rate;
    fn model_set_scheduled_rate;
    fn model_set_learning_rate;
    fn model_stop_training;
    fn model_set_stop_training;
    fn model_save;
    fn model_load;
    fn model_save_weights;
    fn model_load_weights;
    fn model_export;
    fn model_to_bytes;
    fn model_from_bytes;
}
