//! The arguments of optimizers, for their declarations.

use crate::declare::{Argument, Default, Values};

/// A real number that has a default.
pub(super) const fn real(
    name: &'static str,
    values: Values,
    default: f64,
    doc: &'static str,
) -> Argument {
    Argument { name, values, optional: false, default: Default::Real(default), doc }
}

/// True or false, false if not given.
pub(super) const fn flag(name: &'static str, doc: &'static str) -> Argument {
    Argument { name, values: Values::Flag, optional: false, default: Default::Flag(false), doc }
}

/// What may be left out.
const fn optional(name: &'static str, values: Values, doc: &'static str) -> Argument {
    Argument { name, values, optional: true, default: Default::None, doc }
}

/// A real number that may be left out by saying so, and has a default.
pub(super) const fn optional_real(
    name: &'static str,
    values: Values,
    default: f64,
    doc: &'static str,
) -> Argument {
    Argument { optional: true, ..real(name, values, default, doc) }
}

/// The learning rate.
pub(super) const fn learning_rate(default: f64) -> Argument {
    real("learning_rate", Values::LearningRate, default, "About the size of a step.")
}

/// The share of a mean that is kept.
pub(super) const fn share(name: &'static str, default: f64, doc: &'static str) -> Argument {
    real(name, Values::SHARE, default, doc)
}

/// What keeps a divisor from zero.
pub(super) const fn epsilon(doc: &'static str) -> Argument {
    real("epsilon", Values::NOT_NEGATIVE, 1e-7, doc)
}

pub(super) const WEIGHT_DECAY: &str =
    "What share of each weight is subtracted before a step, times the learning rate.";
pub(super) const FIRST_MOMENT: &str = "How much of the gradient's mean is kept each step.";
pub(super) const SECOND_MOMENT: &str = "How much of the squares' mean is kept each step.";
pub(super) const ADDED_TO_ROOT: &str =
    "Added to the square root, so that nothing is divided by zero.";
pub(super) const ADDED_BELOW_ROOT: &str =
    "Added below the square root, so that nothing is divided by zero.";

/// How many arguments all optimizers have after their own.
pub(super) const SHARED_COUNT: usize = 10;

/// The arguments that all optimizers have after their own, in Keras's order.
const SHARED: [Argument; SHARED_COUNT] = [
    optional("weight_decay", Values::NOT_NEGATIVE, WEIGHT_DECAY),
    optional(
        "clipnorm",
        Values::POSITIVE,
        "The largest norm that the gradient of a kernel or bias may have; it is scaled down to that.",
    ),
    optional(
        "clipvalue",
        Values::POSITIVE,
        "The largest size that each value of the gradient may have.",
    ),
    optional(
        "global_clipnorm",
        Values::POSITIVE,
        "The largest norm that the gradient of all weights together may have; it is scaled down to that.",
    ),
    flag(
        "use_ema",
        "Whether a running mean of the weights is kept, and takes their place after the last epoch of a training.",
    ),
    real("ema_momentum", Values::UNIT, 0.99, "How much of the weights' mean is kept each step."),
    optional(
        "ema_overwrite_frequency",
        Values::COUNT,
        "After how many steps the weights are replaced by their mean, again and again; never before the end if not given.",
    ),
    optional(
        "loss_scale_factor",
        Values::POSITIVE,
        "What the loss is multiplied by on the way back, and the gradient divided by after it.",
    ),
    optional(
        "gradient_accumulation_steps",
        Values::TWO_OR_MORE,
        "Batches whose gradients are averaged for one step.",
    ),
    optional("name", Values::Text, "A name for the optimizer; of no consequence."),
];

/// An optimizer's own arguments, and after them as many of the shared ones as there is room for: all, or
/// those at the end where it has the first of them among its own.
pub(super) const fn with_shared<const OWN: usize, const ALL: usize>(
    own: [Argument; OWN],
) -> [Argument; ALL] {
    let mut all = [own[0]; ALL];
    let mut at = 0;
    while at < ALL {
        all[at] = if at < OWN { own[at] } else { SHARED[at + SHARED.len() - ALL] };
        at += 1;
    }
    all
}

/// Some arguments, and then others.
pub(super) const fn followed_by<const FIRST: usize, const LAST: usize, const ALL: usize>(
    first: [Argument; FIRST],
    last: [Argument; LAST],
) -> [Argument; ALL] {
    let mut all = [first[0]; ALL];
    let mut at = 0;
    while at < ALL {
        all[at] = if at < FIRST { first[at] } else { last[at - FIRST] };
        at += 1;
    }
    all
}
