//! Rows of data on their way into records.

use ndarray::ArrayView2;

use super::layout::{Layout, Places};
use crate::data::{Data, Rows};
use crate::panel::{Lanes, PANEL_ROWS, lanes, lanes_mut};

/// The fields of a row of data, in a record or alone: each the number of its first value.
#[derive(Debug, Clone)]
pub(crate) struct RowFields {
    pub(crate) input: usize,
    /// Values in a row of input.
    pub(crate) inputs: usize,
    /// (`targets`, [`PANEL_ROWS`])
    pub(crate) target: usize,
    /// Targets of a row.
    pub(crate) targets: usize,
    /// How much each row counts.
    pub(crate) weight: usize,
}

impl RowFields {
    /// The same fields one after the other, with nothing between them, and the values that they take.
    pub(super) fn alone(&self) -> (RowFields, usize) {
        let mut places = Places::default();
        let (input, target) = (places.field(self.inputs), places.field(self.targets));
        let weight = places.field(1);
        (RowFields { input, target, weight, ..*self }, places.length())
    }

    /// Copies these fields of a record from those that another one has.
    pub(super) fn copy_from(&self, record: &mut [f32], other: &[f32], fields: &RowFields) {
        let mut copy = |to: usize, from: usize, features: usize| {
            copy_lanes(&lanes(&other[from..])[..features], lanes_mut(&mut record[to..]));
        };
        copy(self.input, fields.input, self.inputs);
        copy(self.target, fields.target, self.targets);
        copy(self.weight, fields.weight, 1);
    }
}

/// Copies some features. Positions and colours are shorter than what a call of `memcpy` is worth.
#[inline]
fn copy_lanes(from: &[Lanes], to: &mut [Lanes]) {
    match (from, to) {
        ([a], [to_a, ..]) => *to_a = *a,
        ([a, b], [to_a, to_b, ..]) => (*to_a, *to_b) = (*a, *b),
        ([a, b, c], [to_a, to_b, to_c, ..]) => (*to_a, *to_b, *to_c) = (*a, *b, *c),
        (from, to) => to[..from.len()].copy_from_slice(from),
    }
}

/// Copies rows of the data into records, [`PANEL_ROWS`] into each, as far as there are both.
pub(super) fn load_panels(
    records: &mut [f32],
    layout: &Layout,
    data: &Data<'_>,
    mut rows: impl ExactSizeIterator<Item = usize>,
) {
    let panels = rows.len().div_ceil(PANEL_ROWS);
    for record in records.chunks_exact_mut(layout.length).take(panels) {
        load(record, &layout.rows, data, rows.by_ref().take(PANEL_ROWS));
    }
}

/// The same for rows of a batch; asks for those that will be wanted after them.
pub(super) fn load_batch(
    records: &mut [f32],
    layout: &Layout,
    data: &Data<'_>,
    (rows, ahead): (&[u32], &[u32]),
) {
    load_panels(records, layout, data, rows.iter().map(|row| *row as usize));
    expect(data, ahead);
}

/// Copies up to [`PANEL_ROWS`] rows of the data into a record. The lanes past them get the last row
/// once more, so that no arithmetic on them is stranger than on the others, but weigh nothing.
pub(super) fn load(
    record: &mut [f32],
    fields: &RowFields,
    data: &Data<'_>,
    rows: impl ExactSizeIterator<Item = usize>,
) {
    let count = rows.len();
    let lanes = lanes_of(rows);
    data.gather_x(&lanes, lanes_mut(&mut record[fields.input..]));
    gather_targets(record, fields, data, (&lanes, count));
}

/// Copies the inputs of rows of data alone into records, and asks for those that will be wanted after them.
pub(super) fn load_positions(
    records: &mut [f32],
    layout: &Layout,
    data: &Data<'_>,
    (rows, ahead): (&[u32], &[u32]),
) {
    let records = records.chunks_exact_mut(layout.length);
    for (record, rows) in records.zip(rows.chunks(PANEL_ROWS)) {
        let lanes = lanes_of(rows.iter().map(|row| *row as usize));
        data.gather_x(&lanes, lanes_mut(&mut record[layout.rows.input..]));
    }
    ahead.iter().for_each(|row| data.prefetch_x(*row as usize));
}

/// The same for their targets and weights.
pub(super) fn load_targets(
    records: &mut [f32],
    layout: &Layout,
    data: &Data<'_>,
    (rows, ahead): (&[u32], &[u32]),
) {
    let records = records.chunks_exact_mut(layout.length);
    for (record, rows) in records.zip(rows.chunks(PANEL_ROWS)) {
        let lanes = lanes_of(rows.iter().map(|row| *row as usize));
        gather_targets(record, &layout.rows, data, (&lanes, rows.len()));
    }
    ahead.iter().for_each(|row| data.prefetch_y(*row as usize));
}

/// Up to [`PANEL_ROWS`] rows, and the last one once more in the lanes past them.
fn lanes_of(rows: impl ExactSizeIterator<Item = usize>) -> [usize; PANEL_ROWS] {
    let (count, mut lanes) = (rows.len(), [0; PANEL_ROWS]);
    for (lane, row) in lanes.iter_mut().zip(rows) {
        *lane = row;
    }
    let last = lanes[count - 1];
    lanes[count..].fill(last);
    lanes
}

fn gather_targets(
    record: &mut [f32],
    fields: &RowFields,
    data: &Data<'_>,
    (rows, count): (&[usize; PANEL_ROWS], usize),
) {
    data.gather_y(rows, lanes_mut(&mut record[fields.target..]));
    let weights = &mut lanes_mut(&mut record[fields.weight..])[0];
    *weights = data.weights(rows);
    weights[count..].fill(0.0);
}

/// Asks for rows that will be loaded soon: shuffled rows are nowhere near each other.
pub(super) fn expect(data: &Data<'_>, rows: &[u32]) {
    for row in rows {
        data.prefetch_x(*row as usize);
        data.prefetch_y(*row as usize);
    }
}

/// Copies all rows of `x`, at most [`PANEL_ROWS`], into a field of inputs.
pub(super) fn load_inputs(field: &mut [f32], x: &ArrayView2<'_, f32>) {
    let last = x.nrows() - 1;
    let lanes: [usize; PANEL_ROWS] = std::array::from_fn(|lane| lane.min(last));
    Rows::new(x.view()).gather(&lanes, lanes_mut(field));
}
