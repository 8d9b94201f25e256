//! From a recipe to what it describes.

use std::path::Path;

use serde_json::{Map, Value};

use super::{Recipe, Section};
use crate::declare::{Arguments, component_value, text_or_component};
use crate::error::Result;
use crate::image::{Coordinates, Filter, Image, proportional};
use crate::layers::{Activation, Layer};
use crate::model::Sequential;
use crate::training::Fit;

/// The values that tell the position of a pixel: x and y.
const POSITION: usize = 2;

impl Recipe {
    /// The model, compiled and with its initial weights, for a picture of so many channels.
    ///
    /// # Errors
    /// Layers that don't fit each other or a position of two values; a precision that this machine
    /// hasn't.
    pub fn model(&self, channels: usize) -> Result<Sequential> {
        let mut given = self.section(Section::Model).clone();
        let layers = given.remove("layers").unwrap_or_default();
        let layers = layers.as_array().map_or(&[][..], Vec::as_slice);
        let mut model = Sequential::from_map(&given)?;
        for layer in with_units(layers, channels) {
            model.add(Layer::from_json(&layer)?)?;
        }
        model.build(POSITION)?;
        model.compile_map(self.section(Section::Compile))?;
        Ok(model)
    }

    /// The course of the training.
    pub fn fit(&self) -> Fit {
        Fit::from_map(self.section(Section::Fit)).expect("a recipe has been checked")
    }

    /// How the position of a pixel is told to the network.
    pub fn coordinates(&self) -> Coordinates {
        let arguments = self.arguments(Section::Fit);
        let name = arguments.optional_text("coordinates").unwrap_or_default();
        Coordinates::by_name(name).expect("a declared word is known")
    }

    /// The file of the picture to learn, if the recipe names one.
    pub fn path(&self) -> Option<&Path> {
        self.get(Section::Image, "path")?.as_str().map(Path::new)
    }

    /// The picture at the size that it is to be learnt at. Where only one side is given, the other
    /// keeps the proportions; where none is, the picture is returned as it is.
    ///
    /// # Errors
    /// As [`Image::resize`].
    pub fn resize(&self, image: Image) -> Result<Image> {
        let arguments = self.arguments(Section::Image);
        let side = |name| arguments.optional_whole(name).map(|side| side as usize);
        let proportional = |side: usize, from, to| proportional(side as i64, from, to) as usize;
        let (width, height) = match (side("width"), side("height")) {
            (None, None) => return Ok(image),
            (Some(width), Some(height)) => (width, height),
            (Some(width), None) => (width, proportional(width, image.width(), image.height())),
            (None, Some(height)) => (proportional(height, image.height(), image.width()), height),
        };
        let filter = arguments.optional_text("filter").unwrap_or_default();
        image.resize(width, height, Filter::by_name(filter)?)
    }

    fn arguments(&self, section: Section) -> Arguments {
        Arguments::check(section.declaration(), &with_data(section, self.section(section)))
            .expect("a recipe has been checked")
    }
}

/// The arguments of a part, and nothing for the data that it can't hold.
fn with_data(section: Section, given: &Map<String, Value>) -> Map<String, Value> {
    let mut all = given.clone();
    for argument in section.declaration().arguments {
        if argument.default.to_json().is_none() {
            all.entry(argument.name).or_insert(Value::Null);
        }
    }
    all
}

/// The layers, the last dense one of which has as many units as give a value for each channel, unless it
/// says how many. That one may stand within a block.
pub(super) fn with_units(layers: &[Value], channels: usize) -> Vec<Value> {
    let mut layers = layers.to_vec();
    let mut outputs = channels;
    give_units(&mut layers, &mut outputs);
    layers
}

/// Says whether there was a dense layer. `outputs` are those that the last layer has to have.
fn give_units(layers: &mut [Value], outputs: &mut usize) -> bool {
    layers.iter_mut().rev().any(|layer| {
        let Some((name, mut config)) = text_or_component(layer) else { return false };
        // A name that isn't known is refused with the layer.
        let activation = config.get("activation").map(Activation::from_json);
        if let Some(Ok(activation)) = activation {
            *outputs = activation.inputs(*outputs);
        }
        let found = match config.get_mut("layers") {
            Some(Value::Array(inner)) => give_units(inner, outputs),
            _ if name == "Dense" => {
                config.entry("units").or_insert((*outputs).into());
                true
            }
            _ => false,
        };
        if found {
            *layer = component_value(name, config);
        }
        found
    })
}
