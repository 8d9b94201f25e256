//! The gated linear unit.

use imfit_compute::layer::{glu, glu_backward};

use super::{Back, Operate, Turn};
use crate::engine::bf16::Forms;

/// One half of the inputs, opened and closed by the other.
#[derive(Debug, Clone)]
pub(crate) struct GluOperation {
    pub(super) width: usize,
}

impl Operate for GluOperation {
    fn width(&self) -> usize {
        self.width
    }

    fn inputs(&self) -> usize {
        2 * self.width
    }

    fn in_place(&self) -> bool {
        false
    }

    fn forward(&self, turn: Turn<'_>, records: &mut [f32], _: Forms<'_>) {
        turn.each_forward(records, |_, fields| glu(turn.pass.isa, fields.input, fields.output));
    }

    fn backward(&self, turn: Turn<'_>, records: &mut [f32], _: Forms<'_>, _: Back) {
        turn.each_backward(records, |fields| {
            glu_backward(turn.pass.isa, fields.input, fields.delta, fields.before);
        });
    }
}
