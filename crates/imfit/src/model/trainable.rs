//! Which layers training changes.

use super::sequential::Sequential;
use crate::error::{Error, Result};
use crate::layers::{Layer, Moments};

impl Sequential {
    /// Says whether training changes the weights of the layer of this name, which may be one in a block.
    /// That holds from the next fit on, without another `compile`; what the optimizer keeps for other
    /// layers goes on, and begins anew for weights that are trained again.
    ///
    /// # Errors
    /// A name that no layer has.
    ///
    /// # Example
    /// ```
    /// use imfit::{Sequential, layers::Dense};
    ///
    /// let mut model = Sequential::new([Dense::new(9).input_shape(2).into(), Dense::new(3).into()])?;
    /// model.set_trainable("dense", false)?;
    /// assert!(!model.layers()[0].trainable() && model.layers()[1].trainable());
    /// # Ok::<(), imfit::Error>(())
    /// ```
    pub fn set_trainable(&mut self, name: &str, trainable: bool) -> Result<()> {
        if self.find(name).is_none() {
            return Err(self.no_such_layer("layer", name));
        }
        self.change_layers(|layers| {
            if let Some(layer) = named_mut(layers, name) {
                layer.set_trainable(trainable);
            }
        });
        Ok(())
    }

    /// The same for all layers.
    pub fn set_all_trainable(&mut self, trainable: bool) {
        self.change_layers(|layers| {
            layers.iter_mut().for_each(|layer| layer.set_trainable(trainable));
        });
    }

    /// Freezes the layers from one to another, both by name, both included, and trains the others; with
    /// `trainable` the other way round. Without names it is from the first, and to the last.
    ///
    /// # Errors
    /// A name that no layer has, and a range that ends before it begins.
    pub fn set_range_trainable(
        &mut self,
        (from, to): (Option<&str>, Option<&str>),
        trainable: bool,
    ) -> Result<()> {
        let first = from.map_or(Ok(0), |name| self.place_of("from", name))?;
        let last = self.layers.len().saturating_sub(1);
        let last = to.map_or(Ok(last), |name| self.place_of("to", name))?;
        if last < first {
            let (given, allowed) = (to.unwrap_or_default(), "a layer that isn't before `from`");
            return Err(Error::argument("to", format!("'{given}'"), allowed));
        }
        self.change_layers(|layers| {
            for (index, layer) in layers.iter_mut().enumerate() {
                layer.set_trainable((first..=last).contains(&index) == trainable);
            }
        });
        Ok(())
    }

    /// Gives `Normalization` layers, by their places, other means and variances, of which a row takes as many.
    pub(crate) fn set_moments(&mut self, moments: Vec<(usize, Moments)>) {
        self.change_layers(|layers| {
            for (place, moments) in moments {
                if let Some(Layer::Normalization(layer)) = layers.get_mut(place) {
                    layer.moments = Some(moments);
                }
            }
        });
    }

    /// The place of a layer that isn't within a block.
    fn place_of(&self, argument: &'static str, name: &str) -> Result<usize> {
        let found = self.layers.iter().position(|layer| layer.name() == Some(name));
        found.ok_or_else(|| self.no_such_layer(argument, name))
    }

    /// Changes what layers are but for their weights. Where that changes nothing, a training goes on.
    fn change_layers(&mut self, change: impl FnOnce(&mut [Layer])) {
        let before = self.layers.clone();
        change(&mut self.layers);
        if self.layers != before {
            self.follow_trainable();
        }
    }

    /// Brings the network, and what the optimizer keeps, in line with the layers.
    fn follow_trainable(&mut self) {
        self.revision += 1;
        let shapes = self.weight_shapes();
        let Some(network) = &mut self.network else { return };
        let trained: Vec<bool> = shapes.iter().map(|(_, shape)| shape.trained).collect();
        let optimizer = self.compiled.as_ref().map(|compiled| &compiled.optimizer);
        let slots = optimizer.map(|optimizer| optimizer.slots()).unwrap_or_default();
        let average = optimizer.and_then(|optimizer| optimizer.average_slot());
        let states = |array: usize| {
            let (layer, shape) = &shapes[array];
            let path = format!("{}/{layer}/{}", self.name, shape.name);
            optimizer.map(|optimizer| optimizer.states(&path, shape)).unwrap_or_default()
        };
        network.set_trained(&trained, &slots, states, average);
        network.refresh_operations(&self.layers, self.seed);
    }
}

/// The layer of a name among these, and in their blocks.
fn named_mut<'a>(layers: &'a mut [Layer], name: &str) -> Option<&'a mut Layer> {
    for layer in layers {
        if layer.name() == Some(name) {
            return Some(layer);
        }
        if let Some(found) = named_mut(layer.layers_mut(), name) {
            return Some(found);
        }
    }
    None
}
