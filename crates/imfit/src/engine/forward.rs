//! Going forward only: prediction and evaluation.

use imfit_compute::padded;
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

/// Adds the losses and metrics of `rows` of `data` to `sums`, in the order of the rows.
pub(crate) fn evaluate_rows(
    network: &Network,
    data: &Data<'_>,
    rows: std::ops::Range<usize>,
    scored: &Scored<'_>,
    sums: &mut [f64],
) -> Result<()> {
    let isa = isa()?;
    let starts: Vec<usize> = rows.clone().step_by(BLOCK_ROWS).collect();
    let blocks: Vec<Block> = starts
        .into_par_iter()
        .map(|start| {
            let mut block = Block::forward_only(network, sums.len());
            block.load(data, start..rows.end.min(start + BLOCK_ROWS));
            block.forward(network, isa);
            block.score(network, scored.loss, scored.metrics);
            block
        })
        .collect();
    for block in &blocks {
        add_scores(block, sums);
    }
    Ok(())
}
