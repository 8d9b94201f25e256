//! What a batch knows of its features, put together from what its pieces know.
//!
//! Pieces are put together in their order, in `f64`, by one thread, so that it doesn't matter who has
//! worked on which.

/// Two numbers of one feature over the rows of a piece or of a batch.
///
/// Forward, the sum, and the sum of the squares of the distances from the mean of these rows. On the way
/// back, with the delta dy, the sums of dy and of dy · (x - mean).
pub(super) type Pair = [f64; 2];

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
    use imfit_compute::{Isa, Panels};

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
                    let of = Panels { records, length: 16, rows: 64.min(rows - first) };
                    of.write_moments(Isa::detect(), 0, &mut out);
                    out[0]
                })
                .collect();
            let [mean, variance] = mean_and_variance(pieces.into_iter(), rows, 64);
            let exact = (0..rows).map(|row| f64::from(value(row)));
            let expected = exact.clone().sum::<f64>() / rows as f64;
            let squares = exact.map(|x| (x - expected).powi(2)).sum::<f64>() / rows as f64;
            assert!((mean - expected).abs() < 1e-6, "{mean} is not {expected}");
            assert!((variance - squares).abs() < 1e-6, "{variance} is not {squares}");
        }
    }
}
