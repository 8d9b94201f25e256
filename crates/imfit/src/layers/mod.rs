//! The layers of a model, as descriptions: what they compute stands in `engine`.

mod activation;
mod activation_declarations;
mod activation_layer;
mod activation_layers;
mod activity_regularization;
mod batch_normalization;
mod common;
mod dense;
mod gamma_beta;
mod identity;
mod layer_normalization;
mod noise;
mod normalization;
mod prelu;
mod relu;
mod rescaling;
mod residual;
mod row_lengths;

pub use activation::Activation;
pub use activation_layer::ActivationLayer;
pub use activation_layers::{ELU, LeakyReLU, Softmax};
pub use activity_regularization::ActivityRegularization;
pub use batch_normalization::BatchNormalization;
pub use dense::Dense;
pub use identity::Identity;
pub use layer_normalization::LayerNormalization;
pub use noise::{AlphaDropout, Dropout, GaussianDropout, GaussianNoise};
pub(crate) use normalization::Moments;
pub use normalization::Normalization;
pub use prelu::PReLU;
pub use relu::ReLU;
pub use rescaling::Rescaling;
pub use residual::Residual;
pub use row_lengths::{RMSNormalization, UnitNormalization};

pub(crate) use activation::Function;
pub(crate) use activation_declarations::DECLARATIONS as ACTIVATION_DECLARATIONS;
pub(crate) use common::{Common, shape_of, shortest, single};

use serde_json::{Map, Value};

use crate::constraints::Constraint;
use crate::declare::{Arguments, Component, Declaration, Kind, text_or_component};
use crate::error::{Error, Result};
use crate::initializers::Initializer;
use crate::regularizers::Regularizer;

macro_rules! layers {
    ($($name:ident),*) => {
        /// Any of the layers.
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum Layer {
            $(
                #[doc = concat!("See [`struct@", stringify!($name), "`].")]
                $name($name),
            )*
        }

        /// The declarations of all layers.
        pub(crate) const DECLARATIONS: &[&Declaration] = &[$(&<$name>::DECLARATION),*];

        $(impl From<$name> for Layer {
            fn from(layer: $name) -> Self {
                Layer::$name(layer)
            }
        })*

        impl Layer {
            /// The name of the layer's class, as "Dense".
            pub fn class_name(&self) -> &'static str {
                match self {
                    $(Layer::$name(_) => <$name>::DECLARATION.class_name,)*
                }
            }

            /// The layer as `{"class_name", "config"}`.
            pub fn to_json(&self) -> Value {
                match self {
                    $(Layer::$name(layer) => layer.to_json(),)*
                }
            }

            fn named(class_name: &str, arguments: &Arguments) -> Result<Layer> {
                match class_name {
                    $(name if name == <$name>::DECLARATION.class_name => {
                        Ok(<$name>::from_arguments(arguments)?.into())
                    })*
                    _ => unreachable!("{class_name} is declared, but not made"),
                }
            }

            fn common(&self) -> &Common {
                match self {
                    $(Layer::$name(layer) => &layer.common,)*
                }
            }

            fn common_mut(&mut self) -> &mut Common {
                match self {
                    $(Layer::$name(layer) => &mut layer.common,)*
                }
            }
        }
    };
}

layers!(
    Dense,
    ActivationLayer,
    ReLU,
    LeakyReLU,
    PReLU,
    ELU,
    Softmax,
    Dropout,
    GaussianNoise,
    GaussianDropout,
    AlphaDropout,
    Normalization,
    Rescaling,
    LayerNormalization,
    RMSNormalization,
    UnitNormalization,
    Identity,
    Residual,
    BatchNormalization,
    ActivityRegularization
);

/// One weight array of a layer: a kernel of (inputs, outputs), or one row, as a bias is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct WeightShape {
    pub(crate) name: &'static str,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    /// Whether the host sees a vector instead of a matrix.
    pub(crate) vector: bool,
    /// Whether the optimizer changes it. What it leaves alone, a layer names after all others.
    pub(crate) trained: bool,
    /// How it begins.
    pub(crate) initializer: Initializer,
    /// The penalty on it.
    pub(crate) regularizer: Option<Regularizer>,
    /// What it is held to.
    pub(crate) constraint: Option<Constraint>,
}

