//! The dense layer.

use serde_json::{Map, Value};

use super::WeightShape;
use super::activation::Activation;
use super::common::{Common, INPUT_SHAPE, NAME, TRAINABLE, constraint, initializer, regularizer};
use crate::constraints::{self, Constraint};
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Kind, Values};
use crate::error::Result;
use crate::initializers::Initializer;
use crate::regularizers::{self, Regularizer};

/// `activation(x · kernel + bias)`: every output sees every input.
///
/// # Example
/// ```
/// use imfit::layers::{Activation, Dense};
/// let layer = Dense::new(100).activation(Activation::Tanh);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Dense {
    pub(crate) units: usize,
    pub(crate) activation: Activation,
    pub(crate) use_bias: bool,
    pub(crate) kernel_initializer: Initializer,
    pub(crate) bias_initializer: Initializer,
    pub(crate) kernel_regularizer: Option<Regularizer>,
    pub(crate) bias_regularizer: Option<Regularizer>,
    pub(crate) activity_regularizer: Option<Regularizer>,
    pub(crate) kernel_constraint: Option<Constraint>,
    pub(crate) bias_constraint: Option<Constraint>,
    pub(crate) common: Common,
}

impl Dense {
    /// A dense layer with `units` outputs, everything else as Keras has it.
    ///
    /// # Panics
    /// Panics if `units` is 0.
    pub fn new(units: usize) -> Dense {
        Dense::from_map(&Map::from_iter([("units".into(), units.into())]))
            .expect("a layer has at least one unit")
    }

    /// The same with an activation.
    pub fn activation(mut self, activation: Activation) -> Dense {
        self.activation = activation;
        self
    }

    /// The same with, or without, a bias.
    pub fn use_bias(mut self, use_bias: bool) -> Dense {
        self.use_bias = use_bias;
        self
    }

    /// The same with another initializer of the kernel.
    pub fn kernel_initializer(mut self, initializer: impl Into<Initializer>) -> Dense {
        self.kernel_initializer = initializer.into();
        self
    }

    /// The same with another initializer of the bias.
    pub fn bias_initializer(mut self, initializer: impl Into<Initializer>) -> Dense {
        self.bias_initializer = initializer.into();
        self
    }

    /// The same with a penalty on the kernel that is added to the loss.
    pub fn kernel_regularizer(mut self, regularizer: impl Into<Regularizer>) -> Dense {
        self.kernel_regularizer = Some(regularizer.into());
        self
    }

    /// The same with kernels that are held to a constraint.
    pub fn kernel_constraint(mut self, constraint: impl Into<Constraint>) -> Dense {
        self.kernel_constraint = Some(constraint.into());
        self
    }

    /// The same with weights that training changes, or leaves as they are.
    pub fn trainable(mut self, trainable: bool) -> Dense {
        self.common.trainable = trainable;
        self
    }

    /// The same as the first layer of a model whose rows of input have `inputs` values.
    pub fn input_shape(mut self, inputs: usize) -> Dense {
        self.common.input_shape = Some(inputs);
        self
    }

    pub(super) fn weights(&self, inputs: usize) -> Vec<WeightShape> {
        let kernel = WeightShape::matrix("kernel", (inputs, self.units), &self.kernel_initializer)
            .with(self.kernel_regularizer, self.kernel_constraint.as_ref());
        let bias = WeightShape::vector("bias", self.units, &self.bias_initializer)
            .with(self.bias_regularizer, self.bias_constraint.as_ref());
        if self.use_bias { vec![kernel, bias] } else { vec![kernel] }
    }
}

/// The regularizer of values that aren't a matrix.
fn regularizer_of(arguments: &Arguments, name: &'static str) -> Result<Option<Regularizer>> {
    Regularizer::of_values(name, arguments.get(name))
}

impl Component for Dense {
    const DECLARATION: Declaration = Declaration {
        class_name: "Dense",
        aliases: &[],
        doc: "A dense layer: activation(x · kernel + bias).",
        arguments: &[
            Argument {
                name: "units",
                values: Values::Whole { least: 1, most: 1 << 24 },
                optional: false,
                default: Default::Required,
                doc: "The number of outputs.",
            },
            Argument {
                name: "activation",
                values: Values::Component(Kind::Activation),
                optional: true,
                default: Default::None,
                doc: "The function applied to each output; linear if not given.",
            },
            Argument {
                name: "use_bias",
                values: Values::Flag,
                optional: false,
                default: Default::Flag(true),
                doc: "Whether a bias is added.",
            },
            initializer("kernel_initializer", "glorot_uniform", "How the kernel begins."),
            initializer("bias_initializer", "zeros", "How the bias begins."),
            regularizer("kernel_regularizer", "A penalty on the kernel, added to the loss."),
            regularizer("bias_regularizer", "A penalty on the bias, added to the loss."),
            regularizer(
                "activity_regularizer",
                "A penalty on the outputs of each row, added to the loss.",
            ),
            constraint("kernel_constraint", "What the kernel is held to after each step."),
            constraint("bias_constraint", "What the bias is held to after each step."),
            NAME,
            INPUT_SHAPE,
            TRAINABLE,
        ],
        source: "https://keras.io/api/layers/core_layers/dense/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        let units = arguments.whole("units");
        let activation = Activation::from_json(arguments.get("activation"))?;
        activation.check_width("units", units)?;
        Ok(Dense {
            units,
            activation,
            use_bias: arguments.flag("use_bias"),
            kernel_initializer: Initializer::from_json(arguments.get("kernel_initializer"))?,
            bias_initializer: Initializer::of_vector(
                "bias_initializer",
                arguments.get("bias_initializer"),
            )?,
            kernel_regularizer: Regularizer::of_matrix(arguments.get("kernel_regularizer"))?,
            bias_regularizer: regularizer_of(arguments, "bias_regularizer")?,
            activity_regularizer: regularizer_of(arguments, "activity_regularizer")?,
            kernel_constraint: Constraint::of_matrix(
                "kernel_constraint",
                arguments.get("kernel_constraint"),
            )?,
            bias_constraint: Constraint::of_vector(
                "bias_constraint",
                arguments.get("bias_constraint"),
            )?,
            common: Common::from_arguments(arguments),
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        let mut config = Map::from_iter([
            ("units".into(), self.units.into()),
            ("activation".into(), self.activation.to_json()),
            ("use_bias".into(), self.use_bias.into()),
            ("kernel_initializer".into(), self.kernel_initializer.to_json()),
            ("bias_initializer".into(), self.bias_initializer.to_json()),
            ("kernel_regularizer".into(), regularizers::or_null(self.kernel_regularizer)),
            ("bias_regularizer".into(), regularizers::or_null(self.bias_regularizer)),
            ("activity_regularizer".into(), regularizers::or_null(self.activity_regularizer)),
            ("kernel_constraint".into(), constraints::or_null(self.kernel_constraint.as_ref())),
            ("bias_constraint".into(), constraints::or_null(self.bias_constraint.as_ref())),
        ]);
        self.common.add_to(&mut config);
        config
    }
}
