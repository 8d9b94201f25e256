//! The declarations of all metrics that aren't losses too.

use crate::declare::{Argument, Declaration, Default, MANY, Values};
use crate::losses::{FN, MAX_VAL, NAME};

/// With one output, whether it is above 0.5 just when the target is 1; with more, whether the largest is
/// the largest target, or the class that a single target numbers.
pub(super) const ACCURACY: Declaration = Declaration {
    class_name: "Accuracy",
    aliases: &["accuracy", "acc"],
    doc: "The share of rows whose largest output is the largest target, or the class that a single target numbers; with one output, whose rounding is the target.",
    arguments: &[],
    source: "https://keras.io/api/models/model_training_apis/#compile-method",
};

pub(super) const BINARY_ACCURACY: Declaration = Declaration {
    class_name: "BinaryAccuracy",
    aliases: &["binary_accuracy"],
    doc: "The share of outputs that are above threshold just when their target is 1.",
    arguments: &[Argument {
        name: "threshold",
        values: Values::Real { low: 0.0, high: 1.0, low_allowed: false, high_allowed: false },
        optional: false,
        default: Default::Real(0.5),
        doc: "From where on an output counts as 1.",
    }],
    source: "https://keras.io/api/metrics/accuracy_metrics/#binaryaccuracy-class",
};

pub(super) const CATEGORICAL_ACCURACY: Declaration = Declaration {
    class_name: "CategoricalAccuracy",
    aliases: &["categorical_accuracy"],
    doc: "The share of rows whose largest output is the largest target.",
    arguments: &[],
    source: "https://keras.io/api/metrics/accuracy_metrics/#categoricalaccuracy-class",
};

pub(super) const SPARSE_CATEGORICAL_ACCURACY: Declaration = Declaration {
    class_name: "SparseCategoricalAccuracy",
    aliases: &["sparse_categorical_accuracy"],
    doc: "The share of rows whose largest output is the class that the one target numbers, from 0.",
    arguments: &[],
    source: "https://keras.io/api/metrics/accuracy_metrics/#sparsecategoricalaccuracy-class",
};

const K: Argument = Argument {
    name: "k",
    values: Values::COUNT,
    optional: false,
    default: Default::Whole(5),
    doc: "How many of the largest outputs are looked at.",
};

pub(super) const TOP_K_CATEGORICAL_ACCURACY: Declaration = Declaration {
    class_name: "TopKCategoricalAccuracy",
    aliases: &["top_k_categorical_accuracy"],
    doc: "The share of rows where the output of the largest target is among the k largest.",
    arguments: &[K],
    source: "https://keras.io/api/metrics/accuracy_metrics/#topkcategoricalaccuracy-class",
};

pub(super) const SPARSE_TOP_K_CATEGORICAL_ACCURACY: Declaration = Declaration {
    class_name: "SparseTopKCategoricalAccuracy",
    aliases: &["sparse_top_k_categorical_accuracy"],
    doc: "The share of rows where the output of the class that the one target numbers is among the k largest.",
    arguments: &[K],
    source: "https://keras.io/api/metrics/accuracy_metrics/#sparsetopkcategoricalaccuracy-class",
};

const THRESHOLDS: Argument = Argument {
    name: "thresholds",
    values: Values::UNIT,
    optional: true,
    default: Default::None,
    doc: "Above what number an output counts as positive; 0.5 if not given.",
};

const CLASS_ID: Argument = Argument {
    name: "class_id",
    values: Values::Whole { least: 0, most: MANY },
    optional: true,
    default: Default::None,
    doc: "The only output to look at, counted from 0; all of them if not given.",
};

pub(super) const PRECISION: Declaration = Declaration {
    class_name: "Precision",
    aliases: &["precision"],
    doc: "The share of the positive outputs whose target isn't 0, over all rows.",
    arguments: &[THRESHOLDS, CLASS_ID],
    source: "https://keras.io/api/metrics/classification_metrics/#precision-class",
};

pub(super) const RECALL: Declaration = Declaration {
    class_name: "Recall",
    aliases: &["recall"],
    doc: "The share of the targets that aren't 0 whose output is positive, over all rows.",
    arguments: &[THRESHOLDS, CLASS_ID],
    source: "https://keras.io/api/metrics/classification_metrics/#recall-class",
};

pub(super) const COSINE_SIMILARITY: Declaration = Declaration {
    class_name: "CosineSimilarity",
    aliases: &["cosine_similarity"],
    doc: "The cosine of the angle between prediction and target: 1 where they point the same way.",
    arguments: &[],
    source: "https://keras.io/api/metrics/regression_metrics/#cosinesimilarity-class",
};

pub(super) const ROOT_MEAN_SQUARED_ERROR: Declaration = Declaration {
    class_name: "RootMeanSquaredError",
    aliases: &["root_mean_squared_error", "rmse", "RMSE"],
    doc: "The root of the mean of the squares of the differences, over all rows.",
    arguments: &[],
    source: "https://keras.io/api/metrics/regression_metrics/#rootmeansquarederror-class",
};

pub(super) const R2_SCORE: Declaration = Declaration {
    class_name: "R2Score",
    aliases: &["r2_score"],
    doc: "The share of the targets' variance that the predictions explain: 1 is all, 0 what the mean would.",
    arguments: &[Argument {
        name: "class_aggregation",
        values: Values::Choice(&["uniform_average", "variance_weighted_average"]),
        optional: false,
        default: Default::Text("uniform_average"),
        doc: "How the scores of the outputs become one.",
    }],
    source: "https://keras.io/api/metrics/regression_metrics/#r2score-class",
};

pub(super) const PSNR: Declaration = Declaration {
    class_name: "PSNR",
    aliases: &["psnr"],
    doc: "The peak signal-to-noise ratio in decibels, of the mean squared error over all rows.",
    arguments: &[MAX_VAL],
    source: "https://keras.io/api/ops/image/#psnr-function",
};

pub(super) const SSIM: Declaration = Declaration {
    class_name: "SSIM",
    aliases: &["ssim"],
    doc: "The structural similarity to a picture, of what the model makes of all its pixels.",
    arguments: &[MAX_VAL],
    source: "https://doi.org/10.1109/TIP.2003.819861",
};

pub(super) const FUNCTION: Declaration = Declaration {
    class_name: "Function",
    aliases: &["function"],
    doc: "A function of your own: the mean of what it says of the rows.",
    arguments: &[FN, NAME],
    source: "https://keras.io/api/metrics/base_metric/#meanmetricwrapper-class",
};