impl WeightShape {
    /// A matrix of (rows, columns) that the optimizer changes.
    pub(crate) fn matrix(
        name: &'static str,
        (rows, columns): (usize, usize),
        initializer: &Initializer,
    ) -> WeightShape {
        WeightShape {
            name,
            rows,
            columns,
            vector: false,
            trained: true,
            initializer: initializer.clone(),
            regularizer: None,
            constraint: None,
        }
    }

    /// A vector that the optimizer changes.
    pub(crate) fn vector(
        name: &'static str,
        columns: usize,
        initializer: &Initializer,
    ) -> WeightShape {
        WeightShape { vector: true, ..WeightShape::matrix(name, (1, columns), initializer) }
    }

    /// The same with a penalty on it, and with what it is held to.
    pub(crate) fn with(
        self,
        regularizer: Option<Regularizer>,
        constraint: Option<&Constraint>,
    ) -> WeightShape {
        WeightShape { regularizer, constraint: constraint.cloned(), ..self }
    }

    /// The number of weights.
    pub(crate) fn count(&self) -> usize {
        self.rows * self.columns
    }
}

impl Layer {
    /// The layer that `value` describes.
    ///
    /// # Errors
    /// A name or an argument that doesn't exist, is missing or wrong.
    pub fn from_json(value: &Value) -> Result<Layer> {
        let (name, config) = text_or_component(value).ok_or_else(|| {
            Error::wrong_type(
                "layers",
                value,
                "a list of layers, each with a class_name and a config",
            )
        })?;
        Layer::from_arguments(name, &config)
    }

    /// The layer of a class, with arguments by name.
    ///
    /// # Errors
    /// As [`Layer::from_json`].
    pub fn from_arguments(class_name: &str, given: &Map<String, Value>) -> Result<Layer> {
        let declaration = Kind::Layer.find(class_name)?;
        Layer::named(declaration.class_name, &Arguments::check(declaration, given)?)
    }

    /// The layer's name; a model gives one to layers that have none.
    pub fn name(&self) -> Option<&str> {
        self.common().name.as_deref()
    }

    /// The number of values in a row of input, where it was given to the layer, or to the first one of
    /// a block.
    pub fn input_shape(&self) -> Option<usize> {
        let first = || self.layers().first().and_then(Layer::input_shape);
        self.common().input_shape.or_else(first)
    }

    /// The layers of a block, from the input on; none for a layer that isn't one.
    pub fn layers(&self) -> &[Layer] {
        match self {
            Layer::Residual(block) => &block.layers,
            _ => &[],
        }
    }

    pub(crate) fn layers_mut(&mut self) -> &mut [Layer] {
        match self {
            Layer::Residual(block) => &mut block.layers,
            _ => &mut [],
        }
    }

    /// The number of values in a row of output, as far as it is known, for rows of `inputs` values.
    ///
    /// # Errors
    /// A layer that can't be put on top of what has this width: a block that would change it, a
    /// gate of an odd width, an `input_shape` that is another one, or an offset that isn't finite, also deep in
    /// a block.
    pub(crate) fn check_width(&self, inputs: Option<usize>) -> Result<Option<usize>> {
        let given = self.common().input_shape;
        if let (Some(inputs), Some(given)) = (inputs, given)
            && inputs != given
        {
            let allowed = format!("{inputs}, the values that the layer gets from what is below it");
            return Err(Error::argument("input_shape", given, allowed));
        }
        let inputs = inputs.or(given);
        match self {
            Layer::Residual(block) => {
                block.check()?;
                let mut width = inputs;
                for layer in &block.layers {
                    width = layer.check_width(width)?;
                }
                if let (Some(inputs), Some(outputs)) = (inputs.or(self.input_shape()), width) {
                    block.check_width(inputs, outputs)?;
                }
                Ok(width)
            }
            Layer::Dense(dense) => {
                // One that was made in Rust may have been given its activation later.
                dense.activation.check_width("units", dense.units)?;
                Ok(Some(self.outputs(0)))
            }
            Layer::ActivationLayer(layer) => {
                if let Some(inputs) = inputs {
                    layer.activation.check_width("input_shape", inputs)?;
                }
                Ok(inputs.map(|inputs| self.outputs(inputs)))
            }
            Layer::Normalization(layer) => layer.check_width(inputs),
            Layer::Rescaling(layer) => layer.check().map(|()| inputs),
            _ => Ok(inputs),
        }
    }

    pub(crate) fn set_name(&mut self, name: String) {
        self.common_mut().name = Some(name);
    }

