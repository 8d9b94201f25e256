//! A rectifier whose slope below 0 is learnt.

use imfit_compute::layer::{prelu, prelu_backward};

use super::{Back, Block, Operate, Turn};
use crate::engine::bf16::Forms;

/// A rectifier with a slope below 0 for each feature: one vector of weights.
#[derive(Debug, Clone)]
pub(crate) struct PReluOperation {
    block: Block,
}

impl PReluOperation {
    pub(super) fn new(width: usize) -> PReluOperation {
        PReluOperation { block: Block::new(0, 1, width) }
    }
}

impl Operate for PReluOperation {
    fn width(&self) -> usize {
        self.block.columns
    }

    fn trained(&self) -> Option<&Block> {
        Some(&self.block)
    }

    fn blocks_mut(&mut self) -> [Option<&mut Block>; 2] {
        [Some(&mut self.block), None]
    }

    fn forward(&self, turn: Turn<'_>, records: &mut [f32], weights: Forms<'_>) {
        let alpha = self.block.vector(0, weights.plain);
        turn.each_forward(records, |_, fields| {
            prelu(turn.pass.isa, alpha, fields.input, fields.output);
        });
    }

    fn backward(&self, turn: Turn<'_>, records: &mut [f32], weights: Forms<'_>, _: Back) {
        let alpha = self.block.vector(0, weights.plain);
        turn.each_backward(records, |fields| {
            prelu_backward(turn.pass.isa, alpha, fields.input, fields.delta, fields.terms);
        });
    }
}
