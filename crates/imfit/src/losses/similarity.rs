//! The loss that looks at a whole picture.

use super::{Loss, Which};
use crate::declare::{Argument, Declaration, Default, Values};

/// What the values of a picture go up to.
pub(crate) const MAX_VAL: Argument = Argument {
    name: "max_val",
    values: Values::POSITIVE,
    optional: false,
    default: Default::Real(1.0),
    doc: "The largest value that a target can have.",
};

pub(super) const SSIM: Declaration = Declaration {
    class_name: "SSIM",
    aliases: &["ssim"],
    doc: "1 less the structural similarity to a picture, which every batch must be as a whole.",
    arguments: &[MAX_VAL],
    source: "https://doi.org/10.1109/TIP.2003.819861",
};

impl Loss {
    /// What a picture's values go up to, where the loss compares pictures as a whole.
    pub(crate) fn of_pictures(self) -> Option<f32> {
        match self.0 {
            Which::Ssim { max_val } => Some(max_val),
            _ => None,
        }
    }
}
