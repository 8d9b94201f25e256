//! Activation functions by name.

use imfit_compute::{Activation as Computed, Relu};
use serde_json::{Map, Value, json};

use super::common::{shortest, single};
use super::relu::{relu_arguments, relu_from};
use crate::declare::{Arguments, Kind, component_value, text_or_component};
use crate::error::{Error, Result};

/// A function that a layer applies to its outputs.
///
/// Those with arguments stand here with Keras's defaults; [`from_json`](Activation::from_json) takes
/// others.
///
/// # Example
/// ```
/// use imfit::layers::{Activation, Dense};
/// let sharp = Activation::from_json(&serde_json::json!({
///     "class_name": "elu", "config": {"alpha": 0.5}
/// }))?;
/// let layers = [Dense::new(20).activation(Activation::Gelu), Dense::new(20).activation(sharp)];
/// # Ok::<(), imfit::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Activation(pub(crate) Function);

/// What an activation makes of the outputs of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Function {
    /// As many values as there were.
    Computed(Computed),
    /// Half as many: a value of the first half times the sigmoid of one of the second.
    Glu,
}

#[allow(non_upper_case_globals)]
impl Activation {
    /// x
    pub const Linear: Activation = Activation::of(Computed::Linear);
    /// max(x, 0)
    pub const Relu: Activation = Activation::of(Computed::Relu(Relu {
        max_value: f32::INFINITY,
        negative_slope: 0.0,
        threshold: 0.0,
    }));
    /// x, but at least 0 and at most 6
    pub const Relu6: Activation = Activation::of(Computed::Relu6);
    /// x above 0, 0.2·x from there down
    pub const LeakyRelu: Activation = Activation::of(Computed::LeakyRelu { negative_slope: 0.2 });
    /// x above 0, eˣ - 1 from there down
    pub const Elu: Activation = Activation::of(Computed::Elu { alpha: 1.0 });
    /// 1.0507·x above 0, 1.7581·(eˣ - 1) from there down
    pub const Selu: Activation = Activation::of(Computed::Selu);
    /// x above 0, eˣ - 1 from there down
    pub const Celu: Activation = Activation::of(Computed::Celu { alpha: 1.0 });
    /// x · Φ(x), where Φ(x) is the share of the normal distribution below x
    pub const Gelu: Activation = Activation::of(Computed::Gelu);
    /// x / (1 + e⁻ˣ)
    pub const Silu: Activation = Activation::of(Computed::Silu);
    /// x · tanh(ln(1 + eˣ))
    pub const Mish: Activation = Activation::of(Computed::Mish);
    /// ln(1 + eˣ)
    pub const Softplus: Activation = Activation::of(Computed::Softplus);
    /// x / (1 + |x|)
    pub const Softsign: Activation = Activation::of(Computed::Softsign);
    /// e^x / Σ e^x over the outputs of the layer
    pub const Softmax: Activation = Activation::of(Computed::Softmax);
    /// x - ln Σ e^x over the outputs of the layer
    pub const LogSoftmax: Activation = Activation::of(Computed::LogSoftmax);
    /// max(x - τ, 0), where τ is such that the outputs of the layer add up to 1
    pub const Sparsemax: Activation = Activation::of(Computed::Sparsemax);
    /// 1 / (1 + e⁻ˣ)
    pub const Sigmoid: Activation = Activation::of(Computed::Sigmoid);
    /// -ln(1 + e⁻ˣ)
    pub const LogSigmoid: Activation = Activation::of(Computed::LogSigmoid);
    /// (x + 3) / 6, but at least 0 and at most 1
    pub const HardSigmoid: Activation = Activation::of(Computed::HardSigmoid);
    /// x times its hard sigmoid
    pub const HardSilu: Activation = Activation::of(Computed::HardSilu);
    /// tanh x
    pub const Tanh: Activation = Activation::of(Computed::Tanh);
    /// x, but at least -1 and at most 1
    pub const HardTanh: Activation = Activation::of(Computed::HardTanh);
    /// x - tanh x
    pub const TanhShrink: Activation = Activation::of(Computed::TanhShrink);
    /// x brought nearer to 0 by ½, but not past it
    pub const SoftShrink: Activation = Activation::of(Computed::SoftShrink { threshold: 0.5 });
    /// x where |x| is above ½, else 0
    pub const HardShrink: Activation = Activation::of(Computed::HardShrink { threshold: 0.5 });
    /// (x + √(x² + 4)) / 2
    pub const Squareplus: Activation = Activation::of(Computed::Squareplus { b: 4.0 });
    /// 0 up to -1, (x + 1)² / 4 from there to 1, x from there on
    pub const SparsePlus: Activation = Activation::of(Computed::SparsePlus);
    /// (x + 1) / 2, but at least 0 and at most 1
    pub const SparseSigmoid: Activation = Activation::of(Computed::SparseSigmoid);
    /// eˣ
    pub const Exponential: Activation = Activation::of(Computed::Exponential);
    /// a / (1 + e⁻ᵇ), for the first half a and the second half b of the outputs: half as many remain.
    pub const Glu: Activation = Activation(Function::Glu);
    /// sin x
    pub const Sin: Activation = Activation::of(Computed::Sin { frequency: 1.0 });

