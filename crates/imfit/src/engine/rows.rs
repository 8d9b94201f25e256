//! Rows of data on their way into records.

use ndarray::ArrayView2;

use super::layout::Layout;
use crate::data::{Data, Rows};
use crate::panel::{PANEL_ROWS, lanes_mut};

/// Copies rows of the data into records, [`PANEL_ROWS`] into each, as far as there are both.
pub(super) fn load_panels(
    records: &mut [f32],
    layout: &Layout,
    data: &Data<'_>,
    mut rows: impl ExactSizeIterator<Item = usize>,
) {
    let panels = rows.len().div_ceil(PANEL_ROWS);
    for record in records.chunks_exact_mut(layout.length).take(panels) {
        load(record, layout, data, rows.by_ref().take(PANEL_ROWS));
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
fn load(
    record: &mut [f32],
    layout: &Layout,
    data: &Data<'_>,
    rows: impl ExactSizeIterator<Item = usize>,
) {
    let count = rows.len();
    let mut lanes = [0; PANEL_ROWS];
    for (lane, row) in lanes.iter_mut().zip(rows) {
        *lane = row;
    }
    let last = lanes[count - 1];
    lanes[count..].fill(last);
    data.gather_x(&lanes, lanes_mut(&mut record[layout.input..]));
    data.gather_y(&lanes, lanes_mut(&mut record[layout.target..]));
    let weights = &mut lanes_mut(&mut record[layout.weight..])[0];
    *weights = data.weights(&lanes);
    weights[count..].fill(0.0);
}

/// Asks for rows that will be loaded soon: shuffled rows are nowhere near each other.
fn expect(data: &Data<'_>, rows: &[u32]) {
    for row in rows {
        data.prefetch(*row as usize);
    }
}

/// Copies all rows of `x`, at most [`PANEL_ROWS`], into a field of inputs.
pub(super) fn load_inputs(field: &mut [f32], x: &ArrayView2<'_, f32>) {
    let last = x.nrows() - 1;
    let lanes: [usize; PANEL_ROWS] = std::array::from_fn(|lane| lane.min(last));
    Rows::new(x.view()).gather(&lanes, lanes_mut(field));
}
