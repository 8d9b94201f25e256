//! The declarations of all losses.

use super::classification::{
    BINARY_FOCAL_CROSSENTROPY, CATEGORICAL_FOCAL_CROSSENTROPY,
    CATEGORICAL_GENERALIZED_CROSS_ENTROPY, CATEGORICAL_HINGE, CROSSENTROPY, HINGE,
    SPARSE_CATEGORICAL_CROSSENTROPY, SQUARED_HINGE,
};
use super::function::FUNCTION;
use super::similarity::SSIM;
use crate::declare::{Argument, Declaration, Default, Values};

/// The declarations of all losses.
pub(crate) const DECLARATIONS: &[&Declaration] = &[
    &MEAN_SQUARED_ERROR,
    &MEAN_ABSOLUTE_ERROR,
    &MEAN_ABSOLUTE_PERCENTAGE_ERROR,
    &MEAN_SQUARED_LOGARITHMIC_ERROR,
    &HUBER,
    &LOG_COSH,
    &CHARBONNIER,
    &BINARY_CROSSENTROPY,
    &CATEGORICAL_CROSSENTROPY,
    &KL_DIVERGENCE,
    &POISSON,
    &COSINE_SIMILARITY,
    &HINGE,
    &SQUARED_HINGE,
    &CATEGORICAL_HINGE,
    &BINARY_FOCAL_CROSSENTROPY,
    &CATEGORICAL_FOCAL_CROSSENTROPY,
    &SPARSE_CATEGORICAL_CROSSENTROPY,
    &CATEGORICAL_GENERALIZED_CROSS_ENTROPY,
    &CROSSENTROPY,
    &SSIM,
    &FUNCTION,
];

/// Those that are metrics as well, with the same meaning.
pub(crate) const AS_METRICS: &[&Declaration] = &[
    &MEAN_SQUARED_ERROR,
    &MEAN_ABSOLUTE_ERROR,
    &MEAN_ABSOLUTE_PERCENTAGE_ERROR,
    &MEAN_SQUARED_LOGARITHMIC_ERROR,
    &HUBER,
    &LOG_COSH,
    &CHARBONNIER,
    &BINARY_CROSSENTROPY,
    &CATEGORICAL_CROSSENTROPY,
    &KL_DIVERGENCE,
    &POISSON,
    &HINGE,
    &SQUARED_HINGE,
    &CATEGORICAL_HINGE,
    &BINARY_FOCAL_CROSSENTROPY,
    &CATEGORICAL_FOCAL_CROSSENTROPY,
    &SPARSE_CATEGORICAL_CROSSENTROPY,
];

const DELTA: Argument = Argument {
    name: "delta",
    values: Values::POSITIVE,
    optional: false,
    default: Default::Real(1.0),
    doc: "The difference from which on the loss is a straight line.",
};

const EPSILON: Argument = Argument {
    name: "epsilon",
    values: Values::POSITIVE,
    optional: false,
    default: Default::Real(1e-3),
    doc: "How round the loss is around 0.",
};

pub(super) const FROM_LOGITS: Argument = Argument {
    name: "from_logits",
    values: Values::Flag,
    optional: false,
    default: Default::Flag(false),
    doc: "Whether predictions are logits, without an activation, and not shares.",
};

pub(super) const LABEL_SMOOTHING: Argument = Argument {
    name: "label_smoothing",
    values: Values::Real { low: 0.0, high: 1.0, low_allowed: true, high_allowed: true },
    optional: false,
    default: Default::Real(0.0),
    doc: "How much the targets are drawn towards equal shares.",
};

const MEAN_SQUARED_ERROR: Declaration = Declaration {
    class_name: "MeanSquaredError",
    aliases: &["mean_squared_error", "mse", "MSE"],
    doc: "The mean of the squares of the differences between predictions and targets.",
    arguments: &[],
    source: "https://keras.io/api/losses/regression_losses/#meansquarederror-class",
};

