//! The declarations of all activations.

use super::activation_layers::{ALPHA, NEGATIVE_SLOPE};
use super::common::AXIS;
use super::relu::ARGUMENTS as RELU_ARGUMENTS;
use crate::declare::{Argument, Declaration, Default, Values};

const SOURCE: &str = "https://keras.io/api/layers/activations/";

/// The declarations of all activations.
pub(crate) const DECLARATIONS: &[&Declaration] = &[
    &LINEAR,
    &SIGMOID,
    &TANH,
    &SIN,
    &RELU,
    &RELU6,
    &LEAKY_RELU,
    &ELU,
    &SELU,
    &CELU,
    &GELU,
    &SILU,
    &MISH,
    &SOFTPLUS,
    &SOFTSIGN,
    &SOFTMAX,
    &LOG_SOFTMAX,
    &SPARSEMAX,
    &LOG_SIGMOID,
    &HARD_SIGMOID,
    &HARD_SILU,
    &HARD_TANH,
    &TANH_SHRINK,
    &SOFT_SHRINK,
    &HARD_SHRINK,
    &SQUAREPLUS,
    &THRESHOLD,
    &SPARSE_PLUS,
    &SPARSE_SIGMOID,
    &EXPONENTIAL,
    &GLU,
];

/// An activation without arguments.
const fn plain(
    class_name: &'static str,
    aliases: &'static [&'static str],
    doc: &'static str,
) -> Declaration {
    Declaration { class_name, aliases, doc, arguments: &[], source: SOURCE }
}

/// An activation with arguments.
const fn bent(
    class_name: &'static str,
    doc: &'static str,
    arguments: &'static [Argument],
) -> Declaration {
    Declaration { class_name, aliases: &[], doc, arguments, source: SOURCE }
}

/// A number.
const fn real(name: &'static str, values: Values, default: Default, doc: &'static str) -> Argument {
    Argument { name, values, optional: false, default, doc }
}

const LINEAR: Declaration = plain("linear", &[], "x: no activation at all.");

const RELU: Declaration =
    bent("relu", "max(x, 0), with three arguments that bend it.", RELU_ARGUMENTS);

const RELU6: Declaration = plain("relu6", &[], "x, but at least 0 and at most 6.");

const LEAKY_RELU: Declaration = bent(
    "leaky_relu",
    "x above 0, negative_slope * x from there down.",
    &[Argument { default: Default::Real(0.2), ..NEGATIVE_SLOPE }],
);

const ELU: Declaration = bent("elu", "x above 0, alpha * (exp(x) - 1) from there down.", &[ALPHA]);

const SELU: Declaration = plain(
    "selu",
    &[],
    "elu, scaled so that the variance of many layers stays at 1; begin with lecun_normal.",
);

const CELU: Declaration = bent(
    "celu",
    "x above 0, alpha * (exp(x / alpha) - 1) from there down.",
    &[real("alpha", Values::POSITIVE, Default::Real(1.0), "How far below 0 it goes.")],
);

const GELU: Declaration = bent(
    "gelu",
    "x times the share of the normal distribution below x.",
    &[Argument {
        name: "approximate",
        values: Values::Flag,
        optional: false,
        default: Default::Flag(false),
        doc: "Whether a hyperbolic tangent takes the place of the distribution.",
    }],
);

const SILU: Declaration =
    plain("silu", &["swish"], "x / (1 + exp(-x)), a smooth rectifier that dips below 0.");

const MISH: Declaration =
    plain("mish", &[], "x * tanh(log(1 + exp(x))), a smooth rectifier that dips below 0.");

const SOFTPLUS: Declaration = plain("softplus", &[], "log(1 + exp(x)), a smooth rectifier.");

const SOFTSIGN: Declaration = plain("softsign", &[], "x / (1 + |x|): between -1 and 1.");

const SOFTMAX: Declaration = plain(
    "softmax",
    &[],
    "exp(x) as a share of the sum over all outputs of the layer: between 0 and 1.",
);

const GLU: Declaration = bent(
    "glu",
    "The first half of the outputs of the layer, each times the sigmoid of one of the second half: half as many remain.",
    &[AXIS],
);

const LOG_SOFTMAX: Declaration = plain("log_softmax", &[], "The logarithm of softmax: below 0.");

const SPARSEMAX: Declaration = Declaration {
    source: "https://arxiv.org/abs/1602.02068",
    ..plain(
        "sparsemax",
        &[],
        "The shares nearest to the outputs of the layer: they add up to 1, and many are 0.",
    )
};

const SIGMOID: Declaration = plain("sigmoid", &[], "1 / (1 + exp(-x)): between 0 and 1.");

const LOG_SIGMOID: Declaration = plain("log_sigmoid", &[], "log(1 / (1 + exp(-x))): below 0.");

const HARD_SIGMOID: Declaration =
    plain("hard_sigmoid", &[], "x / 6 + 1 / 2, but at least 0 and at most 1.");

const HARD_SILU: Declaration = plain("hard_silu", &["hard_swish"], "x times its hard sigmoid.");

const TANH: Declaration = plain("tanh", &[], "The hyperbolic tangent: between -1 and 1.");

const HARD_TANH: Declaration = plain("hard_tanh", &[], "x, but at least -1 and at most 1.");

const TANH_SHRINK: Declaration = plain("tanh_shrink", &[], "x - tanh(x).");

const SOFT_SHRINK: Declaration = bent(
    "soft_shrink",
    "x brought nearer to 0 by threshold, but not past it.",
    &[real("threshold", Values::NOT_NEGATIVE, Default::Real(0.5), "How much nearer.")],
);

const HARD_SHRINK: Declaration = bent(
    "hard_shrink",
    "x where |x| is above threshold, else 0.",
    &[real("threshold", Values::NOT_NEGATIVE, Default::Real(0.5), "What is left out.")],
);

const SQUAREPLUS: Declaration = bent(
    "squareplus",
    "(x + sqrt(x^2 + b)) / 2, a smooth rectifier.",
    &[real("b", Values::POSITIVE, Default::Real(4.0), "How round the bend is.")],
);

const THRESHOLD: Declaration = bent(
    "threshold",
    "x above threshold, else default_value.",
    &[
        real("threshold", Values::ANY_REAL, Default::Required, "Where the identity begins."),
        real("default_value", Values::ANY_REAL, Default::Required, "What there is up to it."),
    ],
);

const SPARSE_PLUS: Declaration =
    plain("sparse_plus", &[], "0 up to -1, (x + 1)^2 / 4 from there to 1, x from there on.");

const SPARSE_SIGMOID: Declaration =
    plain("sparse_sigmoid", &[], "(x + 1) / 2, but at least 0 and at most 1.");

const EXPONENTIAL: Declaration = plain("exponential", &[], "exp(x).");

const SIN: Declaration = Declaration {
    source: "https://arxiv.org/abs/2006.09661",
    ..bent(
        "sin",
        "The sine of frequency * x radians: between -1 and 1, as networks with periodic activations use it.",
        &[real("frequency", Values::ANY_REAL, Default::Real(1.0), "How fast the sine swings.")],
    )
};
