//! The share of variance that is explained.

use crate::panel::Lanes;

/// Sums for each output: of the targets, of their squares, of the squared differences.
pub(super) const SUMS: usize = 3;

/// Writes what each row adds to the sums, output by output.
pub(super) fn write(prediction: &[Lanes], target: &[Lanes], out: &mut [Lanes]) {
    let (sums, _) = out.as_chunks_mut::<SUMS>();
    for ((p, t), [sum, squares, rest]) in prediction.iter().zip(target).zip(sums) {
        *sum = *t;
        *squares = t.map(|t| t * t);
        *rest = std::array::from_fn(|lane| (t[lane] - p[lane]) * (t[lane] - p[lane]));
    }
}

/// The score of `rows` rows. `weighted`: an output counts as much as its targets vary.
pub(super) fn score(sums: &[f64], rows: f64, weighted: bool) -> f64 {
    let (sums, _) = sums.as_chunks::<SUMS>();
    let outputs = sums.iter().map(|[sum, squares, rest]| {
        let total = squares - sum * sum / rows;
        // The squares were rounded to f32: what is left of targets that don't vary is that.
        let total = if total <= squares * f64::from(f32::EPSILON) { 0.0 } else { total };
        let score = 1.0 - rest / total;
        // As Keras has it: targets that don't vary at all, and aren't met.
        (total, if score.is_infinite() { 0.0 } else { score })
    });
    if weighted {
        let (all, parts) = outputs
            .fold((0.0, 0.0), |(all, parts), (total, score)| (all + total, parts + total * score));
        return parts / all;
    }
    outputs.map(|(_, score)| score).sum::<f64>() / sums.len() as f64
}

#[cfg(test)]
mod tests {
    use super::score;

    #[test]
    fn a_score_is_one_less_the_unexplained_share() {
        // Targets 1, 2, 3: sum 6, squares 14, variation 2; and 0, 0, 6 with variation 24.
        let sums = [6.0, 14.0, 0.5, 6.0, 36.0, 12.0];
        assert_eq!(score(&sums[..3], 3.0, false), 0.75);
        assert_eq!(score(&sums, 3.0, false), 0.625);
        assert_eq!(score(&sums, 3.0, true), (2.0 * 0.75 + 24.0 * 0.5) / 26.0);
    }

    #[test]
    fn targets_that_do_not_vary_score_0() {
        assert_eq!(score(&[6.0, 12.0, 1.0], 3.0, false), 0.0);
        let square = f64::from(0.3_f32 * 0.3);
        assert_eq!(score(&[3.0 * f64::from(0.3_f32), 3.0 * square, 1.0], 3.0, false), 0.0);
    }
}
