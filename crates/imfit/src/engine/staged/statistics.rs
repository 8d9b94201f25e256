//! What a batch knows of its features, put together from what its pieces know.
//!
//! Pieces are put together in their order, in `f64`, by one thread, so that it doesn't matter who has
//! worked on which.

use crate::panel::{Lanes, PANEL_ROWS};

/// Two numbers of one feature over the rows of a piece or of a batch.
///
/// Forward, the sum, and the sum of the squares of the distances from the mean of these rows. On the way
/// back, with the delta dy, the sums of dy and of dy · (x - mean).
pub(super) type Pair = [f64; 2];

/// Records of a piece, with the rows of data that count in each.
fn counted(records: &[f32], length: usize, rows: usize) -> impl Iterator<Item = (&[f32], usize)> {
    let counts = (0..rows).step_by(PANEL_ROWS).map(move |first| PANEL_ROWS.min(rows - first));
    records.chunks_exact(length).zip(counts)
}

/// The lanes of one feature of the field `at`.
fn feature_of(record: &[f32], at: usize, feature: usize) -> &Lanes {
    let start = at + feature * PANEL_ROWS;
    record[start..start + PANEL_ROWS].as_chunks().0.first().expect("a field holds whole lanes")
}

/// Adds `value(lane)` to the sums of the first `count` lanes.
fn add(sums: &mut [f64; PANEL_ROWS], count: usize, value: impl Fn(usize) -> f64) {
    if count == PANEL_ROWS {
        for (lane, sum) in sums.iter_mut().enumerate() {
            *sum += value(lane);
        }
    } else {
        sums[..count].iter_mut().enumerate().for_each(|(lane, sum)| *sum += value(lane));
    }
}

/// Writes the moments of the features of the field `at` over `rows` rows of data.
pub(super) fn write_moments(
    (records, length): (&[f32], usize),
    rows: usize,
    at: usize,
    out: &mut [Pair],
) {
    for (feature, out) in out.iter_mut().enumerate() {
        let mut sums = [0.0; PANEL_ROWS];
        for (record, count) in counted(records, length, rows) {
            let x = feature_of(record, at, feature);
            add(&mut sums, count, |lane| f64::from(x[lane]));
        }
        let sum: f64 = sums.iter().sum();
        let (mean, mut squares) = (sum / rows as f64, [0.0; PANEL_ROWS]);
        for (record, count) in counted(records, length, rows) {
            let x = feature_of(record, at, feature);
            add(&mut squares, count, |lane| (f64::from(x[lane]) - mean).powi(2));
        }
        *out = [sum, squares.iter().sum()];
    }
}

/// Writes the sums of the delta in the field `delta`, alone and along `x` less its mean.
pub(super) fn write_slopes(
    (records, length): (&[f32], usize),
    rows: usize,
    (x, delta): (usize, usize),
    means: impl Fn(usize) -> f32,
    out: &mut [Pair],
) {
    for (feature, out) in out.iter_mut().enumerate() {
        let mean = means(feature);
        let (mut sums, mut along) = ([0.0; PANEL_ROWS], [0.0; PANEL_ROWS]);
        for (record, count) in counted(records, length, rows) {
            let (x, dy) = (feature_of(record, x, feature), feature_of(record, delta, feature));
            add(&mut sums, count, |lane| f64::from(dy[lane]));
            add(&mut along, count, |lane| f64::from(dy[lane]) * f64::from(x[lane] - mean));
        }
        *out = [sums.iter().sum(), along.iter().sum()];
    }
}

/// The mean and the variance of a feature over `rows` rows, from the moments of pieces of
/// `piece_rows` rows each but the last.
pub(super) fn mean_and_variance(
    pieces: impl Iterator<Item = Pair> + Clone,
    rows: usize,
    piece_rows: usize,
) -> Pair {
    let mean = pieces.clone().map(|[sum, _]| sum).sum::<f64>() / rows as f64;
    let mut left = rows;
    let squares = pieces.map(|[sum, squares]| {
        let own = left.min(piece_rows);
        left -= own;
        squares + own as f64 * (sum / own as f64 - mean).powi(2)
    });
    [mean, squares.sum::<f64>() / rows as f64]
}

/// The means of slopes over `rows` rows.
pub(super) fn mean_slopes(pieces: impl Iterator<Item = Pair>, rows: usize) -> Pair {
    let [sum, along] = pieces.fold([0.0; 2], |[a, b], [c, d]| [a + c, b + d]);
    [sum / rows as f64, along / rows as f64]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moments_of_a_batch_are_those_of_its_rows() {
        // Far from 0, where a difference of squares would leave nothing.
        let value = |row: usize| 1000.0 + (row * 7 % 13) as f32 / 8.0;
        for rows in [1usize, 5, 16, 40, 64, 65, 150] {
            let panels: Vec<f32> = (0..rows.div_ceil(16) * 16)
                .map(|row| if row < rows { value(row) } else { f32::NAN })
                .collect();
            let pieces: Vec<Pair> = (0..rows)
                .step_by(64)
                .map(|first| {
                    let mut out = [[0.0; 2]];
                    let records = &panels[first..panels.len().min(first + 64)];
                    write_moments((records, 16), 64.min(rows - first), 0, &mut out);
                    out[0]
                })
                .collect();
            let [mean, variance] = mean_and_variance(pieces.into_iter(), rows, 64);
            let exact = (0..rows).map(|row| f64::from(value(row)));
            let expected = exact.clone().sum::<f64>() / rows as f64;
            let squares = exact.map(|x| (x - expected).powi(2)).sum::<f64>() / rows as f64;
            assert!((mean - expected).abs() < 1e-10, "{mean} is not {expected}");
            assert!((variance - squares).abs() < 1e-10, "{variance} is not {squares}");
        }
    }
}