const MEAN_ABSOLUTE_ERROR: Declaration = Declaration {
    class_name: "MeanAbsoluteError",
    aliases: &["mean_absolute_error", "mae", "MAE"],
    doc: "The mean of the differences between predictions and targets, without their sign.",
    arguments: &[],
    source: "https://keras.io/api/losses/regression_losses/#meanabsoluteerror-class",
};

const MEAN_ABSOLUTE_PERCENTAGE_ERROR: Declaration = Declaration {
    class_name: "MeanAbsolutePercentageError",
    aliases: &["mean_absolute_percentage_error", "mape", "MAPE"],
    doc: "The mean of the differences in percent of the targets, without their sign.",
    arguments: &[],
    source: "https://keras.io/api/losses/regression_losses/#meanabsolutepercentageerror-class",
};

const MEAN_SQUARED_LOGARITHMIC_ERROR: Declaration = Declaration {
    class_name: "MeanSquaredLogarithmicError",
    aliases: &["mean_squared_logarithmic_error", "msle", "MSLE"],
    doc: "The mean of the squares of log(1 + prediction) - log(1 + target).",
    arguments: &[],
    source: "https://keras.io/api/losses/regression_losses/#meansquaredlogarithmicerror-class",
};

const HUBER: Declaration = Declaration {
    class_name: "Huber",
    aliases: &["huber"],
    doc: "Half the square of a difference up to delta, a straight line beyond.",
    arguments: &[DELTA],
    source: "https://keras.io/api/losses/regression_losses/#huber-class",
};

const LOG_COSH: Declaration = Declaration {
    class_name: "LogCosh",
    aliases: &["log_cosh", "logcosh"],
    doc: "The mean of the logarithm of the hyperbolic cosine of the differences.",
    arguments: &[],
    source: "https://keras.io/api/losses/regression_losses/#logcosh-class",
};

const CHARBONNIER: Declaration = Declaration {
    class_name: "Charbonnier",
    aliases: &["charbonnier"],
    doc: "The mean of sqrt(d^2 + epsilon^2) over the differences d: for pictures, between squares and sizes.",
    arguments: &[EPSILON],
    source: "https://doi.org/10.1109/ICIP.1994.413553",
};

const BINARY_CROSSENTROPY: Declaration = Declaration {
    class_name: "BinaryCrossentropy",
    aliases: &["binary_crossentropy", "bce", "BCE"],
    doc: "The cross-entropy of each output on its own: targets and predictions are shares from 0 to 1.",
    arguments: &[FROM_LOGITS, LABEL_SMOOTHING],
    source: "https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class",
};

const CATEGORICAL_CROSSENTROPY: Declaration = Declaration {
    class_name: "CategoricalCrossentropy",
    aliases: &["categorical_crossentropy"],
    doc: "The cross-entropy of several classes: an output for each, and targets that add up to 1.",
    arguments: &[FROM_LOGITS, LABEL_SMOOTHING],
    source: "https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class",
};

const KL_DIVERGENCE: Declaration = Declaration {
    class_name: "KLDivergence",
    aliases: &["kl_divergence", "kld", "KLD", "kullback_leibler_divergence"],
    doc: "The divergence of Kullback and Leibler: the sum of target * log(target / prediction).",
    arguments: &[],
    source: "https://keras.io/api/losses/probabilistic_losses/#kldivergence-class",
};

const POISSON: Declaration = Declaration {
    class_name: "Poisson",
    aliases: &["poisson"],
    doc: "The mean of prediction - target * log(prediction): for counts.",
    arguments: &[],
    source: "https://keras.io/api/losses/probabilistic_losses/#poisson-class",
};

const COSINE_SIMILARITY: Declaration = Declaration {
    class_name: "CosineSimilarity",
    aliases: &["cosine_similarity"],
    doc: "The cosine of the angle between prediction and target, negated: -1 where they point the same way.",
    arguments: &[],
    source: "https://keras.io/api/losses/regression_losses/#cosinesimilarity-class",
};
