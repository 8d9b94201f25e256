//! The stack of layers, changed from the top or made once more.

use super::sequential::Sequential;
use crate::error::{Error, Result};
use crate::layers::Layer;

impl Sequential {
    /// Takes the topmost layer off and returns its description. The others keep their weights; the optimizer
    /// begins anew.
    ///
    /// # Errors
    /// A model without layers.
    ///
    /// # Example
    /// ```
    /// use imfit::Sequential;
    /// use imfit::layers::Dense;
    ///
    /// let layers = [Dense::new(8).input_shape(2).into(), Dense::new(3).into()];
    /// let mut model = Sequential::new(layers)?;
    /// model.pop()?;
    /// assert_eq!(model.outputs(), Some(8));
    /// # Ok::<(), imfit::Error>(())
    /// ```
    pub fn pop(&mut self) -> Result<Layer> {
        let mut shorter = self.clone();
        shorter.stop = self.stop.shared();
        let Some(layer) = shorter.layers.pop() else {
            return Err(Error::Shape("the model has no layers that could be taken off".into()));
        };
        shorter.revision += 1;
        if shorter.layers.is_empty() {
            shorter.network = None;
        }
        shorter.lay_out()?;
        *self = shorter;
        Ok(layer)
    }

    /// A model of the same layers, name and seed, with the weights that those begin with. It is not compiled.
    ///
    /// # Errors
    /// None in practice: a model's own description makes a model.
    pub fn clone_model(&self) -> Result<Sequential> {
        Sequential::from_config(&self.config())
    }
}
