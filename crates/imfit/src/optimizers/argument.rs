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

/// The learning rate.
pub(super) const fn learning_rate(default: f64) -> Argument {
    real("learning_rate", Values::POSITIVE, default, "About the size of a step.")
}

/// The share of a mean that is kept.
pub(super) const fn share(name: &'static str, default: f64, doc: &'static str) -> Argument {
    real(name, Values::SHARE, default, doc)
}

/// What keeps a divisor from zero.
pub(super) const fn epsilon(doc: &'static str) -> Argument {
    real("epsilon", Values::NOT_NEGATIVE, 1e-7, doc)
}

pub(super) const FIRST_MOMENT: &str = "How much of the gradient's mean is kept each step.";
pub(super) const SECOND_MOMENT: &str = "How much of the squares' mean is kept each step.";
pub(super) const ADDED_TO_ROOT: &str =
    "Added to the square root, so that nothing is divided by zero.";
pub(super) const ADDED_BELOW_ROOT: &str =
    "Added below the square root, so that nothing is divided by zero.";

/// How many arguments all optimizers have after their own.
pub(super) const SHARED_COUNT: usize = 1;

/// The arguments that all optimizers have after their own, in Keras's order.
const SHARED: [Argument; SHARED_COUNT] = [Argument {
    name: "name",
    values: Values::Text,
    optional: true,
    default: Default::None,
    doc: "A name for the optimizer; of no consequence.",
}];

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
