//! Models: made, compiled, looked at, saved and loaded.

use std::cell::RefCell;
use std::rc::Rc;

use imfit::declare::Kind;
use imfit::layers::Layer;
use imfit::{Error, Sequential};
use ndarray::{ArrayD, ArrayViewD};
use rhai::{Dynamic, ImmutableString};
use serde_json::Value;

use super::arrays;
use super::given::Given;
use super::host::{Host, Stopped};
use super::values::{Component, Losses, Model, type_in_words};
use crate::display;

type Outcome = Result<Dynamic, Stopped>;

pub(super) fn sequential(_: &Host, _: &Dynamic, mut given: Given) -> Outcome {
    let mut model = Sequential::from_map(&given.map)?;
    if let Some(layers) = given.take("layers") {
        let list = layers.read_lock::<rhai::Array>().ok_or_else(|| not_layers(&layers))?;
        for item in list.iter() {
            model.add(layer("layers", item)?)?;
        }
    }
    Ok(Dynamic::from(Model::new(model)))
}

pub(super) fn load(_: &Host, _: &Dynamic, mut given: Given) -> Outcome {
    let path = path(&mut given)?;
    Ok(Dynamic::from(Model::new(Sequential::load_map(path.as_str(), &given.map)?)))
}

pub(super) fn add(_: &Host, on: &Dynamic, mut given: Given) -> Outcome {
    let layer = layer("layer", &given.take("layer").unwrap_or_default())?;
    receiver(on).borrow_mut().add(layer)?;
    Ok(on.clone())
}

pub(super) fn adapt(_: &Host, _: &Dynamic, mut given: Given) -> Outcome {
    let layer = layer("layer", &given.take("layer").unwrap_or_default())?;
    let data = arrays::matrix("data", &given.take("data").unwrap_or_default())?;
    let adapted = layer.adapt(data.view())?;
    Ok(described(&adapted.to_json()))
}

pub(super) fn get_layer(_: &Host, on: &Dynamic, given: Given) -> Outcome {
    Ok(described(&receiver(on).borrow().get_layer_map(&given.map, 0)?.to_json()))
}

pub(super) fn pop(_: &Host, on: &Dynamic, _: Given) -> Outcome {
    Ok(described(&receiver(on).borrow_mut().pop()?.to_json()))
}

pub(super) fn clone_model(_: &Host, _: &Dynamic, mut given: Given) -> Outcome {
    let value = given.take("model").unwrap_or_default();
    let model = value
        .read_lock::<Model>()
        .ok_or_else(|| Error::wrong_type("model", type_in_words(&value), "a model"))?;
    let twin = model.0.borrow().clone_model()?;
    Ok(Dynamic::from(Model::new(twin)))
}

pub(super) fn reset_metrics(_: &Host, on: &Dynamic, _: Given) -> Outcome {
    receiver(on).borrow_mut().reset_metrics();
    Ok(Dynamic::UNIT)
}

/// A layer's description, which `add` takes.
fn described(layer: &Value) -> Dynamic {
    let name = layer["class_name"].as_str().unwrap_or_default();
    let found = Kind::Layer.find(name);
    let given = layer["config"].as_object().cloned().unwrap_or_default();
    let made = found.map(|declaration| Component {
        kind: Kind::Layer,
        declaration,
        given: Rc::new(given),
        functions: Rc::default(),
    });
    made.map_or(Dynamic::UNIT, Dynamic::from)
}

pub(super) fn build(_: &Host, on: &Dynamic, given: Given) -> Outcome {
    let inputs = given.arguments.get("input_shape")[0].as_u64().unwrap_or_default();
    receiver(on).borrow_mut().build(inputs as usize)?;
    Ok(Dynamic::UNIT)
}

pub(super) fn compile(_: &Host, on: &Dynamic, given: Given) -> Outcome {
    receiver(on).borrow_mut().compile_map_without_functions(&given.map)?;
    Ok(Dynamic::UNIT)
}

pub(super) fn summary(host: &Host, on: &Dynamic, given: Given) -> Outcome {
    let width = given.arguments.optional_whole("line_length").map(|width| width as usize);
    host.output.display(display::summary(&receiver(on).borrow().summary(), width));
    Ok(Dynamic::UNIT)
}

