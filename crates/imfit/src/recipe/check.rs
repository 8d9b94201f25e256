//! Whether a recipe says only what it may.

use serde_json::{Map, Value};

use super::Section;
use super::build::with_units;
use crate::declare::Arguments;
use crate::error::{Error, Result};
use crate::layers::Layer;
use crate::model::Compiled;
use crate::training::Fit;

/// Any number of channels: what the layers are checked with before there is a picture.
const SOME_CHANNELS: usize = 3;

/// Checks the arguments of one part.
pub(super) fn section(section: Section, given: &Map<String, Value>) -> Result<()> {
    let check = || -> Result<()> {
        check_names(section, given)?;
        match section {
            Section::Model => check_model(given),
            Section::Compile => Compiled::from_map(given)?.check_no_functions(),
            Section::Fit => check_fit(given),
            Section::Image => Arguments::check(section.declaration(), given).map(drop),
        }
    };
    check().map_err(|error| within(section.name(), error))
}

/// An error that says in which part of the recipe it is.
fn within(place: &str, error: Error) -> Error {
    match error {
        Error::Recipe { place: inner, error } => {
            Error::Recipe { place: format!("{place}, {inner}"), error }
        }
        error => Error::Recipe { place: place.to_owned(), error: Box::new(error) },
    }
}

fn check_names(section: Section, given: &Map<String, Value>) -> Result<()> {
    let known = || section.arguments().map(|argument| argument.name);
    match given.keys().find(|name| !known().any(|known| known == *name)) {
        None => Ok(()),
        Some(name) => Err(Error::UnknownArgument {
            component: "this part of a recipe".into(),
            given: name.clone(),
            known: known().map(str::to_owned).collect(),
        }),
    }
}

fn check_fit(given: &Map<String, Value>) -> Result<()> {
    let fit = Fit::from_map(given)?;
    match fit.callbacks.iter().find(|callback| callback.has_functions()) {
        None => Ok(()),
        Some(callback) => {
            let name = callback.to_json()["class_name"].as_str().unwrap_or_default().to_owned();
            let allowed = "callbacks that need no function: a recipe has none";
            Err(Error::argument("callbacks", name, allowed))
        }
    }
}

fn check_model(given: &Map<String, Value>) -> Result<()> {
    Arguments::check(Section::Model.declaration(), given)?;
    for (index, layer) in with_units(layers(given)?, SOME_CHANNELS).iter().enumerate() {
        Layer::from_json(layer).map_err(|error| within(&format!("layer {}", index + 1), error))?;
    }
    Ok(())
}

/// The layers of a model: a list that isn't empty.
fn layers(given: &Map<String, Value>) -> Result<&[Value]> {
    let wrong = |given: String| {
        Error::wrong_type("layers", given, "a list of layers, each with a class_name and a config")
    };
    match given.get("layers") {
        Some(Value::Array(layers)) if !layers.is_empty() => Ok(layers),
        Some(Value::Array(_)) => Err(wrong("an empty one".into())),
        None | Some(Value::Null) => Err(wrong("nothing".into())),
        Some(other) => Err(wrong(other.to_string())),
    }
}
