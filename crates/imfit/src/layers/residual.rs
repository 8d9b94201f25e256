//! The residual block: a stack of layers, and a way around it.

use serde_json::{Map, Value};

use super::Layer;
use super::common::{Common, INPUT_SHAPE, NAME, TRAINABLE};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::{Error, Result};

/// Blocks within each other, at most.
const MOST_NESTED: usize = 8;

/// `x + f(x)`, where f is a stack of layers whose output is as wide as its input: gradients reach
/// what is below without passing through the stack, so that deep networks train.
///
/// Keras writes the same with its functional API, as `Add()([x, f(x)])`.
///
/// # Example
/// ```
/// use imfit::Sequential;
/// use imfit::layers::{Activation, Dense, Residual};
///
/// let block = || Residual::new([
///     Dense::new(20).activation(Activation::Tanh).into(),
///     Dense::new(20).into(),
/// ]);
/// let model = Sequential::new([
///     Dense::new(20).input_shape(2).into(),
///     block().into(),
///     block().into(),
///     Dense::new(3).into(),
/// ])?;
/// assert_eq!(model.count_params()?, 60 + 4 * 420 + 63);
///
/// // A stack that changes the width can't be added to its input.
/// assert!(Sequential::new([Residual::new([Dense::new(3).into()]).input_shape(2).into()]).is_err());
/// # Ok::<(), imfit::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Residual {
    pub(crate) layers: Vec<Layer>,
    pub(crate) common: Common,
}

impl Residual {
    /// A block around a stack of layers. A model says whether they fit when the block is put on top.
    pub fn new(layers: impl IntoIterator<Item = Layer>) -> Residual {
        Residual { layers: layers.into_iter().collect(), common: Common::default() }
    }

    /// The same as the first layer of a model whose rows of input have `inputs` values.
    pub fn input_shape(mut self, inputs: usize) -> Residual {
        self.common.input_shape = Some(inputs);
        self
    }

    /// The layers of the stack, from the input on.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// Refuses a block without layers, and one that holds others too deep.
    pub(super) fn check(&self) -> Result<()> {
        if self.layers.is_empty() {
            let allowed = "a list of at least one layer";
            return Err(Error::argument("layers", "an empty list", allowed));
        }
        if self.depth() > MOST_NESTED {
            let given = format!("blocks in blocks, {} deep", self.depth());
            let allowed = format!("layers with blocks in each other at most {MOST_NESTED} deep");
            return Err(Error::argument("layers", given, allowed));
        }
        Ok(())
    }

    /// Refuses a stack that makes rows of another width than it takes.
    pub(super) fn check_width(&self, inputs: usize, outputs: usize) -> Result<()> {
        if inputs == outputs {
            return Ok(());
        }
        let name = self.common.name.as_deref().unwrap_or("residual");
        let given = format!("a stack in block '{name}' that makes {outputs} values of {inputs}");
        let allowed = "layers whose output is as wide as the block's input: the two are added";
        Err(Error::argument("layers", given, allowed))
    }

    /// Blocks in each other, with this one.
    fn depth(&self) -> usize {
        let inner = self.layers.iter().map(|layer| match layer {
            Layer::Residual(block) => block.depth(),
            _ => 0,
        });
        1 + inner.max().unwrap_or(0)
    }
}

impl Component for Residual {
    const DECLARATION: Declaration = Declaration {
        class_name: "Residual",
        aliases: &[],
        doc: "A residual block: its input, plus what a stack of layers makes of it.",
        arguments: &[
            Argument {
                name: "layers",
                values: Values::Layers,
                optional: false,
                default: Default::Required,
                doc: "The layers of the stack; its output must be as wide as its input.",
            },
            NAME,
            INPUT_SHAPE,
            TRAINABLE,
        ],
        source: "https://arxiv.org/abs/1512.03385",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        let layers = arguments.get("layers").as_array().map_or(&[][..], Vec::as_slice);
        let mut layers = layers.iter().map(Layer::from_json).collect::<Result<Vec<Layer>>>()?;
        if !arguments.flag("trainable") {
            layers.iter_mut().for_each(|layer| layer.set_trainable(false));
        }
        let block = Residual { layers, common: Common::from_arguments(arguments) };
        block.check()?;
        Ok(block)
    }

    fn arguments(&self) -> Map<String, Value> {
        let layers: Vec<Value> = self.layers.iter().map(Layer::to_json).collect();
        let mut config = Map::from_iter([("layers".into(), layers.into())]);
        self.common.add_to(&mut config);
        config
    }
}
