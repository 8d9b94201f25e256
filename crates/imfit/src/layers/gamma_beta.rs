//! The arguments of normalisations that bring each value to a scale gamma and an offset beta at last.

use super::common::{EPSILON, constraint, initializer, regularizer};
use crate::declare::{Argument, Default, Values};

/// Declares `epsilon`.
pub(super) const NORM_EPSILON: Argument = Argument { default: Default::Real(0.001), ..EPSILON };

/// Declares `center`.
pub(super) const CENTER: Argument = flag("center", "Whether an offset beta is added.");

/// Declares `scale`.
pub(super) const SCALE: Argument = flag("scale", "Whether there is a scale gamma.");

/// Declares `beta_initializer`.
pub(super) const BETA_INITIALIZER: Argument =
    initializer("beta_initializer", "zeros", "How beta begins.");

/// Declares `gamma_initializer`.
pub(super) const GAMMA_INITIALIZER: Argument =
    initializer("gamma_initializer", "ones", "How gamma begins.");

/// The names of what acts on the offsets, and on the scales.
pub(super) const BETA: [&str; 2] = ["beta_regularizer", "beta_constraint"];
pub(super) const GAMMA: [&str; 2] = ["gamma_regularizer", "gamma_constraint"];

/// Declares what acts on both, in Keras's order.
pub(super) const CARE: [Argument; 4] = [
    regularizer(BETA[0], "A penalty on beta, added to the loss."),
    regularizer(GAMMA[0], "A penalty on gamma, added to the loss."),
    constraint(BETA[1], "What beta is held to after each step."),
    constraint(GAMMA[1], "What gamma is held to after each step."),
];

const fn flag(name: &'static str, doc: &'static str) -> Argument {
    Argument { name, values: Values::Flag, optional: false, default: Default::Flag(true), doc }
}
