//! Inputs on another scale.

use serde_json::{Map, Value};

use super::common::{Common, INPUT_SHAPE, NAME, TRAINABLE, shortest, single};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::{Error, Result};

/// x · `scale` + `offset`
///
/// # Example
/// ```
/// use imfit::Sequential;
/// use imfit::layers::{Dense, Rescaling};
///
/// // Colours of 8 bits, between -1 and 1.
/// let model = Sequential::new([
///     Rescaling::new(1.0 / 127.5)?.offset(-1.0).input_shape(3).into(),
///     Dense::new(1).into(),
/// ])?;
/// # Ok::<(), imfit::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Rescaling {
    pub(crate) scale: f32,
    pub(crate) offset: f32,
    pub(crate) common: Common,
}

impl Rescaling {
    /// A layer that multiplies by `scale`.
    ///
    /// # Errors
    /// A number that isn't finite.
    pub fn new(scale: f64) -> Result<Rescaling> {
        check_finite("scale", scale)?;
        Rescaling::from_map(&Map::from_iter([("scale".into(), scale.into())]))
    }

    /// The same with an offset, which is added after that. One that isn't finite is refused when the layer is
    /// put into a model.
    pub fn offset(mut self, offset: f32) -> Rescaling {
        self.offset = offset;
        self
    }

    /// The same as the first layer of a model whose rows of input have `inputs` values.
    pub fn input_shape(mut self, inputs: usize) -> Rescaling {
        self.common.input_shape = Some(inputs);
        self
    }
}

impl Rescaling {
    /// Refuses an offset that was given in Rust and isn't finite.
    pub(super) fn check(&self) -> Result<()> {
        check_finite("offset", self.offset.into())
    }
}

/// Refuses what JSON has no number for.
fn check_finite(argument: &'static str, value: f64) -> Result<()> {
    if value.is_finite() {
        return Ok(());
    }
    Err(Error::argument(argument, value, Values::ANY_REAL.in_words()))
}

impl Component for Rescaling {
    const DECLARATION: Declaration = Declaration {
        class_name: "Rescaling",
        aliases: &[],
        doc: "Brings its inputs to another scale: x * scale + offset.",
        arguments: &[
            Argument {
                name: "scale",
                values: Values::ANY_REAL,
                optional: false,
                default: Default::Required,
                doc: "What each input is multiplied by.",
            },
            Argument {
                name: "offset",
                values: Values::ANY_REAL,
                optional: false,
                default: Default::Real(0.0),
                doc: "What is added after that.",
            },
            NAME,
            INPUT_SHAPE,
            TRAINABLE,
        ],
        source: "https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(Rescaling {
            scale: single(arguments, "scale")?,
            offset: single(arguments, "offset")?,
            common: Common::from_arguments(arguments),
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        let mut config = Map::from_iter([
            ("scale".into(), shortest(self.scale).into()),
            ("offset".into(), shortest(self.offset).into()),
        ]);
        self.common.add_to(&mut config);
        config
    }
}
