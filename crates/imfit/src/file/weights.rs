//! The weights alone, as Keras's `save_weights` and `load_weights` have them.

use std::ops::Range;
use std::path::Path;

use serde_json::{Map, Value};

use super::format::{check_ending, check_overwrite};
use super::load::{native, read_file};
use super::{keras, write_whole};
use crate::declare::check_call;
use crate::error::{Error, Result};
use crate::layers::{Layer, Moments, Normalization, each_with_inputs};
use crate::model::{Sequential, dimensions};
use crate::optimizers::{LearningRate, Optimizer, State};

impl Sequential {
    /// Writes the weights to a `.weights.h5` file, and the optimizer's state beside them: what Keras 3 reads
    /// with `load_weights`.
    ///
    /// # Errors
    /// A name that doesn't end in `.weights.h5`, a model that isn't built, and [`Error::File`] where the file
    /// can't be written.
    pub fn save_weights(&self, path: impl AsRef<Path>) -> Result<()> {
        self.save_weights_map(path, &Map::new())
    }

    /// The same with arguments by name: `overwrite`.
    ///
    /// # Errors
    /// As [`save_weights`](Sequential::save_weights), and a file that is there and may not be overwritten.
    pub fn save_weights_map(
        &self,
        path: impl AsRef<Path>,
        given: &Map<String, Value>,
    ) -> Result<()> {
        let path = path.as_ref();
        let arguments = check_call("save_weights", given)?;
        check_ending(path, ".weights.h5")?;
        check_overwrite(path, arguments.flag("overwrite"))?;
        write_whole(path, &keras::weights_to_bytes(self)?)
    }

    /// Reads the weights out of a file of imfit's or Keras's with the same layers: `.weights.h5`, `.keras`, the
    /// old `.h5`, or the native format. The optimizer's state and its learning rate come along where the file has
    /// those of an optimizer that keeps the same (the old `.h5` has none for this); else they stay as they are.
    ///
    /// # Errors
    /// A model that isn't built, a file that can't be read, and weights that don't fit. The model stays as it
    /// was then.
    pub fn load_weights(&mut self, path: impl AsRef<Path>) -> Result<()> {
        self.load_weights_map(path, &Map::new())
    }

    /// The same with arguments by name: `skip_mismatch`.
    ///
    /// # Errors
    /// As [`load_weights`](Sequential::load_weights).
    pub fn load_weights_map(
        &mut self,
        path: impl AsRef<Path>,
        given: &Map<String, Value>,
    ) -> Result<()> {
        let path = path.as_ref();
        let arguments = check_call("load_weights", given)?;
        let skip_mismatch = arguments.flag("skip_mismatch");
        self.network()?;
        let bytes = read_file(path)?;
        let loaded = if keras::is_one(&bytes) {
            keras::load_weights(self, &bytes, skip_mismatch)
        } else {
            // A compilation that can't be read isn't needed here.
            let model = native(&bytes, true).or_else(|_| native(&bytes, false));
            model.and_then(|model| self.take_weights(&model, skip_mismatch))
        };
        loaded.map_err(|reason| Error::ModelFile { path: path.into(), reason })
    }

    /// Takes over the weights of a model with the same layers.
    fn take_weights(
        &mut self,
        other: &Sequential,
        skip_mismatch: bool,
    ) -> std::result::Result<(), String> {
        let Ok(from) = other.network() else { return Err("it holds no weights".into()) };
        let pairs = if skip_mismatch { self.fitting(other) } else { self.all_fitting(other)? };
        let moments = self.moments_of(other, skip_mismatch)?;
        let with_state = self.keeps_the_same(other);
        if with_state && let Some(LearningRate::Constant(rate)) = learning_rate(other) {
            self.set_learning_rate(*rate).map_err(|error| error.to_string())?;
        }
        self.set_moments(moments);
        let slots = if with_state { self.slot_names().len() } else { 0 };
        let trained = self.trainable_arrays();
        let Some(to) = self.network_mut() else { return Ok(()) };
        for (own, others) in pairs {
            to.set(own, &from.get(others));
        }
        if with_state {
            for (array, slot) in trained.iter().flat_map(|array| (0..slots).map(|s| (*array, s))) {
                to.set_slot(array, slot, &from.slot(array, slot));
            }
            to.states.clone_from(&from.states);
            self.set_iterations(other.iterations());
        }
        Ok(())
    }

