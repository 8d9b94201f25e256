//! The weights alone, as Keras's `save_weights` and `load_weights` have them.

use std::path::Path;

use serde_json::{Map, Value};

use super::format::{check_ending, check_overwrite};
use super::load::{native, read_file};
use super::{keras, write_whole};
use crate::declare::check_call;
use crate::error::{Error, Result};
use crate::model::Sequential;

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
    /// old `.h5`, or the native format. The optimizer's state comes along where the file has one that fits; else
    /// it stays as it is.
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
            native(&bytes, false).and_then(|model| self.take_weights(&model, skip_mismatch))
        };
        loaded.map_err(|reason| Error::ModelFile { path: path.into(), reason })
    }

    /// Takes over the weights of a model with the same layers.
    fn take_weights(
        &mut self,
        other: &Sequential,
        skip_mismatch: bool,
    ) -> std::result::Result<(), String> {
        let (own, others) = (self.weight_shapes(), other.weight_shapes());
        if own.len() != others.len() {
            return Err(format!("it has {} arrays, and the model {}", others.len(), own.len()));
        }
        let differs = |array: &usize| own[*array].1 != others[*array].1;
        if let Some(array) = (0..own.len()).find(differs).filter(|_| !skip_mismatch) {
            let (layer, shape) = &own[array];
            return Err(format!("the {} of layer '{layer}' has another shape there", shape.name));
        }
        let (Ok(from), Some(to)) = (other.network(), self.network_mut()) else {
            return Err("it holds no weights".into());
        };
        for array in (0..own.len()).filter(|array| !differs(array)) {
            to.set(array, &from.get(array));
        }
        Ok(())
    }
}
