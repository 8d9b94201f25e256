//! Going forward only: prediction and evaluation.

use imfit_compute::{Buffer, Isa};
use ndarray::{ArrayView2, ArrayViewMut2, Axis};
use rayon::prelude::*;

use super::bf16::Forms;
use super::layout::{Counts, Layout};
use super::network::Network;
use super::pass::Pass;
use super::rows::{load_inputs, load_panels};
use super::{MOST_TOGETHER, isa};
use crate::data::Data;
use crate::error::Result;
use crate::losses::RowLoss;
use crate::metrics::RowMetric;
use crate::panel::{Lanes, PANEL_ROWS, lanes};

/// What is computed for each row in an evaluation.
pub(crate) struct Scored<'a> {
    pub(crate) loss: RowLoss,
    pub(crate) metrics: &'a [RowMetric],
}

/// Writes the network's outputs for all rows of `x` to `out`.
pub(crate) fn predict_rows(
    network: &Network,
    x: ArrayView2<'_, f32>,
    mut out: ArrayViewMut2<'_, f32>,
) -> Result<()> {
    let layout = Layout::forward_only(network, Counts { targets: 0, scores: 0 });
    let pass = Pass::new(network, &layout, isa()?);
    let rows = MOST_TOGETHER * PANEL_ROWS;
    let pieces = x.axis_chunks_iter(Axis(0), rows).into_par_iter();
    pieces.zip(out.axis_chunks_iter_mut(Axis(0), rows)).for_each_init(
        || Buffer::zeros(MOST_TOGETHER * layout.length),
        |records, (x, mut out)| {
            let records = &mut records[..x.nrows().div_ceil(PANEL_ROWS) * layout.length];
            let panels = x.axis_chunks_iter(Axis(0), PANEL_ROWS);
            for (record, x) in records.chunks_exact_mut(layout.length).zip(panels) {
                load_inputs(&mut record[layout.input..], &x);
            }
            pass.forward(records, Forms::plain(&network.weights), None);
            let panels = out.axis_chunks_iter_mut(Axis(0), PANEL_ROWS);
            for (record, out) in records.chunks_exact(layout.length).zip(panels) {
                let width = network.outputs() * PANEL_ROWS;
                store_rows(lanes(&record[layout.prediction()..][..width]), out);
            }
        },
    );
    Ok(())
}

/// Copies the first lanes of a panel to rows.
fn store_rows(field: &[Lanes], mut out: ArrayViewMut2<'_, f32>) {
    for (lane, mut row) in out.rows_mut().into_iter().enumerate() {
        row.iter_mut().zip(field).for_each(|(out, feature)| *out = feature[lane]);
    }
}

/// The buffers of an evaluation, for up to [`EVALUATED_ROWS`] rows at a time.
pub(crate) struct Evaluation {
    layout: Layout,
    records: Buffer,
    isa: Isa,
}

/// Rows that are evaluated together.
pub(crate) const EVALUATED_ROWS: usize = 4096;

impl Evaluation {
    /// Buffers for `rows` rows in all.
    pub(crate) fn new(network: &Network, rows: usize, counts: Counts) -> Result<Evaluation> {
        let layout = Layout::forward_only(network, counts);
        let count = rows.min(EVALUATED_ROWS).div_ceil(PANEL_ROWS);
        let records = Buffer::zeros(count * layout.length);
        Ok(Evaluation { layout, records, isa: isa()? })
    }

    /// Computes the losses and metrics of some rows of `data`.
    pub(crate) fn score(
        &mut self,
        network: &Network,
        data: &Data<'_>,
        rows: std::ops::Range<usize>,
        scored: &Scored<'_>,
    ) {
        let layout = &self.layout;
        let pass = Pass::new(network, layout, self.isa);
        let records = &mut self.records[..rows.len().div_ceil(PANEL_ROWS) * layout.length];
        let pieces = records.par_chunks_mut(MOST_TOGETHER * layout.length).enumerate();
        pieces.for_each(|(index, records)| {
            let start = rows.start + index * MOST_TOGETHER * PANEL_ROWS;
            load_panels(records, layout, data, start..rows.end);
            pass.forward(records, Forms::plain(&network.weights), None);
            pass.score(records, rows.end - start, scored.loss, scored.metrics);
        });
    }

    /// The losses and metrics of each panel of the `rows` rows that were scored last, in their order.
    pub(crate) fn scores(&self, rows: usize) -> impl Iterator<Item = &[Lanes]> {
        let (length, places) = (self.layout.length, self.layout.scores_places());
        let records = self.records[..rows.div_ceil(PANEL_ROWS) * length].chunks_exact(length);
        records.map(move |record| lanes(&record[places.clone()]))
    }
}
