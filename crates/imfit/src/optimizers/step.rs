//! What is done with the gradient of a batch.

use imfit_compute::{Buffer, Isa, OptimizerStep};

/// What is done with the gradient of a batch: its numbers, the same for all weights.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(super) rule: OptimizerStep,
}

impl Step {
    /// Moves weights against their gradient. `slots` are those that the optimizer has.
    pub(crate) fn apply(
        self,
        isa: Isa,
        weights: &mut [f32],
        gradient: &[f32],
        slots: &mut [Buffer],
    ) {
        self.rule.apply(isa, weights, gradient, slots);
    }
}
