//! Writing a model.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;

use safetensors::{Dtype, View};
use serde_json::{Map, Value};

use super::format::{Format, check_overwrite};
use super::header::{FORMAT, Header, KEY};
use super::{keras, slot_name, write_whole};
use crate::declare::check_call;
use crate::error::{Error, Result};
use crate::image::Grid;
use crate::model::{Sequential, dimensions};

/// One array of a file.
struct Tensor {
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl View for &Tensor {
    fn dtype(&self) -> Dtype {
        Dtype::F32
    }

    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn data(&self) -> Cow<'_, [u8]> {
        (&self.bytes).into()
    }

    fn data_len(&self) -> usize {
        self.bytes.len()
    }
}

impl Sequential {
    /// Writes the model to a file, with all that training needs to go on as if it had not stopped:
    /// weights, description, compilation, optimizer state, history and seed.
    ///
    /// A name that ends in `.keras` makes it a file that Keras 3 loads; else it is in the native format,
    /// safetensors. It appears under its name only once it is whole; an older one stays until then.
    ///
    /// # Errors
    /// [`Error::File`] where the file can't be written, [`Error::NotInKeras`] for what Keras hasn't, and a name
    /// that belongs to another kind of file.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        self.save_map(path, &Map::new())
    }

    /// The same with arguments by name: `overwrite`.
    ///
    /// # Errors
    /// As [`save`](Sequential::save), and a file that is there and may not be overwritten.
    pub fn save_map(&self, path: impl AsRef<Path>, given: &Map<String, Value>) -> Result<()> {
        let path = path.as_ref();
        let arguments = check_call("save", given)?;
        let format = Format::of(path)?;
        check_overwrite(path, arguments.flag("overwrite"))?;
        let bytes = match format {
            Format::Native => self.to_bytes()?,
            Format::Keras => keras::to_bytes(self)?,
        };
        write_whole(path, &bytes)
    }

    /// Says whether [`save`](Sequential::save) could put the model into a file of this name, before hours of
    /// training are spent on it.
    ///
    /// # Errors
    /// A name that belongs to another kind of file, and [`Error::NotInKeras`] for what Keras hasn't.
    pub fn check_save(&self, path: impl AsRef<Path>) -> Result<()> {
        match Format::of(path.as_ref())? {
            Format::Native => Ok(()),
            Format::Keras => keras::check(self),
        }
    }

    /// The bytes of the native format: the same for the same model.
    ///
    /// # Errors
    /// None in practice: the format holds every model.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let header = Header {
            format: FORMAT,
            model: self.config(),
            compile: self.compile_config(),
            iterations: self.iterations(),
            epochs_begun: self.epochs_begun(),
            history: self.history().clone(),
            learnt: self.learnt().map(Grid::to_json),
        };
        let text = serde_json::to_string(&header).map_err(inner)?;
        let metadata = HashMap::from([(KEY.to_owned(), text)]);
        let tensors = self.tensors();
        let views = tensors.iter().map(|(name, tensor)| (name, tensor));
        safetensors::serialize(views, Some(metadata)).map_err(inner)
    }

    fn tensors(&self) -> Vec<(String, Tensor)> {
        let Ok(network) = self.network() else { return Vec::new() };
        let slots = self.slot_names();
        let mut tensors = Vec::new();
        for (array, (layer, shape)) in self.weight_shapes().iter().enumerate() {
            let name = format!("{layer}/{}", shape.name);
            let dims = dimensions(shape);
            for (index, slot) in slots.iter().enumerate().filter(|_| shape.trained) {
                let tensor = tensor(&dims, &network.slot(array, index));
                tensors.push((slot_name(slot, &name), tensor));
            }
            for state in network.states.get(array).into_iter().flatten() {
                let tensor = tensor(&state.shape, &state.values[..state.length()]);
                tensors.push((slot_name(state.name, &name), tensor));
            }
            tensors.push((name, tensor(&dims, &network.get(array))));
        }
        tensors
    }
}

fn tensor(shape: &[usize], values: &[f32]) -> Tensor {
    let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    Tensor { shape: shape.to_vec(), bytes }
}

fn inner(error: impl std::fmt::Display) -> Error {
    Error::Shape(format!("the model can't be put into a file: {error}"))
}
