//! Values that are scaled and shifted by numbers which nothing changes.

use imfit_compute::layer::Affine;

use super::{Back, Operate, Turn};
use crate::engine::bf16::Forms;

/// What happens to each value of a row.
#[derive(Debug, Clone)]
pub(crate) struct AffineOperation {
    pub(super) affine: Affine,
}

impl Operate for AffineOperation {
    fn width(&self) -> usize {
        self.affine.features()
    }

    fn forward(&self, turn: Turn<'_>, records: &mut [f32], _: Forms<'_>) {
        turn.each_forward(records, |_, fields| {
            self.affine.forward(turn.pass.isa, fields.input, fields.output);
        });
    }

    fn backward(&self, turn: Turn<'_>, records: &mut [f32], _: Forms<'_>, _: Back) {
        turn.each_backward(records, |fields| self.affine.backward(turn.pass.isa, fields.delta));
    }
}
