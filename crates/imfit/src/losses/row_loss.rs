//! A loss as the engine computes it: what is to be computed is known, from the targets too.

use imfit_compute::{Activation, Isa, Loss as Computed};

use crate::panel::Lanes;

/// A loss of each row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RowLoss(pub(super) Computed);

impl RowLoss {
    /// The loss of each row of a panel; prediction is (outputs, rows), target (targets, rows).
    pub(crate) fn rows(self, isa: Isa, prediction: &[Lanes], target: &[Lanes]) -> Lanes {
        let mut out = Lanes::default();
        self.0.rows(isa, prediction.as_flattened(), target.as_flattened(), &mut out);
        out
    }

    /// Whether the gradient is that of what `last`, the model's last activation, was made of.
    pub(crate) fn goes_through(self, last: Activation) -> bool {
        self.0.goes_through(last)
    }

    /// The gradient of `scale` times the loss of each row, with respect to the prediction, or, with
    /// `through`, to what the last activation was made of.
    pub(crate) fn gradient(
        self,
        (isa, through): (Isa, bool),
        prediction: &[Lanes],
        target: &[Lanes],
        scale: &Lanes,
        out: &mut [Lanes],
    ) {
        let (prediction, target) = (prediction.as_flattened(), target.as_flattened());
        let out = out.as_flattened_mut();
        if through {
            self.0.gradient_through(isa, prediction, target, scale, out);
        } else {
            self.0.gradient(isa, prediction, target, scale, out);
        }
    }
}
