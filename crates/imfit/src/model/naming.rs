//! The names of layers: each has one, and no two have the same.

use super::sequential::Sequential;
use crate::error::{Error, Result};
use crate::layers::Layer;

impl Sequential {
    /// Gives a layer, and those within it, names that no other has, as Keras does: `dense`, `dense_1`, ...
    pub(super) fn name_layer(&self, layer: &mut Layer) -> Result<()> {
        let placed = self.placed();
        let mut taken: Vec<String> =
            placed.iter().filter_map(|placed| placed.layer.name().map(str::to_owned)).collect();
        check_names(layer, &mut taken)?;
        give_names(layer, &mut taken);
        Ok(())
    }
}

/// Refuses names that are taken, or can't be, and takes those that are given.
fn check_names(layer: &Layer, taken: &mut Vec<String>) -> Result<()> {
    if let Some(name) = layer.name() {
        if name.is_empty() || name.contains('/') || taken.iter().any(|other| other == name) {
            let allowed = "a name without '/' that no other layer of the model has";
            return Err(Error::argument("name", format!("'{name}'"), allowed));
        }
        taken.push(name.to_owned());
    }
    layer.layers().iter().try_for_each(|inner| check_names(inner, taken))
}

/// Names those that have none, a block before the layers within it.
fn give_names(layer: &mut Layer, taken: &mut Vec<String>) {
    if layer.name().is_none() {
        let stem = layer.name_stem();
        let names = std::iter::once(stem.to_owned()).chain((1..).map(|n| format!("{stem}_{n}")));
        let free = names.into_iter().find(|name| !taken.contains(name)).unwrap_or_default();
        taken.push(free.clone());
        layer.set_name(free);
    }
    layer.layers_mut().iter_mut().for_each(|inner| give_names(inner, taken));
}
