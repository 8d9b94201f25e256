//! An activation between two fields.

use imfit_compute::Activation;

use super::{Back, Operate, Turn};
use crate::engine::bf16::Forms;
use crate::panel::PANEL_ROWS;

/// An activation of what the operation before it gives.
#[derive(Debug, Clone)]
pub(crate) struct ActivationOperation {
    pub(super) activation: Activation,
    pub(super) width: usize,
}

impl Operate for ActivationOperation {
    fn width(&self) -> usize {
        self.width
    }

    fn last_function(&self) -> Option<Activation> {
        Some(self.activation)
    }

    fn forward(&self, turn: Turn<'_>, records: &mut [f32], _: Forms<'_>) {
        let (from, to) = (turn.input(), turn.fields().output);
        let places = self.width * PANEL_ROWS;
        for record in records.chunks_exact_mut(turn.length()) {
            record.copy_within(from..from + places, to);
            self.activation.apply(turn.pass.isa, &mut record[to..to + places]);
        }
    }

    fn backward(&self, turn: Turn<'_>, records: &mut [f32], _: Forms<'_>, back: Back) {
        if !back.through {
            turn.differentiate(records, (turn.input(), self.width), self.activation);
        }
    }
}
