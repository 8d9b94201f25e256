//! The arguments of normalisations that bring each value to a scale gamma and an offset beta at last.

use super::common::{EPSILON, initializer};
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

const fn flag(name: &'static str, doc: &'static str) -> Argument {
    Argument { name, values: Values::Flag, optional: false, default: Default::Flag(true), doc }
}
