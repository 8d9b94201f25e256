//! One training step, in two phases, on as much of a mini-batch as fits in the cache.
//!
//! Phase 1: blocks of rows go through all layers and back, each on its own. Phase 2: each tile of
//! each weight array sums its gradient over all rows, in their order, and takes the optimizer's step.
//! No sum is shared between threads, so the bytes don't depend on how many there are.

use imfit_compute::{Isa, WeightGradient};
use rayon::prelude::*;

use super::block::Block;
use super::network::{DenseOperation, Network, Operation};
use super::parameter::{Parameter, Tile};
use super::{BLOCK_ROWS, CHUNK_ROWS, PARALLEL_WORK};
use crate::data::Data;
use crate::losses::Loss;
use crate::metrics::Metric;
use crate::optimizers::Step;

/// The buffers of a training step. Made once for a fit.
pub(crate) struct TrainStep {
    blocks: Vec<Block>,
    isa: Isa,
}

/// What part of which mini-batch to work on.
pub(crate) struct Batch<'a, 'd> {
    /// The data that rows are taken from.
    pub(crate) data: &'a Data<'d>,
    /// The rows of this part, at most [`CHUNK_ROWS`].
    pub(crate) rows: &'a [u32],
    /// Rows of the whole batch.
    pub(crate) batch_rows: usize,
    /// Whether this is the batch's first part.
    pub(crate) first: bool,
    pub(crate) loss: Loss,
    pub(crate) metrics: &'a [Metric],
}

impl TrainStep {
    /// Buffers for batches of up to `batch_rows` rows.
    pub(crate) fn new(network: &Network, batch_rows: usize, metrics: usize, isa: Isa) -> TrainStep {
        let count = batch_rows.min(CHUNK_ROWS).div_ceil(BLOCK_ROWS);
        let blocks = (0..count).map(|_| Block::for_training(network, 1 + metrics)).collect();
        TrainStep { blocks, isa }
    }

    /// Phase 1: sends the rows through all layers and back, and adds their losses and metrics to
    /// `sums`. The weights don't change.
    pub(crate) fn forward_and_back(
        &mut self,
        network: &Network,
        batch: &Batch<'_, '_>,
        sums: &mut [f64],
    ) {
        let isa = self.isa;
        let blocks = &mut self.blocks[..batch.rows.len().div_ceil(BLOCK_ROWS)];
        let scale = 1.0 / batch.batch_rows as f32;
        let run = |(block, rows): (&mut Block, &[u32])| {
            block.load(batch.data, rows.iter().map(|row| *row as usize));
            block.forward(network, isa);
            block.score(network, batch.loss, batch.metrics);
            block.backward(network, isa, batch.loss, scale);
        };
        if network.work_per_row() * batch.rows.len() < PARALLEL_WORK {
            blocks.iter_mut().zip(batch.rows.chunks(BLOCK_ROWS)).for_each(run);
        } else {
            blocks.par_iter_mut().zip(batch.rows.par_chunks(BLOCK_ROWS)).for_each(run);
        }
        for block in blocks {
            add_scores(block, sums);
        }
    }

    /// Phase 2: adds the rows' gradients to the batch's and, where `step` is given because they were
    /// the batch's last, moves the weights.
    pub(crate) fn update(&self, network: &mut Network, batch: &Batch<'_, '_>, step: Option<Step>) {
        let parallel = network.work_per_row() * batch.rows.len() >= PARALLEL_WORK;
        let blocks = &self.blocks[..batch.rows.len().div_ceil(BLOCK_ROWS)];
        let isa = self.isa;
        let run = |(index, operation): (usize, &mut Operation)| {
            if let Operation::Dense(dense) = operation {
                let sum = LayerSum { blocks, index, isa, first: batch.first, step };
                sum.update(dense, parallel);
            }
        };
        if parallel {
            network.operations.par_iter_mut().enumerate().for_each(run);
        } else {
            network.operations.iter_mut().enumerate().for_each(run);
        }
    }
}

/// Adds each row's loss and metrics, in the order of the rows.
pub(super) fn add_scores(block: &Block, sums: &mut [f64]) {
    for (sum, scores) in sums.iter_mut().zip(&block.scores) {
        for score in &scores[..block.rows] {
            *sum += f64::from(*score);
        }
    }
}

/// The gradient of one layer, summed over all blocks.
#[derive(Clone, Copy)]
struct LayerSum<'a> {
    blocks: &'a [Block],
    /// The operation's place in the network.
    index: usize,
    isa: Isa,
    first: bool,
    step: Option<Step>,
}

impl LayerSum<'_> {
    fn update(self, dense: &mut DenseOperation, parallel: bool) {
        let (inputs, outputs) = (dense.kernel.rows, dense.kernel.columns);
        for_each_tile(&mut dense.kernel, parallel, |values, tile| {
            let first_row = tile.first_row;
            self.update_tile(values, tile, |block, gradient| {
                self.rows_of(block, inputs, outputs).add_to(self.isa, first_row, gradient);
            });
        });
        if let Some(bias) = &mut dense.bias {
            for_each_tile(bias, false, |values, tile| {
                self.update_tile(values, tile, |block, gradient| {
                    self.rows_of(block, inputs, outputs).add_to_bias(self.isa, gradient);
                });
            });
        }
        if self.step.is_some() && self.index > 0 {
            dense.refresh();
        }
    }

    /// A block's inputs and deltas of this layer.
    fn rows_of<'b>(&self, block: &'b Block, inputs: usize, outputs: usize) -> WeightGradient<'b> {
        let x = if self.index == 0 { &block.input } else { &block.outputs[self.index - 1] };
        WeightGradient { x, delta: &block.deltas[self.index], rows: block.rows, inputs, outputs }
    }

    /// Sums a tile's gradient over all blocks with `add`, and takes the step if it is complete.
    fn update_tile(&self, values: &mut [f32], tile: &mut Tile, add: impl Fn(&Block, &mut [f32])) {
        let sum = if self.first { &mut tile.gradient } else { &mut tile.partial };
        sum.fill(0.0);
        for block in self.blocks {
            add(block, sum);
        }
        if !self.first {
            for (gradient, partial) in tile.gradient.iter_mut().zip(&tile.partial) {
                *gradient += partial;
            }
        }
        if let Some(step) = self.step {
            step.apply(self.isa, values, &tile.gradient, &mut tile.slots);
        }
    }
}

/// Runs `work` on every tile of a weight array: its values, and what training keeps beside them.
fn for_each_tile(
    parameter: &mut Parameter,
    parallel: bool,
    work: impl Fn(&mut [f32], &mut Tile) + Sync,
) {
    let places = parameter.tile_places();
    if parallel {
        let values = parameter.values.par_chunks_mut(places);
        values.zip(&mut parameter.tiles).for_each(|(values, tile)| work(values, tile));
    } else {
        let values = parameter.values.chunks_mut(places);
        values.zip(&mut parameter.tiles).for_each(|(values, tile)| work(values, tile));
    }
}