    /// The function of a layer that is nothing but an activation.
    pub(crate) fn function(&self) -> Option<Function> {
        Some(Function::Computed(match self {
            Layer::ActivationLayer(layer) => return Some(layer.activation.0),
            Layer::ReLU(layer) => imfit_compute::Activation::Relu(layer.relu),
            Layer::LeakyReLU(layer) => layer.function,
            Layer::ELU(layer) => layer.function,
            Layer::Softmax(layer) => layer.function,
            Layer::Identity(_) => imfit_compute::Activation::Linear,
            _ => return None,
        }))
    }

    /// What an automatic name begins with, as Keras has it: `leaky_re_lu`.
    pub(crate) fn name_stem(&self) -> String {
        snake_case(self.class_name())
    }

    /// The number of values in a row of output.
    pub(crate) fn outputs(&self, inputs: usize) -> usize {
        match self {
            Layer::Dense(dense) => dense.activation.outputs(dense.units),
            Layer::ActivationLayer(layer) => layer.activation.outputs(inputs),
            _ => inputs,
        }
    }

    /// The layer's weights, kernels before biases; those of a block layer by layer.
    pub(crate) fn weights(&self, inputs: usize) -> Vec<WeightShape> {
        let mut shapes = match self {
            Layer::Dense(dense) => dense.weights(inputs),
            Layer::BatchNormalization(norm) => norm.weights(inputs),
            Layer::Residual(block) => each_with_inputs(&block.layers, inputs)
                .flat_map(|(layer, inputs)| layer.weights(inputs))
                .collect(),
            Layer::PReLU(layer) => layer.weights(inputs),
            Layer::LayerNormalization(layer) => layer.weights(inputs),
            Layer::RMSNormalization(layer) => layer.weights(inputs),
            _ => Vec::new(),
        };
        // A block's own flag has gone to its layers.
        let frozen = !self.trainable() && self.layers().is_empty();
        shapes.iter_mut().for_each(|shape| shape.trained &= !frozen);
        shapes
    }

    /// Whether training changes the layer's weights.
    pub fn trainable(&self) -> bool {
        self.common().trainable
    }

    /// Says whether it does; of a block, whether it changes all of its layers.
    pub(crate) fn set_trainable(&mut self, trainable: bool) {
        self.common_mut().trainable = trainable;
        self.layers_mut().iter_mut().for_each(|layer| layer.set_trainable(trainable));
    }

    /// The initial values of the layer's weights; `first_index` numbers them within the model.
    pub(crate) fn initial_values(
        &self,
        inputs: usize,
        seed: u64,
        first_index: u64,
    ) -> Vec<Vec<f32>> {
        if let Layer::Residual(block) = self {
            return initial_values(&block.layers, inputs, seed, first_index);
        }
        let shapes = self.weights(inputs);
        let values = shapes.iter().zip(first_index..);
        values.map(|(shape, index)| shape.initializer.values(shape, seed, index)).collect()
    }
}

/// The initial values of the weights of `layers`; `first_index` numbers them within the model.
fn initial_values(layers: &[Layer], inputs: usize, seed: u64, first_index: u64) -> Vec<Vec<f32>> {
    let mut values = Vec::new();
    for (layer, inputs) in each_with_inputs(layers, inputs) {
        values.extend(layer.initial_values(inputs, seed, first_index + values.len() as u64));
    }
    values
}

/// Layers on top of each other, each with the number of values in a row of its input.
pub(crate) fn each_with_inputs(
    layers: &[Layer],
    inputs: usize,
) -> impl Iterator<Item = (&Layer, usize)> {
    layers.iter().scan(inputs, |width, layer| {
        let inputs = std::mem::replace(width, layer.outputs(*width));
        Some((layer, inputs))
    })
}

/// A class's name as Keras makes it small: `leaky_re_lu` of `LeakyReLU`.
pub(crate) fn snake_case(class_name: &str) -> String {
    let letters: Vec<char> = class_name.chars().collect();
    let mut stem = String::new();
    for (place, letter) in letters.iter().enumerate() {
        let lower = |place: usize| letters.get(place).is_some_and(char::is_ascii_lowercase);
        if letter.is_ascii_uppercase() && place > 0 && (lower(place - 1) || lower(place + 1)) {
            stem.push('_');
        }
        stem.push(letter.to_ascii_lowercase());
    }
    stem
}
