//! The way around a stack of operations: where it leaves, and where it comes back.

use super::{Back, Operate, Turn};
use crate::engine::bf16::Forms;
use crate::panel::PANEL_ROWS;

/// Where the way around leaves. Going forward nothing happens: its output is its input.
#[derive(Debug, Clone)]
pub(crate) struct Fork {
    pub(super) width: usize,
    /// How many operations later the way around comes back.
    pub(super) join: usize,
}

/// Where the way around comes back: the outputs of the operation before, and what the fork kept.
#[derive(Debug, Clone)]
pub(crate) struct Join {
    pub(super) width: usize,
    /// How many operations before the way around left.
    pub(super) fork: usize,
}

impl Operate for Fork {
    fn width(&self) -> usize {
        self.width
    }

    fn work_per_row(&self) -> usize {
        0
    }

    fn join(&self) -> Option<usize> {
        Some(self.join)
    }

    fn forward(&self, _: Turn<'_>, _: &mut [f32], _: Forms<'_>) {}

    /// What comes along the way around is added to what came through the stack.
    fn backward(&self, turn: Turn<'_>, records: &mut [f32], _: Forms<'_>, _: Back) {
        let around = turn.pass.layout.operations[turn.index + self.join].terms;
        turn.add(records, self.width, around, turn.fields().delta);
    }
}

impl Operate for Join {
    fn width(&self) -> usize {
        self.width
    }

    /// The delta, for the way around.
    fn terms(&self) -> usize {
        self.width
    }

    fn forward(&self, turn: Turn<'_>, records: &mut [f32], _: Forms<'_>) {
        let (from, to) = (turn.input(), turn.fields().output);
        let around = turn.pass.layout.operations[turn.index - self.fork].output;
        for record in records.chunks_exact_mut(turn.length()) {
            record.copy_within(from..from + self.width * PANEL_ROWS, to);
        }
        turn.add(records, self.width, around, to);
    }

    /// The delta goes both ways. That of the stack is in place already.
    fn backward(&self, turn: Turn<'_>, records: &mut [f32], _: Forms<'_>, _: Back) {
        let fields = turn.fields();
        for record in records.chunks_exact_mut(turn.length()) {
            let delta = fields.delta..fields.delta + self.width * PANEL_ROWS;
            record.copy_within(delta, fields.terms);
        }
    }
}
