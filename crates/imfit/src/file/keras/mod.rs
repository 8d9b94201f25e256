//! Keras's files: `.keras`, a zip archive of a description and of weights in HDF5, `.weights.h5`, the weights
//! alone, and the old `.h5`, which is only read.
//!
//! What Keras has no place for (the seed, the history, metrics of imfit's own) stands in `metadata.json`, which
//! Keras doesn't read. A model that imfit saved so goes on as if it hadn't stopped, too.

mod adapted;
mod archive;
mod chain;
mod compile;
mod from_config;
mod hdf5;
mod legacy;
mod metadata;
mod names;
mod optimizer;
mod to_config;
mod weights;

use serde_json::{Map, Value};

use self::hdf5::Store;
use crate::error::{Error, Result};
use crate::model::Sequential;

/// The bytes of a `.keras` file: the same for the same model.
///
/// # Errors
/// A layer, or an activation, that Keras hasn't.
pub(super) fn to_bytes(model: &Sequential) -> Result<Vec<u8>> {
    let mut config = to_config::model(model)?;
    if let Some(compiled) = model.compile_config() {
        config["compile_config"] = compile::to_keras(&compiled).unwrap_or_default();
    }
    let members = archive::Members {
        metadata: metadata::of(model).to_string(),
        config: config.to_string(),
        weights: weights::to_bytes(model)?,
    };
    members.to_bytes().map_err(inner)
}

/// Says whether Keras has all that a model is made of.
///
/// # Errors
/// As [`to_bytes`].
pub(super) fn check(model: &Sequential) -> Result<()> {
    to_config::model(model).map(|_| ())
}

/// The bytes of a `.weights.h5` file.
///
/// # Errors
/// [`Error::NotBuilt`].
pub(super) fn weights_to_bytes(model: &Sequential) -> Result<Vec<u8>> {
    model.network()?;
    weights::to_bytes(model)
}

/// Whether these are the bytes of one of Keras's files.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(archive::SIGNATURE) || bytes.starts_with(hdf5::SIGNATURE)
}

/// The model of a `.keras` or an old `.h5` file, or the reason why it is none. With `compiled` it is compiled
/// as it was.
pub(super) fn from_bytes(bytes: &[u8], compiled: bool) -> std::result::Result<Sequential, String> {
    if bytes.starts_with(hdf5::SIGNATURE) {
        return legacy::model(bytes, compiled);
    }
    let members = archive::Members::from_bytes(bytes)?;
    let mut config: Value = serde_json::from_str(&members.config)
        .map_err(|error| format!("its description is damaged ({error})"))?;
    let extra = metadata::read(&members.metadata)?;
    if let Some(extra) = &extra {
        metadata::restore(&mut config, extra);
    }
    let store = Store::new(members.weights)?;
    adapted::fill(&mut config, &store, &|group, _| weights::numbered_places(group, &store))?;
    let mut model = from_config::model(&config, extra.as_ref())?;
    let places = weights::places(&model, &store)?;
    let read = weights::read(&model, &store, &places, false)?;
    weights::lay_out(&mut model, read)?;
    let own = extra.as_ref().and_then(|extra| extra.compile.clone());
    let arguments = match own {
        Some(own) if compiled => Some(own),
        None if compiled => compile::from_keras(&config["compile_config"])?,
        _ => None,
    };
    if let Some(arguments) = arguments {
        finish(&mut model, &arguments)?;
        if model.is_built()
            && let Some(state) = optimizer::read(&model, &store)?
        {
            optimizer::set(&mut model, state).map_err(|error| error.to_string())?;
        }
    }
    if let Some(extra) = extra {
        metadata::resume(&mut model, extra)?;
    }
    Ok(model)
}

/// Compiles a model that was read.
fn finish(
    model: &mut Sequential,
    arguments: &Map<String, Value>,
) -> std::result::Result<(), String> {
    model.compile_as_saved(arguments).map_err(|error| error.to_string())
}

/// Reads weights into a model that has its layers already, out of a file of any of the three kinds; or the
/// reason why they don't fit.
pub(super) fn load_weights(
    model: &mut Sequential,
    bytes: &[u8],
    skip_mismatch: bool,
) -> std::result::Result<(), String> {
    let store = match bytes.starts_with(hdf5::SIGNATURE) {
        true => Store::new(bytes.to_vec())?,
        false => Store::new(archive::weights(bytes)?)?,
    };
    let old = store.has_group("model_weights") || !store.texts("", "layer_names").is_empty();
    let places = match old {
        true => legacy::places(model, &store, skip_mismatch)?,
        false => weights::places(model, &store)?,
    };
    let read = weights::read(model, &store, &places, skip_mismatch)?;
    // Where the file has no state, or that of another optimizer, the model's goes on, as in Keras.
    let state = if old { Ok(None) } else { optimizer::read(model, &store) };
    let state = match state {
        Err(_) if skip_mismatch => None,
        state => state.map_err(|reason| format!("the optimizer's state: {reason}"))?,
    };
    if let Some(state) = state {
        optimizer::set(model, state).map_err(|error| error.to_string())?;
    }
    weights::set(model, read);
    Ok(())
}

fn inner(error: String) -> Error {
    Error::Shape(format!("the model can't be put into a file: {error}"))
}