    const fn of(function: Computed) -> Activation {
        Activation(Function::Computed(function))
    }

    /// The number of values that it makes of `width`.
    pub(crate) fn outputs(self, width: usize) -> usize {
        if self.0 == Function::Glu { width / 2 } else { width }
    }

    /// The number of values of which it makes `outputs`.
    pub(crate) fn inputs(self, outputs: usize) -> usize {
        if self.0 == Function::Glu { 2 * outputs } else { outputs }
    }

    /// Refuses a width that doesn't fit: an odd one has no halves.
    pub(crate) fn check_width(self, argument: &'static str, width: usize) -> Result<()> {
        if self.0 != Function::Glu || width.is_multiple_of(2) {
            return Ok(());
        }
        Err(Error::argument(argument, width, "an even number, of which 'glu' makes half as many"))
    }

    /// The activation that `value` names or describes; nothing means linear.
    ///
    /// # Errors
    /// A name or an argument that doesn't exist, is missing or wrong.
    pub fn from_json(value: &Value) -> Result<Activation> {
        if value.is_null() {
            return Ok(Activation::Linear);
        }
        let (name, config) = text_or_component(value).unwrap_or(("", Map::new()));
        let declaration = Kind::Activation.find(name)?;
        let arguments = Arguments::check(declaration, &config)?;
        if declaration.class_name == Activation::Glu.name() {
            return Ok(Activation::Glu);
        }
        computed(declaration.class_name, &arguments).map(Activation::of)
    }

    /// The activation's name, or `{"class_name", "config"}` where it has arguments that aren't the
    /// usual ones.
    pub fn to_json(self) -> Value {
        let Function::Computed(function) = self.0 else { return self.name().into() };
        if computed_by_default(self.name()) == Some(function) {
            return self.name().into();
        }
        component_value(self.name(), arguments_of(function))
    }

    /// The activation's name.
    pub fn name(self) -> &'static str {
        let Function::Computed(function) = self.0 else { return "glu" };
        match function {
            Computed::Linear => "linear",
            Computed::Relu6 => "relu6",
            Computed::Selu => "selu",
            Computed::Silu => "silu",
            Computed::Mish => "mish",
            Computed::Softplus => "softplus",
            Computed::Softsign => "softsign",
            Computed::Softmax => "softmax",
            Computed::LogSoftmax => "log_softmax",
            Computed::Sparsemax => "sparsemax",
            Computed::Sigmoid => "sigmoid",
            Computed::LogSigmoid => "log_sigmoid",
            Computed::HardSigmoid => "hard_sigmoid",
            Computed::HardSilu => "hard_silu",
            Computed::Tanh => "tanh",
            Computed::HardTanh => "hard_tanh",
            Computed::TanhShrink => "tanh_shrink",
            Computed::SparsePlus => "sparse_plus",
            Computed::SparseSigmoid => "sparse_sigmoid",
            Computed::Exponential => "exponential",
            Computed::Sin { .. } => "sin",
            Computed::Relu(_) => "relu",
            Computed::LeakyRelu { .. } => "leaky_relu",
            Computed::Elu { .. } => "elu",
            Computed::Celu { .. } => "celu",
            Computed::Gelu | Computed::ApproximateGelu => "gelu",
            Computed::SoftShrink { .. } => "soft_shrink",
            Computed::HardShrink { .. } => "hard_shrink",
            Computed::Threshold { .. } => "threshold",
            Computed::Squareplus { .. } => "squareplus",
        }
    }
}

