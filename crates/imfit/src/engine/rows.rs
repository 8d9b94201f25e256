//! Rows of data on their way into records.

use imfit_compute::prefetch;
use ndarray::{ArrayView1, ArrayView2};

use super::layout::Layout;
use crate::data::Data;
use crate::panel::PANEL_ROWS;

/// Copies up to [`PANEL_ROWS`] rows of the data into a record. The lanes past them get the last row
/// once more, so that no arithmetic on them is stranger than on the others, but weigh nothing.
pub(super) fn load(
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
    gather(&data.x, &lanes, &mut record[layout.input..]);
    gather(&data.y, &lanes, &mut record[layout.target..]);
    let weights = &mut record[layout.weight..layout.weight + PANEL_ROWS];
    weights[count..].fill(0.0);
    match data.sample_weight {
        None => weights[..count].fill(1.0),
        Some(all) => {
            for (weight, lane) in weights[..count].iter_mut().zip(lanes) {
                *weight = all[lane];
            }
        }
    }
}

/// Asks for rows that will be loaded soon: shuffled rows are nowhere near each other.
pub(super) fn expect(data: &Data<'_>, rows: &[u32]) {
    let (Some(x), Some(y)) = (data.x.as_slice(), data.y.as_slice()) else { return };
    for row in rows {
        prefetch(x, *row as usize * data.x.ncols());
        prefetch(y, *row as usize * data.y.ncols());
    }
}

/// Copies all rows of `x`, at most [`PANEL_ROWS`], into a field of inputs.
pub(super) fn load_inputs(field: &mut [f32], x: &ArrayView2<'_, f32>) {
    let last = x.nrows() - 1;
    gather(x, &std::array::from_fn(|lane| lane.min(last)), field);
}

/// Copies one row into each lane: `field` is (columns, [`PANEL_ROWS`]).
fn gather(from: &ArrayView2<'_, f32>, rows: &[usize; PANEL_ROWS], field: &mut [f32]) {
    let columns = from.ncols();
    let (field, _) = field[..columns * PANEL_ROWS].as_chunks_mut::<PANEL_ROWS>();
    match from.as_slice() {
        Some(values) => {
            for (lane, row) in rows.iter().enumerate() {
                let row = &values[row * columns..(row + 1) * columns];
                field.iter_mut().zip(row).for_each(|(feature, value)| feature[lane] = *value);
            }
        }
        None => {
            for (lane, row) in rows.iter().enumerate() {
                let row: ArrayView1<'_, f32> = from.row(*row);
                field.iter_mut().zip(row).for_each(|(feature, value)| feature[lane] = *value);
            }
        }
    }
}
