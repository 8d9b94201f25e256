//! Rows that are brought to one size, each for itself.

use imfit_compute::layer::{RowNormalization, Vectors};

use super::{Back, Block, Operate, Turn};
use crate::engine::bf16::Forms;

/// A normalization of rows, with up to two vectors of weights: scales, then offsets.
#[derive(Debug, Clone)]
pub(crate) struct RowNormalizationOperation {
    normalization: RowNormalization,
    scale: bool,
    offset: bool,
    width: usize,
    block: Block,
}

impl RowNormalizationOperation {
    pub(super) fn new(
        normalization: RowNormalization,
        (scale, offset): (bool, bool),
        width: usize,
    ) -> RowNormalizationOperation {
        let block = Block::new(0, usize::from(scale) + usize::from(offset), width);
        RowNormalizationOperation { normalization, scale, offset, width, block }
    }

    fn vectors<'a>(&self, weights: Forms<'a>) -> Vectors<'a> {
        let vector = |number| self.block.vector(number, weights.plain);
        Vectors {
            gamma: self.scale.then(|| vector(0)),
            beta: self.offset.then(|| vector(usize::from(self.scale))),
        }
    }
}

impl Operate for RowNormalizationOperation {
    fn width(&self) -> usize {
        self.width
    }

    fn trained(&self) -> Option<&Block> {
        (self.block.rows() > 0).then_some(&self.block)
    }

    fn blocks_mut(&mut self) -> [Option<&mut Block>; 2] {
        [Some(&mut self.block), None]
    }

    fn kept(&self) -> usize {
        RowNormalization::KEPT
    }

    fn forward(&self, turn: Turn<'_>, records: &mut [f32], weights: Forms<'_>) {
        let (isa, vectors) = (turn.pass.isa, self.vectors(weights));
        turn.each_forward(records, |_, fields| {
            self.normalization.forward(isa, vectors, fields.input, fields.output, fields.kept);
        });
    }

    fn backward(&self, turn: Turn<'_>, records: &mut [f32], weights: Forms<'_>, _: Back) {
        let (isa, vectors) = (turn.pass.isa, self.vectors(weights));
        turn.each_backward(records, |fields| {
            let read = (fields.input, fields.kept);
            self.normalization.backward(isa, vectors, read, fields.delta, fields.terms);
        });
    }
}