    /// The arrays of this model and of another one, by number, if all have the same shapes.
    fn all_fitting(&self, other: &Sequential) -> std::result::Result<Vec<(usize, usize)>, String> {
        let (own, others) = (self.weight_shapes(), other.weight_shapes());
        if own.len() != others.len() {
            return Err(format!("it has {} arrays, and the model {}", others.len(), own.len()));
        }
        for ((layer, own), (_, others)) in own.iter().zip(&others) {
            let (own_sides, sides) = (dimensions(own), dimensions(others));
            if own_sides != sides {
                let name = own.name;
                return Err(format!(
                    "layer '{layer}': its {name} has the shape {sides:?} in place of {own_sides:?}"
                ));
            }
        }
        Ok((0..own.len()).map(|array| (array, array)).collect())
    }

    /// The same of the layers whose arrays fit. Those that have any follow each other in both.
    fn fitting(&self, other: &Sequential) -> Vec<(usize, usize)> {
        let ranges = |model: &Sequential| -> Vec<Range<usize>> {
            let names = model.layers().iter().map(|layer| layer.name().unwrap_or_default());
            let ranges = names.map(|name| model.weight_range(name));
            ranges.filter(|range| !range.is_empty()).collect()
        };
        let sides = |model: &Sequential| -> Vec<Vec<usize>> {
            model.weight_shapes().iter().map(|(_, shape)| dimensions(shape)).collect()
        };
        let (own_sides, others_sides) = (sides(self), sides(other));
        let pairs = ranges(self).into_iter().zip(ranges(other));
        let fits = |(own, others): &(Range<usize>, Range<usize>)| {
            own_sides[own.clone()] == others_sides[others.clone()]
        };
        pairs.filter(fits).flat_map(|(own, others)| own.zip(others)).collect()
    }

    /// Means and variances of another model's `Normalization` layers, which are weights in Keras, by the places of
    /// this one's. They follow each other in both.
    fn moments_of(
        &self,
        other: &Sequential,
        skip_mismatch: bool,
    ) -> std::result::Result<Vec<(usize, Moments)>, String> {
        let (own, others) = (normalizations(self), normalizations(other));
        if own.len() != others.len() && !skip_mismatch {
            let (own, others) = (own.len(), others.len());
            return Err(format!("it has {others} Normalization layers, and the model {own}"));
        }
        let mut found = Vec::new();
        for ((place, inputs, layer), (.., from)) in own.into_iter().zip(others) {
            let Some(moments) = &from.moments else { continue };
            if layer.takes(moments.len(), inputs) {
                found.push((place, moments.clone()));
            } else if !skip_mismatch {
                let name = layer.common.name.as_deref().unwrap_or_default();
                let means = moments.len();
                return Err(format!("layer '{name}': it has {means} means for {inputs} values"));
            }
        }
        Ok(found)
    }

    /// Whether the optimizers of two models are of one class, and keep the same for the same weights.
    fn keeps_the_same(&self, other: &Sequential) -> bool {
        let class = |model: &Sequential| model.optimizer().map(Optimizer::class_name);
        let arrays = |model: &Sequential| -> Vec<(bool, Vec<usize>)> {
            let shapes = model.weight_shapes();
            shapes.iter().map(|(_, shape)| (shape.trained, dimensions(shape))).collect()
        };
        let states = |model: &Sequential| -> Vec<Vec<(&'static str, Vec<usize>)>> {
            let states = model.network().map(|network| network.states.as_slice());
            let of_array = |states: &Vec<State>| {
                states.iter().map(|state| (state.name, state.shape.clone())).collect()
            };
            states.unwrap_or_default().iter().map(of_array).collect()
        };
        let has_schedule =
            |model: &Sequential| matches!(learning_rate(model), Some(LearningRate::Schedule(_)));
        class(self).is_some()
            && class(self) == class(other)
            && has_schedule(self) == has_schedule(other)
            && self.slot_names() == other.slot_names()
            && arrays(self) == arrays(other)
            && states(self) == states(other)
    }
}

/// A model's learning rate; nothing before `compile`.
fn learning_rate(model: &Sequential) -> Option<&LearningRate> {
    model.optimizer().map(|optimizer| &optimizer.common().learning_rate)
}

/// The `Normalization` layers of a model: place, values in a row, layer.
fn normalizations(model: &Sequential) -> Vec<(usize, usize, &Normalization)> {
    let layers = each_with_inputs(model.layers(), model.inputs().unwrap_or(0)).enumerate();
    let ones = layers.filter_map(|(place, (layer, inputs))| match layer {
        Layer::Normalization(layer) => Some((place, inputs, layer)),
        _ => None,
    });
    ones.collect()
}
