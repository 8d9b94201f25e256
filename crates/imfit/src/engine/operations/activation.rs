//! An activation between two fields.

use imfit_compute::{Activation, multiply_by_derivative};

use super::turn::{Backward, Forward};
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

    fn kept(&self) -> usize {
        if self.activation.shares_work_with_derivative() { self.width } else { 0 }
    }

    fn last_function(&self) -> Option<Activation> {
        Some(self.activation)
    }

    fn forward(&self, turn: Turn<'_>, records: &mut [f32], _: Forms<'_>) {
        if turn.pass.layout.goes_back && self.kept() > 0 {
            turn.each_forward(records, |_, Forward { input, output, kept }| {
                self.activation.apply_with_derivative(turn.pass.isa, input, output, kept);
            });
            return;
        }
        let (from, to) = (turn.input(), turn.fields().output);
        let places = self.width * PANEL_ROWS;
        for record in records.chunks_exact_mut(turn.length()) {
            record.copy_within(from..from + places, to);
            self.activation.apply(turn.pass.isa, &mut record[to..to + places]);
        }
    }

    fn backward(&self, turn: Turn<'_>, records: &mut [f32], _: Forms<'_>, back: Back) {
        if back.through {
            return;
        }
        if self.kept() == 0 {
            turn.differentiate(records, (turn.input(), self.width), self.activation);
            return;
        }
        turn.each_backward(records, |Backward { kept, delta, .. }| {
            multiply_by_derivative(turn.pass.isa, kept, delta);
        });
    }
}
