//! Going forward only: prediction and evaluation.

use imfit_compute::{Isa, padded};
use ndarray::{ArrayView2, ArrayViewMut2};
use rayon::prelude::*;

use super::block::Block;
use super::network::Network;
use super::step::add_scores;
use super::{BLOCK_ROWS, isa};
use crate::data::Data;
use crate::error::Result;
use crate::losses::Loss;
use crate::metrics::Metric;

/// What is computed for each row in an evaluation.
pub(crate) struct Scored<'a> {
    pub(crate) loss: Loss,
    pub(crate) metrics: &'a [Metric],
}

/// Writes the network's outputs for all rows of `x` to `out`.
pub(crate) fn predict_rows(
    network: &Network,
    x: ArrayView2<'_, f32>,
    mut out: ArrayViewMut2<'_, f32>,
) -> Result<()> {
    let isa = isa()?;
    let width = network.outputs();
    let blocks = x.axis_chunks_iter(ndarray::Axis(0), BLOCK_ROWS).into_par_iter();
    blocks.zip(out.axis_chunks_iter_mut(ndarray::Axis(0), BLOCK_ROWS)).for_each_init(
        || Block::forward_only(network, 0),
        |block, (x, mut out)| {
            block.load_inputs(x);
            block.forward(network, isa);
            for (prediction, mut out) in
                block.prediction().chunks(padded(width)).zip(out.rows_mut())
            {
                out.iter_mut().zip(prediction).for_each(|(out, value)| *out = *value);
            }
        },
    );
    Ok(())
}

/// The buffers of an evaluation, for up to [`EVALUATED_ROWS`] rows at a time.
pub(crate) struct Evaluation {
    blocks: Vec<Block>,
    isa: Isa,
}

/// Rows that are evaluated together.
pub(crate) const EVALUATED_ROWS: usize = 4096;

impl Evaluation {
    /// Buffers for `rows` rows in all, and `scores` losses and metrics.
    pub(crate) fn new(network: &Network, rows: usize, scores: usize) -> Result<Evaluation> {
        let count = rows.min(EVALUATED_ROWS).div_ceil(BLOCK_ROWS);
        let blocks = (0..count).map(|_| Block::forward_only(network, scores)).collect();
        Ok(Evaluation { blocks, isa: isa()? })
    }

    /// Adds the losses and metrics of some rows of `data` to `sums`, in the order of the rows.
    pub(crate) fn add_rows(
        &mut self,
        network: &Network,
        data: &Data<'_>,
        rows: std::ops::Range<usize>,
        scored: &Scored<'_>,
        sums: &mut [f64],
    ) {
        let isa = self.isa;
        let blocks = &mut self.blocks[..rows.len().div_ceil(BLOCK_ROWS)];
        blocks.par_iter_mut().enumerate().for_each(|(index, block)| {
            let start = rows.start + index * BLOCK_ROWS;
            block.load(data, start..rows.end.min(start + BLOCK_ROWS));
            block.forward(network, isa);
            block.score(network, scored.loss, scored.metrics);
        });
        for block in blocks {
            add_scores(block, sums);
        }
    }
}
