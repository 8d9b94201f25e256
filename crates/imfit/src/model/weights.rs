//! A model's weights, as its user sees them.

use ndarray::{ArrayD, ArrayViewD, IxDyn};

use super::sequential::Sequential;
use crate::error::{Error, Result};
use crate::layers::WeightShape;
use crate::training::History;

impl Sequential {
    /// The weights in order: for each dense layer its kernel, (inputs, outputs), and its bias,
    /// (outputs). Empty if the model isn't built.
    pub fn get_weights(&self) -> Vec<ArrayD<f32>> {
        let Some(network) = &self.network else { return Vec::new() };
        let shapes = self.weight_shapes();
        shapes
            .iter()
            .enumerate()
            .map(|(array, (_, shape))| {
                ArrayD::from_shape_vec(IxDyn(&dimensions(shape)), network.get(array))
                    .expect("an array has the shape that its layer declares")
            })
            .collect()
    }

    /// Replaces all weights. The optimizer's state stays as it is.
    ///
    /// # Errors
    /// A model that isn't built, another number of arrays than it has, or an array of another shape.
    /// No weight is changed then.
    pub fn set_weights(&mut self, weights: &[ArrayViewD<'_, f32>]) -> Result<()> {
        let shapes = self.weight_shapes();
        let network = self.network.as_mut().ok_or(Error::NotBuilt)?;
        if weights.len() != shapes.len() {
            return Err(Error::Shape(format!(
                "`weights` must hold {} arrays, but holds {}",
                shapes.len(),
                weights.len()
            )));
        }
        for (index, (array, (layer, shape))) in weights.iter().zip(&shapes).enumerate() {
            let expected = dimensions(shape);
            if array.shape() != expected {
                return Err(Error::Shape(format!(
                    "array {} of `weights`, the {} of layer '{layer}', must have shape {}, not {}",
                    index + 1,
                    shape.name,
                    in_words(&expected),
                    in_words(array.shape())
                )));
            }
        }
        for (index, array) in weights.iter().enumerate() {
            let values: Vec<f32> = array.iter().copied().collect();
            network.set(index, &values);
        }
        Ok(())
    }

    /// The values of all weights, array by array; to be put back by
    /// [`set_weight_values`](Sequential::set_weight_values).
    pub(crate) fn weight_values(&self) -> Vec<Vec<f32>> {
        let Some(network) = &self.network else { return Vec::new() };
        (0..network.arrays().len()).map(|array| network.get(array)).collect()
    }

    /// Puts back the weights of a model of the same layers.
    pub(crate) fn set_weight_values(&mut self, weights: &[Vec<f32>]) {
        let Some(network) = &mut self.network else { return };
        weights.iter().enumerate().for_each(|(array, values)| network.set(array, values));
    }

    /// The layers and weights alone: not compiled, without history.
    pub(crate) fn weights_only(&self) -> Sequential {
        let mut model = self.clone();
        model.compiled = None;
        model.history = History::default();
        model
    }

    /// The number of weights.
    ///
    /// # Errors
    /// [`Error::NotBuilt`] while the input shape isn't known.
    pub fn count_params(&self) -> Result<usize> {
        let network = self.network()?;
        Ok(network.arrays().iter().map(|array| array.rows * array.columns).sum())
    }

    /// Where the weights of a layer stand in [`get_weights`](Sequential::get_weights): of the layer of
    /// this name, also one within a block. Empty if it has none, the model isn't built, or there is no
    /// such layer.
    pub fn weight_range(&self, name: &str) -> std::ops::Range<usize> {
        self.find(name).map_or(0..0, |placed| placed.weights)
    }

    /// Layer and shape of every weight array of a built model.
    pub(crate) fn weight_shapes(&self) -> Vec<(String, WeightShape)> {
        let mut all = Vec::new();
        for placed in self.placed() {
            // A block's own weights are those of the layers within it, which follow.
            if placed.layer.layers().is_empty() {
                let name = placed.layer.name().unwrap_or_default();
                let shapes = placed.shapes().unwrap_or_default();
                all.extend(shapes.into_iter().map(|shape| (name.to_owned(), shape)));
            }
        }
        all
    }
}

/// The sides of a weight array, as its user sees it.
pub(crate) fn dimensions(shape: &WeightShape) -> Vec<usize> {
    if shape.vector { vec![shape.columns] } else { vec![shape.rows, shape.columns] }
}

fn in_words(shape: &[usize]) -> String {
    let sides: Vec<String> = shape.iter().map(usize::to_string).collect();
    format!("({})", sides.join(", "))
}
