//! In which direction a picture must change to look more like another one.

use rayon::prelude::*;

use super::similarity::{Moments, Similarity, Steady, WINDOW, weights};

/// How the similarity of a window depends on its moments: on the mean of `x`, of its squares, and of its
/// products with `y`.
#[derive(Clone, Copy, Default)]
struct Slopes {
    x: f64,
    xx: f64,
    xy: f64,
}

impl Similarity {
    /// The similarity of a picture, (height, width, channels), to another one, and its derivative with
    /// respect to each value of the first. To be called in the pool.
    pub(crate) fn with_slopes(&self, one: &[f32], other: &[f32]) -> (f64, Vec<f64>) {
        let mut slopes = vec![0.0; one.len()];
        let channel = |channel| self.add_channel((one, other), channel, &mut slopes);
        let sum: f64 = (0..self.channels).map(channel).sum();
        (sum / self.channels as f64, slopes)
    }

    /// Writes the slopes of one channel, and returns its mean over the windows.
    fn add_channel(
        &self,
        (one, other): (&[f32], &[f32]),
        channel: usize,
        slopes: &mut [f64],
    ) -> f64 {
        let (weights, stride) = (weights(), self.width * self.channels);
        let pairs = one.par_chunks_exact(stride).zip(other.par_chunks_exact(stride));
        let along = |(x, y): (&[f32], &[f32])| {
            Moments::along(&self.values(x, channel), &self.values(y, channel), &weights)
        };
        let lines: Vec<Vec<Moments>> = pairs.map(along).collect();
        // Each line of windows has its own sum, so that the order doesn't depend on threads.
        let windows: Vec<(f64, Vec<Slopes>)> = lines
            .par_windows(WINDOW)
            .map(|lines| of_windows(lines, &weights, self.steady))
            .collect();
        let count = (windows.len() * (self.width - WINDOW + 1)) as f64;
        let scale = 1.0 / (count * self.channels as f64);
        let rows = slopes.par_chunks_exact_mut(stride).enumerate();
        rows.for_each(|(row, slopes)| {
            let at = row * stride..(row + 1) * stride;
            let (x, y) = (self.values(&one[at.clone()], channel), self.values(&other[at], channel));
            let back = self.back_to_row(row, &windows, &weights);
            for (column, back) in back.iter().enumerate() {
                let slope = back.x + 2.0 * x[column] * back.xx + y[column] * back.xy;
                slopes[column * self.channels + channel] = scale * slope;
            }
        });
        windows.iter().map(|(sum, _)| sum).sum::<f64>() / count
    }

    /// What all windows say of each pixel of a row, by their weights.
    fn back_to_row(
        &self,
        row: usize,
        windows: &[(f64, Vec<Slopes>)],
        weights: &[f64; WINDOW],
    ) -> Vec<Slopes> {
        let first = (row + 1).saturating_sub(WINDOW);
        let lines = first..windows.len().min(row + 1);
        let columns = self.width - WINDOW + 1;
        let mut down = vec![Slopes::default(); columns];
        for line in lines {
            let weight = weights[row - line];
            down.iter_mut().zip(&windows[line].1).for_each(|(sum, part)| sum.add(weight, part));
        }
        let mut back = vec![Slopes::default(); self.width];
        for (column, part) in down.iter().enumerate() {
            let pixels = back[column..column + WINDOW].iter_mut();
            pixels.zip(weights).for_each(|(sum, weight)| sum.add(*weight, part));
        }
        back
    }
}

impl Slopes {
    fn add(&mut self, weight: f64, part: &Slopes) {
        self.x += weight * part.x;
        self.xx += weight * part.xx;
        self.xy += weight * part.xy;
    }
}

/// The similarities of a line of windows, summed, and their slopes.
fn of_windows(
    lines: &[Vec<Moments>],
    weights: &[f64; WINDOW],
    steady: Steady,
) -> (f64, Vec<Slopes>) {
    let mut sum = 0.0;
    let of_window = |column: usize| {
        let moments =
            Moments::sum(lines.iter().zip(weights).map(|(line, weight)| (line[column], *weight)));
        sum += moments.similarity(steady);
        moments.slopes(steady)
    };
    let slopes = (0..lines[0].len()).map(of_window).collect();
    (sum, slopes)
}

impl Moments {
    /// The derivatives of the similarity.
    fn slopes(self, steady: Steady) -> Slopes {
        let squares = self.x * self.x + self.y * self.y;
        let means = (2.0 * self.x * self.y + steady.means, squares + steady.means);
        let variances = (
            2.0 * (self.xy - self.x * self.y) + steady.variances,
            self.xx + self.yy - squares + steady.variances,
        );
        let below = means.1 * variances.1;
        let similarity = means.0 * variances.0 / below;
        Slopes {
            x: 2.0 * self.y * (variances.0 - means.0) / below
                + 2.0 * self.x * similarity * (1.0 / variances.1 - 1.0 / means.1),
            xx: -similarity / variances.1,
            xy: 2.0 * means.0 / below,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every derivative, against differences.
    #[test]
    fn slopes_are_what_differences_say() {
        let (width, height, channels) = (13, 12, 2);
        let count = width * height * channels;
        let value = |at: usize, by: usize| (at * at % by) as f32 / by as f32;
        let one: Vec<f32> = (0..count).map(|at| value(at, 17)).collect();
        let other: Vec<f32> = (0..count).map(|at| value(at, 23)).collect();
        let similarity = Similarity::new((width, height, channels), 1.5);
        let (mean, slopes) = similarity.with_slopes(&one, &other);
        assert!((mean - similarity.of(&one, &other)).abs() < 1e-14);
        for at in 0..count {
            let moved = |by: f32| {
                let mut moved = one.clone();
                moved[at] += by;
                (similarity.of(&moved, &other), f64::from(moved[at]))
            };
            let ((above, high), (below, low)) = (moved(1e-3), moved(-1e-3));
            let expected = (above - below) / (high - low);
            assert!((slopes[at] - expected).abs() < 1e-7, "{at}: {} {expected}", slopes[at]);
        }
    }
}
