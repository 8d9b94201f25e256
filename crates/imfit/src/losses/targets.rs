//! What a loss wants of targets, and what it makes of those it gets.

use imfit_compute::Loss as Computed;

use super::row_loss::{How, RowLoss};
use super::{Loss, Which};
use crate::error::{Error, Result};

/// How the targets of a row are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// A target for each output.
    Wide,
    /// The number of a class.
    Class,
    /// Either.
    Any,
    /// Whatever the user's function makes of them.
    Own,
}

/// What is known of the targets that are to be learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Targets {
    /// Outputs of the model.
    pub(crate) outputs: usize,
    /// Targets of a row.
    pub(crate) width: usize,
    /// Whether all of them are 0 or 1; only looked at where [`Loss::asks_for_binary`] says so.
    pub(crate) binary: bool,
}

impl Loss {
    /// What targets it takes.
    pub(crate) fn wanted(self) -> Wanted {
        match self.0 {
            Which::Fixed(computed) if computed.is_sparse() => Wanted::Class,
            Which::Fixed(_) => Wanted::Wide,
            Which::Crossentropy => Wanted::Any,
            Which::Ssim { .. } => Wanted::Wide,
            Which::Function { .. } => Wanted::Own,
        }
    }

    /// Whether it reads targets of 0 and 1 in another way than others.
    pub(crate) fn asks_for_binary(self) -> bool {
        matches!(self.0, Which::Fixed(Computed::Hinge { .. } | Computed::SquaredHinge { .. }))
    }

    /// What is computed for these targets.
    pub(crate) fn of(self, targets: Targets) -> RowLoss {
        let (from_logits, label_smoothing) = (false, 0.0);
        let computed = match self.0 {
            Which::Ssim { .. } | Which::Function { .. } => {
                return RowLoss { how: How::Answered, targets: targets.width };
            }
            Which::Fixed(Computed::Hinge { .. }) => Computed::Hinge { binary: targets.binary },
            Which::Fixed(Computed::SquaredHinge { .. }) => {
                Computed::SquaredHinge { binary: targets.binary }
            }
            Which::Fixed(computed) => computed,
            Which::Crossentropy if targets.outputs == 1 => {
                Computed::BinaryCrossentropy { from_logits, label_smoothing }
            }
            Which::Crossentropy if targets.width == 1 => {
                Computed::SparseCategoricalCrossentropy { from_logits }
            }
            Which::Crossentropy => {
                Computed::CategoricalCrossentropy { from_logits, label_smoothing }
            }
        };
        RowLoss { how: How::Computed(computed), targets: targets.width }
    }

    /// Refuses a loss that is the same for every prediction.
    ///
    /// # Errors
    /// A model of one output, and a loss that compares the outputs of a row with each other.
    pub(crate) fn check_outputs(self, outputs: usize) -> Result<()> {
        let needs_more = matches!(
            self.0,
            Which::Fixed(
                Computed::CategoricalCrossentropy { .. }
                    | Computed::CosineSimilarity
                    | Computed::CategoricalHinge
                    | Computed::CategoricalFocalCrossentropy { .. }
                    | Computed::SparseCategoricalCrossentropy { .. }
                    | Computed::CategoricalGeneralizedCrossEntropy { .. }
            )
        );
        if !needs_more || outputs > 1 {
            return Ok(());
        }
        let given = format!("{} for a model of one output", self.class_name());
        let allowed = "another one, as BinaryCrossentropy: it compares the outputs of a row";
        Err(Error::argument("loss", given, allowed))
    }
}