pub(super) fn save(_: &Host, on: &Dynamic, mut given: Given) -> Outcome {
    let path = path(&mut given)?;
    receiver(on).borrow().save_map(path.as_str(), &given.map)?;
    Ok(Dynamic::UNIT)
}

pub(super) fn save_weights(_: &Host, on: &Dynamic, mut given: Given) -> Outcome {
    let path = path(&mut given)?;
    receiver(on).borrow().save_weights_map(path.as_str(), &given.map)?;
    Ok(Dynamic::UNIT)
}

pub(super) fn load_weights(_: &Host, on: &Dynamic, mut given: Given) -> Outcome {
    let path = path(&mut given)?;
    receiver(on).borrow_mut().load_weights_map(path.as_str(), &given.map)?;
    Ok(Dynamic::UNIT)
}

pub(super) fn history(_: &Host, on: &Dynamic, _: Given) -> Outcome {
    Ok(Dynamic::from(Losses::new(receiver(on).borrow().history().clone())))
}

pub(super) fn get_weights(_: &Host, on: &Dynamic, _: Given) -> Outcome {
    let weights = receiver(on).borrow().get_weights();
    Ok(weights.into_iter().map(arrays::from_weights).collect::<rhai::Array>().into())
}

pub(super) fn set_weights(_: &Host, on: &Dynamic, mut given: Given) -> Outcome {
    let list = given.take("weights").unwrap_or_default();
    let allowed = "a list of matrices and lists of numbers, as get_weights gives";
    let list = list
        .read_lock::<rhai::Array>()
        .ok_or_else(|| Error::wrong_type("weights", type_in_words(&list), allowed))?;
    let weights = list.iter().map(arrays::weights).collect::<Result<Vec<ArrayD<f32>>, Error>>()?;
    let views: Vec<ArrayViewD<'_, f32>> = weights.iter().map(|array| array.view()).collect();
    receiver(on).borrow_mut().set_weights(&views)?;
    Ok(Dynamic::UNIT)
}

pub(super) fn freeze(_: &Host, on: &Dynamic, given: Given) -> Outcome {
    set_range_trainable(on, &given, false)
}

pub(super) fn unfreeze(_: &Host, on: &Dynamic, given: Given) -> Outcome {
    set_range_trainable(on, &given, true)
}

fn set_range_trainable(on: &Dynamic, given: &Given, trainable: bool) -> Outcome {
    let name = |argument| given.arguments.optional_text(argument);
    receiver(on).borrow_mut().set_range_trainable((name("from"), name("to")), trainable)?;
    Ok(Dynamic::UNIT)
}

pub(super) fn count_params(_: &Host, on: &Dynamic, _: Given) -> Outcome {
    Ok((receiver(on).borrow().count_params()? as i64).into())
}

pub(super) fn to_json(_: &Host, on: &Dynamic, _: Given) -> Outcome {
    Ok(receiver(on).borrow().to_json().into())
}

pub(super) fn export(_: &Host, on: &Dynamic, mut given: Given) -> Outcome {
    let path = path(&mut given)?;
    receiver(on).borrow().export_map(path.as_str(), &given.map)?;
    Ok(Dynamic::UNIT)
}

/// The file that a call names.
fn path(given: &mut Given) -> Result<ImmutableString, Error> {
    let path = given.take("filepath").unwrap_or_default();
    path.into_immutable_string()
        .map_err(|actual| Error::wrong_type("filepath", actual, "a text, the path of a file"))
}

/// The model that a method is called on. It is registered for models only.
pub(super) fn receiver(on: &Dynamic) -> Rc<RefCell<Sequential>> {
    on.read_lock::<Model>().expect("a method of models").0.clone()
}

fn layer(name: &str, value: &Dynamic) -> Result<Layer, Error> {
    match value.read_lock::<Component>() {
        Some(component) => Layer::from_json(&component.as_kind(Some(Kind::Layer))),
        None => Err(Error::wrong_type(
            name,
            type_in_words(value),
            "a layer, made by its function, such as dense(100)",
        )),
    }
}

fn not_layers(value: &Dynamic) -> Error {
    Error::wrong_type("layers", type_in_words(value), "a list of layers")
}
