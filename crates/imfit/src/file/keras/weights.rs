//! A model's weights as Keras lays them out: `layers/dense/vars/0`, and the optimizer's beside them.

use super::hdf5::{Array, Store, Tree};
use super::{adapted, names, optimizer};
use crate::error::Result;
use crate::layers::{Layer, Moments};
use crate::model::{Sequential, dimensions};

/// What a file has for the layers of a model.
#[derive(Debug, Default)]
pub(super) struct Weights {
    /// The arrays, by number; nothing for a layer that was skipped.
    arrays: Vec<Option<Vec<f32>>>,
    /// Means and variances of `Normalization` layers, by their places: weights in Keras, arguments here.
    moments: Vec<(usize, Moments)>,
}

/// The bytes of a `.weights.h5` file.
pub(super) fn to_bytes(model: &Sequential) -> Result<Vec<u8>> {
    let shapes = model.weight_shapes();
    let network = model.network().ok();
    let mut layers = Tree::default();
    let mut inputs = model.inputs();
    for (group, layer) in group_names(model).into_iter().zip(model.layers()) {
        let name = layer.name().unwrap_or_default();
        let arrays = model.weight_range(name).filter_map(|array| {
            let values = network?.get(array);
            Some(Array::real(&dimensions(&shapes[array].1), values))
        });
        let arrays = arrays.chain(adapted::arrays(layer, inputs)).collect();
        layers.groups.push((group, Tree::of_variables(name, arrays)));
        inputs = inputs.map(|inputs| layer.outputs(inputs));
    }
    let mut root = Tree::default();
    root.groups.push(("layers".into(), layers));
    root.groups.extend(optimizer::to_tree(model)?.map(|tree| ("optimizer".into(), tree)));
    root.groups.extend(Tree::of_variables(model.name(), Vec::new()).groups);
    root.to_bytes().map_err(super::inner)
}

/// The names of the layers' groups: by their classes, not by their names.
fn group_names(model: &Sequential) -> Vec<String> {
    let stems: Vec<String> = model.layers().iter().map(crate::layers::Layer::name_stem).collect();
    names::numbered(stems.iter().map(String::as_str))
}

/// Where the arrays of each layer stand in a file, in the layer's order.
pub(super) type Places = Vec<Vec<String>>;

/// Where Keras 3 puts them.
pub(super) fn places(model: &Sequential, store: &Store) -> std::result::Result<Places, String> {
    if !model.layers().is_empty() && !store.has_group("layers") {
        return Err("it has no group `layers`, so that it isn't of Keras 3".into());
    }
    Ok(group_names(model).iter().map(|group| numbered_places(group, store)).collect())
}

/// Where the arrays of the layer of this group stand.
pub(super) fn numbered_places(group: &str, store: &Store) -> Vec<String> {
    let vars = format!("layers/{group}/vars");
    (0..store.arrays(&vars)).map(|number| format!("{vars}/{number}")).collect()
}

/// Reads the weights of all layers. With `skip_mismatch` a layer that doesn't fit is left out.
pub(super) fn read(
    model: &Sequential,
    store: &Store,
    places: &Places,
    skip_mismatch: bool,
) -> std::result::Result<Weights, String> {
    let mut weights = Weights::default();
    let mut inputs = model.inputs();
    for (index, layer) in model.layers().iter().enumerate() {
        let name = layer.name().unwrap_or_default();
        let range = model.weight_range(name);
        let read = match layer {
            Layer::Normalization(layer) => adapted::moments(layer, inputs, &places[index], store)
                .map(|moments| {
                    weights.moments.extend(moments.map(|moments| (index, moments)));
                }),
            _ => read_layer(model, store, range.clone(), &places[index])
                .map(|arrays| weights.arrays.extend(arrays.into_iter().map(Some))),
        };
        match read {
            Ok(()) => {}
            Err(_) if skip_mismatch => weights.arrays.extend(range.map(|_| None)),
            Err(reason) => return Err(format!("layer '{name}': {reason}")),
        }
        inputs = inputs.map(|inputs| layer.outputs(inputs));
    }
    Ok(weights)
}

fn read_layer(
    model: &Sequential,
    store: &Store,
    range: std::ops::Range<usize>,
    places: &[String],
) -> std::result::Result<Vec<Vec<f32>>, String> {
    if places.len() != range.len() {
        return Err(format!("it has {} arrays, and {} in the file", range.len(), places.len()));
    }
    let shapes = model.weight_shapes();
    let arrays = range.zip(places);
    arrays.map(|(array, path)| store.real(path, &dimensions(&shapes[array].1))).collect()
}

/// Lays out a model that was only described, with these weights for all layers.
pub(super) fn lay_out(model: &mut Sequential, weights: Weights) -> std::result::Result<(), String> {
    model.set_moments(weights.moments);
    let arrays = weights.arrays.into_iter().flatten().collect();
    model.lay_out_with(arrays).map_err(|error| error.to_string())
}

/// Puts weights into a model that is built.
pub(super) fn set(model: &mut Sequential, weights: Weights) {
    model.set_moments(weights.moments);
    let Some(network) = model.network_mut() else { return };
    for (array, values) in weights.arrays.into_iter().enumerate() {
        if let Some(values) = values {
            network.set(array, &values);
        }
    }
}
