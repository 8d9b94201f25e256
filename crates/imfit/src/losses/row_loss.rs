//! A loss as the engine computes it: what is to be computed is known, from the targets too.

use imfit_compute::{Activation, Isa, Loss as Computed};

use crate::panel::{Lanes, PANEL_ROWS};

/// A loss of each row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RowLoss {
    pub(super) how: How,
    /// Targets of a row; what follows them in a record are answers.
    pub(super) targets: usize,
}

/// Where the loss comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum How {
    /// It is computed.
    Computed(Computed),
    /// A function of the host's has said it: the first answer is the loss, those after it are its
    /// slopes, one for each output.
    Answered,
}

impl RowLoss {
    /// The loss of each row of a panel; prediction is (outputs, rows), target (targets and answers, rows).
    pub(crate) fn rows(self, isa: Isa, prediction: &[Lanes], target: &[Lanes]) -> Lanes {
        let (target, answers) = target.split_at(self.targets);
        match self.how {
            How::Answered => answers[0],
            How::Computed(loss) => {
                let mut out = Lanes::default();
                loss.rows(isa, prediction.as_flattened(), target.as_flattened(), &mut out);
                out
            }
        }
    }

    /// Whether the gradient is that of what `last`, the model's last activation, was made of.
    pub(crate) fn goes_through(self, last: Activation) -> bool {
        matches!(self.how, How::Computed(loss) if loss.goes_through(last))
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
        let (target, answers) = target.split_at(self.targets);
        let loss = match self.how {
            How::Answered => return scaled(&answers[1..], scale, out),
            How::Computed(loss) => loss,
        };
        let (prediction, target) = (prediction.as_flattened(), target.as_flattened());
        let out = out.as_flattened_mut();
        if through {
            loss.gradient_through(isa, prediction, target, scale, out);
        } else {
            loss.gradient(isa, prediction, target, scale, out);
        }
    }
}

/// Slopes that were answered, each row's times its scale.
fn scaled(slopes: &[Lanes], scale: &Lanes, out: &mut [Lanes]) {
    for (out, slope) in out.iter_mut().zip(slopes) {
        for lane in 0..PANEL_ROWS {
            out[lane] = slope[lane] * scale[lane];
        }
    }
}
