//! Going forward only: prediction and evaluation.

use std::ops::Range;

use imfit_compute::{Buffer, Isa};
use ndarray::{ArrayView2, ArrayViewMut2, Axis, Slice};
use rayon::prelude::*;

use super::bf16::Forms;
use super::layout::{Counts, Layout};
use super::network::Network;
use super::pass::Pass;
use super::rows::{load_inputs, load_panels};
use super::{isa, records_together};
use crate::data::Data;
use crate::error::Result;
use crate::image::Grid;
use crate::losses::RowLoss;
use crate::metrics::RowMetric;
use crate::panel::{Lanes, PANEL_ROWS, lanes};

/// What is computed for each row in an evaluation.
pub(crate) struct Scored<'a> {
    pub(crate) loss: RowLoss,
    pub(crate) metrics: &'a [RowMetric],
}

/// What predictions are made of, row by row.
#[derive(Clone, Copy)]
pub(crate) enum Inputs<'a> {
    /// (rows, inputs)
    Rows(ArrayView2<'a, f32>),
    /// The positions of the pixels of a grid, from one of them on.
    Pixels(&'a Grid, usize),
}

impl Inputs<'_> {
    /// Copies some rows, at most [`PANEL_ROWS`], into a field of inputs.
    fn load(&self, rows: Range<usize>, field: &mut [f32]) {
        match self {
            Inputs::Rows(x) => load_inputs(field, &x.slice_axis(Axis(0), Slice::from(rows))),
            Inputs::Pixels(grid, first) => {
                let mut positions = [0.0; 2 * PANEL_ROWS];
                let positions = &mut positions[..2 * rows.len()];
                grid.write(first + rows.start..first + rows.end, positions);
                let x = ArrayView2::from_shape((rows.len(), 2), positions);
                load_inputs(field, &x.expect("two values a pixel"));
            }
        }
    }
}

/// Writes the network's outputs for some rows to `out`, (rows, outputs). Where it is `shared`, this is called in a
/// pool.
pub(crate) fn predict_rows(
    network: &Network,
    inputs: Inputs<'_>,
    mut out: ArrayViewMut2<'_, f32>,
    shared: bool,
) -> Result<()> {
    let layout = Layout::forward_only(&network.shape(), Counts { targets: 0, scores: 0 });
    let pass = Pass::new(&network.operations, &layout, isa()?);
    let together = records_together(layout.length);
    let rows = together * PANEL_ROWS;
    let count = together.min(out.nrows().div_ceil(PANEL_ROWS));
    let room = || Buffer::zeros(count * layout.length);
    let work = |records: &mut Buffer, (index, mut out): (usize, ArrayViewMut2<'_, f32>)| {
        let records = &mut records[..out.nrows().div_ceil(PANEL_ROWS) * layout.length];
        let end = index * rows + out.nrows();
        let panels = (index * rows..end).step_by(PANEL_ROWS);
        for (record, start) in records.chunks_exact_mut(layout.length).zip(panels) {
            inputs.load(start..end.min(start + PANEL_ROWS), &mut record[layout.rows.input..]);
        }
        pass.forward(records, Forms::plain(&network.weights), None);
        let panels = out.axis_chunks_iter_mut(Axis(0), PANEL_ROWS);
        for (record, out) in records.chunks_exact(layout.length).zip(panels) {
            let width = network.outputs() * PANEL_ROWS;
            store_rows(lanes(&record[layout.prediction()..][..width]), out);
        }
    };
    let pieces = out.axis_chunks_iter_mut(Axis(0), rows);
    if shared {
        pieces.into_par_iter().enumerate().for_each_init(room, work);
    } else {
        let mut records = room();
        pieces.into_iter().enumerate().for_each(|piece| work(&mut records, piece));
    }
    Ok(())
}

/// Copies the first lanes of a panel to rows.
fn store_rows(field: &[Lanes], mut out: ArrayViewMut2<'_, f32>) {
    match (out.as_slice_mut(), field.len()) {
        // Colours: so short that a loop over a row would take longer than the row.
        (Some(values), 1) => store_narrow::<1>(field, values),
        (Some(values), 2) => store_narrow::<2>(field, values),
        (Some(values), 3) => store_narrow::<3>(field, values),
        (Some(values), 4) => store_narrow::<4>(field, values),
        _ => {
            for (lane, mut row) in out.rows_mut().into_iter().enumerate() {
                row.iter_mut().zip(field).for_each(|(out, feature)| *out = feature[lane]);
            }
        }
    }
}

/// The same for rows of `W` values, one after the other.
fn store_narrow<const W: usize>(field: &[Lanes], values: &mut [f32]) {
    let (fields, _) = field.as_chunks::<W>();
    let (rows, _) = values.as_chunks_mut::<W>();
    for (lane, row) in rows.iter_mut().enumerate() {
        *row = std::array::from_fn(|feature| fields[0][feature][lane]);
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
        let layout = Layout::forward_only(&network.shape(), counts);
        let count = rows.min(EVALUATED_ROWS).div_ceil(PANEL_ROWS);
        let records = Buffer::zeros(count * layout.length);
        Ok(Evaluation { layout, records, isa: isa()? })
    }

    /// Computes the losses and metrics of some rows of `data`. Where it is `shared`, this is called in a pool.
    pub(crate) fn score(
        &mut self,
        network: &Network,
        (data, rows): (&Data<'_>, Range<usize>),
        scored: &Scored<'_>,
        shared: bool,
    ) {
        let layout = &self.layout;
        let pass = Pass::new(&network.operations, layout, self.isa);
        let records = &mut self.records[..rows.len().div_ceil(PANEL_ROWS) * layout.length];
        let together = records_together(layout.length);
        let work = |(index, records): (usize, &mut [f32])| {
            let start = rows.start + index * together * PANEL_ROWS;
            load_panels(records, layout, data, start..rows.end);
            pass.forward(records, Forms::plain(&network.weights), None);
            pass.score(records, rows.end - start, scored.loss, scored.metrics);
        };
        let length = together * layout.length;
        match shared {
            true => records.par_chunks_mut(length).enumerate().for_each(work),
            false => records.chunks_mut(length).enumerate().for_each(work),
        }
    }

    /// The losses and metrics of each panel of the `rows` rows that were scored last, in their order.
    pub(crate) fn scores(&self, rows: usize) -> impl Iterator<Item = &[Lanes]> {
        let (length, places) = (self.layout.length, self.layout.scores_places());
        let records = self.records[..rows.div_ceil(PANEL_ROWS) * length].chunks_exact(length);
        records.map(move |record| lanes(&record[places.clone()]))
    }

    /// The penalty on all trained weights, as they are.
    pub(crate) fn penalty(&self, network: &Network) -> f64 {
        network.penalty(self.isa)
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, ShapeBuilder};

    use super::*;

    #[test]
    fn rows_are_the_lanes_however_they_lie_in_memory() {
        for width in 1..=5 {
            let field: Vec<Lanes> = (0..width)
                .map(|feature| std::array::from_fn(|lane| (10 * lane + feature) as f32))
                .collect();
            for rows in [1, 7, PANEL_ROWS] {
                let expected = Array2::from_shape_fn((rows, width), |(row, feature)| {
                    (10 * row + feature) as f32
                });
                for columns_first in [false, true] {
                    let mut out = Array2::zeros((rows, width).set_f(columns_first));
                    store_rows(&field, out.view_mut());
                    assert_eq!(out, expected, "{width} outputs, columns first: {columns_first}");
                }
            }
        }
    }
}
