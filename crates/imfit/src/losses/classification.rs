//! The declarations of losses that tell classes apart, but for the two plain cross-entropies.

use super::declarations::{FROM_LOGITS, LABEL_SMOOTHING};
use crate::declare::{Argument, Declaration, Default, Values};

const ALPHA: Argument = Argument {
    name: "alpha",
    values: Values::UNIT,
    optional: false,
    default: Default::Real(0.25),
    doc: "The weight of targets of 1 where the classes are balanced; those of 0 weigh 1 - alpha.",
};

const GAMMA: Argument = Argument {
    name: "gamma",
    values: Values::NOT_NEGATIVE,
    optional: false,
    default: Default::Real(2.0),
    doc: "How much less what is nearly right counts; 0: as much as all else.",
};

pub(super) const HINGE: Declaration = Declaration {
    class_name: "Hinge",
    aliases: &["hinge"],
    doc: "The mean of max(1 - target * prediction, 0), for targets of -1 and 1; of 0 and 1 the 0 is taken for -1.",
    arguments: &[],
    source: "https://keras.io/api/losses/hinge_losses/#hinge-class",
};

pub(super) const SQUARED_HINGE: Declaration = Declaration {
    class_name: "SquaredHinge",
    aliases: &["squared_hinge"],
    doc: "The mean of max(1 - target * prediction, 0)^2, for targets of -1 and 1; of 0 and 1 the 0 is taken for -1.",
    arguments: &[],
    source: "https://keras.io/api/losses/hinge_losses/#squaredhinge-class",
};

pub(super) const CATEGORICAL_HINGE: Declaration = Declaration {
    class_name: "CategoricalHinge",
    aliases: &["categorical_hinge"],
    doc: "How much the right class lacks to be 1 above the largest wrong one: targets are 0 but for a 1.",
    arguments: &[],
    source: "https://keras.io/api/losses/hinge_losses/#categoricalhinge-class",
};

pub(super) const BINARY_FOCAL_CROSSENTROPY: Declaration = Declaration {
    class_name: "BinaryFocalCrossentropy",
    aliases: &["binary_focal_crossentropy"],
    doc: "The cross-entropy of each output on its own, where what is nearly right counts less.",
    arguments: &[
        Argument {
            name: "apply_class_balancing",
            values: Values::Flag,
            optional: false,
            default: Default::Flag(false),
            doc: "Whether targets of 1 and of 0 weigh differently, by alpha.",
        },
        ALPHA,
        GAMMA,
        FROM_LOGITS,
        LABEL_SMOOTHING,
    ],
    source: "https://keras.io/api/losses/probabilistic_losses/#binaryfocalcrossentropy-class",
};

pub(super) const CATEGORICAL_FOCAL_CROSSENTROPY: Declaration = Declaration {
    class_name: "CategoricalFocalCrossentropy",
    aliases: &["categorical_focal_crossentropy"],
    doc: "The cross-entropy of several classes, where what is nearly right counts less.",
    arguments: &[
        Argument {
            values: Values::NOT_NEGATIVE,
            doc: "What the loss is multiplied by: the weight of all classes.",
            ..ALPHA
        },
        GAMMA,
        FROM_LOGITS,
        LABEL_SMOOTHING,
    ],
    source: "https://keras.io/api/losses/probabilistic_losses/#categoricalfocalcrossentropy-class",
};

pub(super) const SPARSE_CATEGORICAL_CROSSENTROPY: Declaration = Declaration {
    class_name: "SparseCategoricalCrossentropy",
    aliases: &["sparse_categorical_crossentropy"],
    doc: "The cross-entropy of several classes, for targets that are one column: the number of the class, from 0.",
    arguments: &[FROM_LOGITS],
    source: "https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class",
};

pub(super) const CATEGORICAL_GENERALIZED_CROSS_ENTROPY: Declaration = Declaration {
    class_name: "CategoricalGeneralizedCrossEntropy",
    aliases: &["categorical_generalized_cross_entropy"],
    doc: "(1 - share^q) / q of the right class, which wrong targets disturb little; targets are the number of the class.",
    arguments: &[Argument {
        name: "q",
        values: Values::INSIDE,
        optional: false,
        default: Default::Real(0.5),
        doc: "Near 0 the loss is like a cross-entropy, near 1 like a mean absolute error.",
    }],
    source: "https://arxiv.org/abs/1805.07836",
};

pub(super) const CROSSENTROPY: Declaration = Declaration {
    class_name: "Crossentropy",
    aliases: &["crossentropy", "ce"],
    doc: "The cross-entropy that suits the data: binary for one output, sparse for one column of targets and more outputs, else categorical.",
    arguments: &[],
    source: "https://keras.io/api/models/model_training_apis/#compile-method",
};
