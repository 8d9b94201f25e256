//! Keras's old files, `.h5`: description and weights in one HDF5 file. They are read, not written.

use serde_json::{Map, Value, json};

use super::hdf5::Store;
use super::weights::Places;
use super::{adapted, compile, finish, from_config, optimizer, weights};
use crate::layers::Layer;
use crate::model::Sequential;

/// The model of an old file, or the reason why it is none.
pub(super) fn model(bytes: &[u8], compiled: bool) -> Result<Sequential, String> {
    let store = Store::new(bytes.to_vec())?;
    let description = store.text("", "model_config").ok_or(
        "it is an HDF5 file without a model's description: `load_weights` reads weights alone",
    )?;
    let mut config = parse(&description)?;
    adapted::fill(&mut config, &store, &|_, name| named_places(name, &store))?;
    let mut model = from_config::model(&config, None)?;
    let names = model.layers().iter().map(|layer| layer.name().unwrap_or_default());
    let places: Places = names.map(|name| named_places(name, &store)).collect();
    let read = weights::read(&model, &store, &places, false)?;
    weights::lay_out(&mut model, read)?;
    if compiled && let Some(training) = store.text("", "training_config") {
        let arguments = compile::from_keras(&training_config(&parse(&training)?))?;
        if let Some(arguments) = arguments {
            finish(&mut model, &arguments)?;
            let paths = store.texts("optimizer_weights", "weight_names");
            let paths: Vec<String> =
                paths.iter().map(|name| format!("optimizer_weights/{name}")).collect();
            if let Some(state) = optimizer::read_from(&model, &store, &paths)? {
                optimizer::set(&mut model, state).map_err(|error| error.to_string())?;
            }
        }
    }
    Ok(model)
}

/// Where the weights of each layer of a model stand that needn't have the names of the file: layers that have any
/// follow each other in the same order, as in Keras. With `skip_mismatch` there may be more on one side.
pub(super) fn places(
    model: &Sequential,
    store: &Store,
    skip_mismatch: bool,
) -> Result<Places, String> {
    let names = store.texts(root(store).trim_end_matches('/'), "layer_names");
    let groups = names.iter().map(|name| named_places(name, store));
    let groups: Vec<Vec<String>> = groups.filter(|paths| !paths.is_empty()).collect();
    let mut rest = groups.iter();
    let mut own = 0;
    let mut places = Places::new();
    for layer in model.layers() {
        let weights = model.weight_range(layer.name().unwrap_or_default());
        // Keras has weights there only after `adapt`.
        let adapted = matches!(layer, Layer::Normalization(_))
            && rest.as_slice().first().is_some_and(|paths| adapted::is_one(paths, store));
        let has_any = adapted || !weights.is_empty();
        own += usize::from(has_any);
        let paths = if has_any { rest.next() } else { None };
        places.push(paths.cloned().unwrap_or_default());
    }
    if own != groups.len() && !skip_mismatch {
        return Err(format!(
            "{} of its layers have weights, and {own} of the model's",
            groups.len()
        ));
    }
    Ok(places)
}

/// Where the layers' groups are: beside a description, or alone.
fn root(store: &Store) -> &'static str {
    if store.has_group("model_weights") { "model_weights/" } else { "" }
}

/// Where the weights of a layer stand: under its name, in the order of a list beside them.
fn named_places(layer: &str, store: &Store) -> Vec<String> {
    let group = format!("{}{layer}", root(store));
    let names = store.texts(&group, "weight_names");
    names.iter().map(|name| format!("{group}/{name}")).collect()
}

/// The old form of `compile_config`.
fn training_config(old: &Value) -> Value {
    let mut config = old.as_object().cloned().unwrap_or_else(Map::new);
    let optimizer = config.remove("optimizer_config").unwrap_or_default();
    config.insert("optimizer".into(), optimizer);
    json!(config)
}

fn parse(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("its description is damaged ({error})"))
}
