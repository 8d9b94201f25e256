//! Activation functions by name.

use imfit_compute::{Activation as Computed, Relu};
use serde_json::{Map, Value};

use super::relu::{ARGUMENTS as RELU_ARGUMENTS, relu_arguments, relu_from};
use crate::declare::{Arguments, Declaration, Kind, component_value, text_or_component};
use crate::error::Result;

const SOURCE: &str = "https://keras.io/api/layers/activations/";

/// The declarations of all activations.
pub(crate) const ACTIVATION_DECLARATIONS: &[&Declaration] =
    &[&LINEAR, &SIGMOID, &TANH, &SIN, &RELU];

const LINEAR: Declaration = Declaration {
    class_name: "linear",
    aliases: &[],
    doc: "x: no activation at all.",
    arguments: &[],
    source: SOURCE,
};

const SIGMOID: Declaration = Declaration {
    class_name: "sigmoid",
    aliases: &[],
    doc: "1 / (1 + exp(-x)): between 0 and 1.",
    arguments: &[],
    source: SOURCE,
};

const TANH: Declaration = Declaration {
    class_name: "tanh",
    aliases: &[],
    doc: "The hyperbolic tangent: between -1 and 1.",
    arguments: &[],
    source: SOURCE,
};

const SIN: Declaration = Declaration {
    class_name: "sin",
    aliases: &[],
    doc: "The sine of x radians: between -1 and 1, as networks with periodic activations use it.",
    arguments: &[],
    source: "https://arxiv.org/abs/2006.09661",
};

const RELU: Declaration = Declaration {
    class_name: "relu",
    aliases: &[],
    doc: "max(x, 0), with three arguments that bend it.",
    arguments: RELU_ARGUMENTS,
    source: SOURCE,
};

/// A function that a layer applies to each of its outputs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Activation(pub(crate) Computed);

#[allow(non_upper_case_globals)]
impl Activation {
    /// x
    pub const Linear: Activation = Activation(Computed::Linear);
    /// 1 / (1 + e⁻ˣ)
    pub const Sigmoid: Activation = Activation(Computed::Sigmoid);
    /// tanh x
    pub const Tanh: Activation = Activation(Computed::Tanh);
    /// sin x
    pub const Sin: Activation = Activation(Computed::Sin);
    /// max(x, 0)
    pub const Relu: Activation = Activation(Computed::Relu(Relu {
        max_value: f32::INFINITY,
        negative_slope: 0.0,
        threshold: 0.0,
    }));

    /// The activation that `value` names or describes; nothing means linear.
    ///
    /// # Errors
    /// A name or an argument that doesn't exist, or is wrong.
    pub fn from_json(value: &Value) -> Result<Activation> {
        if value.is_null() {
            return Ok(Activation::Linear);
        }
        let (name, config) = text_or_component(value).unwrap_or(("", Map::new()));
        let declaration = Kind::Activation.find(name)?;
        let arguments = Arguments::check(declaration, &config)?;
        Ok(match declaration.class_name {
            "linear" => Activation::Linear,
            "sigmoid" => Activation::Sigmoid,
            "tanh" => Activation::Tanh,
            "sin" => Activation::Sin,
            "relu" => Activation(Computed::Relu(relu_from(&arguments)?)),
            other => unreachable!("{other} is declared, but not made"),
        })
    }

    /// The activation's name, or `{"class_name", "config"}` where it has arguments that aren't the
    /// usual ones.
    pub fn to_json(self) -> Value {
        match self.0 {
            Computed::Relu(relu) if relu != Relu::default() => {
                component_value(self.name(), relu_arguments(relu))
            }
            _ => self.name().into(),
        }
    }

    /// The activation's name.
    pub fn name(self) -> &'static str {
        match self.0 {
            Computed::Linear => LINEAR.class_name,
            Computed::Sigmoid => SIGMOID.class_name,
            Computed::Tanh => TANH.class_name,
            Computed::Sin => SIN.class_name,
            Computed::Relu(_) => RELU.class_name,
        }
    }
}
