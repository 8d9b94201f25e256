//! Layers of a model, found by name or place.

use serde_json::{Map, Value};

use super::sequential::Sequential;
use crate::declare::check_call;
use crate::error::{Error, Result};
use crate::layers::Layer;

impl Sequential {
    /// The layer of a name, which may be one in a block.
    ///
    /// # Errors
    /// A name that no layer has.
    ///
    /// # Example
    /// ```
    /// use imfit::{Sequential, layers::Dense};
    ///
    /// let model = Sequential::new([Dense::new(9).input_shape(2).into(), Dense::new(3).into()])?;
    /// assert_eq!(model.get_layer("dense_1")?.name(), Some("dense_1"));
    /// assert!(model.get_layer("dense_2").is_err());
    /// # Ok::<(), imfit::Error>(())
    /// ```
    pub fn get_layer(&self, name: &str) -> Result<&Layer> {
        let found = self.find(name).map(|placed| placed.layer);
        found.ok_or_else(|| self.no_such_layer("name", name))
    }

    /// The layer that the arguments of `get_layer` mean, `name` or `index`; the host counts places from
    /// `first` on.
    ///
    /// # Errors
    /// Neither of them, both, or one that no layer has.
    pub fn get_layer_map(&self, given: &Map<String, Value>, first: usize) -> Result<&Layer> {
        let arguments = check_call("get_layer", given)?;
        let index = arguments.optional_whole("index");
        match (arguments.optional_text("name"), index.map(|index| index as usize)) {
            (Some(name), None) => self.get_layer(name),
            (None, Some(index)) => {
                let place = index.checked_sub(first);
                place.and_then(|place| self.layers.get(place)).ok_or_else(|| {
                    let allowed = match self.layers.len() {
                        0 => "left out: the model has no layers".to_owned(),
                        count => format!("from {first} to {}", first + count - 1),
                    };
                    Error::argument("index", index, allowed)
                })
            }
            (None, None) => {
                Err(Error::argument("name", "nothing", "the name of a layer, or `index` its place"))
            }
            (Some(_), Some(_)) => {
                Err(Error::argument("index", "given too", "left out where `name` is given"))
            }
        }
    }

    /// Says which names there are.
    pub(super) fn no_such_layer(&self, argument: &str, name: &str) -> Error {
        let placed = self.placed();
        let names: Vec<&str> = placed.iter().filter_map(|placed| placed.layer.name()).collect();
        let allowed = match names.len() {
            0 => "left out: the model has no layers".to_owned(),
            _ => format!("the name of a layer: one of {}", names.join(", ")),
        };
        Error::argument(argument, format!("'{name}'"), allowed)
    }
}
