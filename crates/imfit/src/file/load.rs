//! Reading a model.

use std::path::Path;

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use serde_json::{Map, Value};

use super::header::{FORMAT, Header, KEY};
use super::{keras, slot_name};
use crate::declare::check_call;
use crate::error::{Error, Result};
use crate::image::Grid;
use crate::model::{Sequential, dimensions};

impl Sequential {
    /// Reads a model that [`save`](Sequential::save) has written, or one of Keras's, `.keras` or the old `.h5`:
    /// whatever the file's name, what is in it counts.
    ///
    /// # Errors
    /// [`Error::File`] where the file can't be read, [`Error::ModelFile`] where it isn't a model, is
    /// cut off, was written by a later version, or holds something that imfit hasn't.
    pub fn load(path: impl AsRef<Path>) -> Result<Sequential> {
        Sequential::load_map(path, &Map::new())
    }

    /// The same with arguments by name: `compile`.
    ///
    /// # Errors
    /// As [`load`](Sequential::load).
    pub fn load_map(path: impl AsRef<Path>, given: &Map<String, Value>) -> Result<Sequential> {
        let path = path.as_ref();
        let arguments = check_call("load_model", given)?;
        let bytes = read_file(path)?;
        model(&bytes, arguments.flag("compile"))
            .map_err(|reason| Error::ModelFile { path: path.into(), reason })
    }

    /// Reads a model from the bytes of a file.
    ///
    /// # Errors
    /// [`Error::ModelFile`] where they aren't a model.
    pub fn from_bytes(bytes: &[u8]) -> Result<Sequential> {
        model(bytes, true).map_err(|reason| Error::ModelFile { path: "<bytes>".into(), reason })
    }
}

/// All bytes of a file.
pub(super) fn read_file(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|source| Error::File { action: "read", path: path.into(), source })
}

/// A model, or the reason why the bytes are none. With `compiled` it is compiled as it was.
fn model(bytes: &[u8], compiled: bool) -> std::result::Result<Sequential, String> {
    if keras::is_one(bytes) { keras::from_bytes(bytes, compiled) } else { native(bytes, compiled) }
}

/// The same from bytes in the native format.
pub(super) fn native(bytes: &[u8], compiled: bool) -> std::result::Result<Sequential, String> {
    let (_, metadata) = SafeTensors::read_metadata(bytes)
        .map_err(|error| format!("it isn't a whole safetensors file ({error})"))?;
    let text = metadata.metadata().as_ref().and_then(|texts| texts.get(KEY));
    let text = text.ok_or("it is a safetensors file, but not one of imfit's")?;
    let format = serde_json::from_str::<serde_json::Value>(text)
        .ok()
        .and_then(|header| header.get("format")?.as_u64());
    if let Some(later) = format.filter(|format| *format > u64::from(FORMAT)) {
        return Err(format!(
            "its format is {later}, and this version knows formats up to {FORMAT}"
        ));
    }
    let header: Header = serde_json::from_str(text)
        .map_err(|error| format!("its description is damaged ({error})"))?;
    let tensors = SafeTensors::deserialize(bytes)
        .map_err(|error| format!("it isn't a whole safetensors file ({error})"))?;
    build(header, &tensors, compiled).map_err(|error| error.to_string())
}

fn build(header: Header, tensors: &SafeTensors<'_>, compiled: bool) -> Result<Sequential> {
    let mut model = Sequential::described(&header.model)?;
    let shapes = model.weight_shapes();
    let arrays = shapes.iter().map(|(layer, shape)| {
        read(tensors, &format!("{layer}/{}", shape.name), &dimensions(shape))
    });
    model.lay_out_with(arrays.collect::<Result<_>>()?)?;
    if let Some(compile) = header.compile.as_ref().filter(|_| compiled) {
        let empty = serde_json::Map::new();
        model.compile_as_saved(compile.as_object().unwrap_or(&empty))?;
        read_optimizer(&mut model, tensors)?;
    }
    let learnt = header.learnt.as_ref().map(|learnt| {
        Grid::from_json(learnt)
            .ok_or_else(|| Error::Shape("the size of its picture is damaged".into()))
    });
    model.resume(header.iterations, header.epochs_begun, header.history, learnt.transpose()?);
    Ok(model)
}

/// Reads what the optimizer has kept for each array.
fn read_optimizer(model: &mut Sequential, tensors: &SafeTensors<'_>) -> Result<()> {
    let (slots, shapes) = (model.slot_names(), model.weight_shapes());
    let Some(network) = model.network_mut() else { return Ok(()) };
    for (array, (layer, shape)) in shapes.iter().enumerate() {
        let name = format!("{layer}/{}", shape.name);
        for (index, slot) in slots.iter().enumerate().filter(|_| shape.trained) {
            let values = read(tensors, &slot_name(slot, &name), &dimensions(shape))?;
            network.set_slot(array, index, &values);
        }
        for state in &mut network.states.get_mut(array).into_iter().flatten() {
            let length = state.length();
            let values = read(tensors, &slot_name(state.name, &name), &state.shape)?;
            state.values[..length].copy_from_slice(&values);
        }
    }
    Ok(())
}

fn read(tensors: &SafeTensors<'_>, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
    let damaged = |what: &str| Error::Shape(format!("array '{name}' {what}"));
    let tensor: TensorView<'_> = tensors.tensor(name).map_err(|_| damaged("is missing"))?;
    if tensor.dtype() != Dtype::F32 || tensor.shape() != shape {
        return Err(damaged("doesn't have the shape that the description says"));
    }
    let values = tensor.data().chunks_exact(4);
    Ok(values.map(|bytes| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])).collect())
}