/// The arguments of a function as JSON.
pub(super) fn arguments_of(function: Computed) -> Map<String, Value> {
    let one = |name: &str, value: f32| Map::from_iter([(name.into(), shortest(value).into())]);
    match function {
        Computed::Relu(relu) => relu_arguments(relu),
        Computed::Sin { frequency } => one("frequency", frequency),
        Computed::LeakyRelu { negative_slope } => one("negative_slope", negative_slope),
        Computed::Elu { alpha } | Computed::Celu { alpha } => one("alpha", alpha),
        Computed::SoftShrink { threshold } | Computed::HardShrink { threshold } => {
            one("threshold", threshold)
        }
        Computed::Squareplus { b } => one("b", b),
        Computed::Gelu | Computed::ApproximateGelu => {
            Map::from_iter([("approximate".into(), json!(function == Computed::ApproximateGelu))])
        }
        Computed::Threshold { threshold, default_value } => Map::from_iter([
            ("threshold".into(), shortest(threshold).into()),
            ("default_value".into(), shortest(default_value).into()),
        ]),
        _ => Map::new(),
    }
}

/// The function of checked arguments.
pub(super) fn computed(class_name: &str, arguments: &Arguments) -> Result<Computed> {
    let number = |name| single(arguments, name);
    Ok(match class_name {
        "linear" => Computed::Linear,
        "relu6" => Computed::Relu6,
        "selu" => Computed::Selu,
        "silu" => Computed::Silu,
        "mish" => Computed::Mish,
        "softplus" => Computed::Softplus,
        "softsign" => Computed::Softsign,
        "softmax" => Computed::Softmax,
        "log_softmax" => Computed::LogSoftmax,
        "sparsemax" => Computed::Sparsemax,
        "sigmoid" => Computed::Sigmoid,
        "log_sigmoid" => Computed::LogSigmoid,
        "hard_sigmoid" => Computed::HardSigmoid,
        "hard_silu" => Computed::HardSilu,
        "tanh" => Computed::Tanh,
        "hard_tanh" => Computed::HardTanh,
        "tanh_shrink" => Computed::TanhShrink,
        "sparse_plus" => Computed::SparsePlus,
        "sparse_sigmoid" => Computed::SparseSigmoid,
        "exponential" => Computed::Exponential,
        "sin" => Computed::Sin { frequency: number("frequency")? },
        "relu" => Computed::Relu(relu_from(arguments)?),
        "leaky_relu" => Computed::LeakyRelu { negative_slope: number("negative_slope")? },
        "elu" => Computed::Elu { alpha: number("alpha")? },
        "celu" => Computed::Celu { alpha: number("alpha")? },
        "gelu" if arguments.flag("approximate") => Computed::ApproximateGelu,
        "gelu" => Computed::Gelu,
        "soft_shrink" => Computed::SoftShrink { threshold: number("threshold")? },
        "hard_shrink" => Computed::HardShrink { threshold: number("threshold")? },
        "threshold" => Computed::Threshold {
            threshold: number("threshold")?,
            default_value: number("default_value")?,
        },
        "squareplus" => Computed::Squareplus { b: number("b")? },
        other => unreachable!("{other} is declared, but not made"),
    })
}

/// The function without arguments; nothing where it needs some.
fn computed_by_default(name: &str) -> Option<Computed> {
    let declaration = Kind::Activation.find(name).ok()?;
    computed(name, &Arguments::check(declaration, &Map::new()).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::Activation;

    /// The constants of functions with arguments repeat the declared defaults; `threshold` has none.
    #[test]
    fn constants_have_the_declared_defaults() {
        for constant in [
            Activation::Relu,
            Activation::LeakyRelu,
            Activation::Elu,
            Activation::Celu,
            Activation::Gelu,
            Activation::SoftShrink,
            Activation::HardShrink,
            Activation::Squareplus,
            Activation::Sin,
        ] {
            let declared = Activation::from_json(&constant.name().into()).unwrap();
            assert_eq!(constant, declared);
        }
    }
}
