//! How much alike two pictures look.

use std::collections::VecDeque;
use std::ops::Range;

use rayon::prelude::*;

use super::Image;
use crate::error::{Error, Result};
use crate::threads;

/// The fewest pixels that a side of a picture must have for [`Image::ssim`].
pub const SMALLEST_SSIM: usize = WINDOW;
/// Pixels across the window in which pictures are compared.
pub(super) const WINDOW: usize = 11;
/// Lines of windows that a thread takes at a time.
const BAND: usize = 64;
/// The standard deviation of the window's weights, in pixels.
const SIGMA: f64 = 1.5;

impl Image {
    /// The mean structural similarity to another picture: 1 for equal pictures, about 0 for unrelated
    /// ones.
    ///
    /// As Wang et al. (2004) define it, for values in \[0, 1\]: a Gaussian window of 11 x 11 pixels with
    /// a standard deviation of 1.5, K1 = 0.01 and K2 = 0.03, over the windows that lie wholly inside of
    /// the picture; the mean over all channels, alpha too. scikit-image computes the same with
    /// `gaussian_weights=True, use_sample_covariance=False, data_range=1`.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] where sizes or channels differ, or a side has less than 11 pixels.
    ///
    /// ```
    /// use imfit::image::Image;
    /// use ndarray::Array3;
    ///
    /// let image = Image::new(Array3::from_shape_fn((16, 16, 1), |(y, x, _)| (x * y % 5) as f32 / 4.0))?;
    /// assert_eq!(image.ssim(&image)?, 1.0);
    /// let grey = Image::new(Array3::from_elem((16, 16, 1), 0.5))?;
    /// assert!(image.ssim(&grey)? < 0.1);
    /// # Ok::<(), imfit::error::Error>(())
    /// ```
    pub fn ssim(&self, other: &Image) -> Result<f64> {
        self.check_comparable(other)?;
        if self.width().min(self.height()) < WINDOW {
            return Err(Error::Shape(format!(
                "the structural similarity takes pictures of at least {WINDOW} x {WINDOW} pixels, not \
                 {} x {}",
                self.width(),
                self.height()
            )));
        }
        let similarity = Similarity::new((self.width(), self.height(), self.channels()), 1.0);
        threads::in_pool(|| similarity.of(self.values(), other.values()))
    }
}

/// The structural similarity of pictures of one size, of at least [`WINDOW`] pixels a side.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Similarity {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) channels: usize,
    pub(super) steady: Steady,
}

/// What keeps the quotients stable where a window is black, or of one colour.
#[derive(Debug, Clone, Copy)]
pub(super) struct Steady {
    pub(super) means: f64,
    pub(super) variances: f64,
}

impl Similarity {
    /// Of pictures of (width, height, channels), whose values go from 0 to `max_val`.
    pub(crate) fn new(
        (width, height, channels): (usize, usize, usize),
        max_val: f64,
    ) -> Similarity {
        let square = |share: f64| (share * max_val) * (share * max_val);
        let steady = Steady { means: square(0.01), variances: square(0.03) };
        Similarity { width, height, channels, steady }
    }

    /// Of two pictures, (height, width, channels) each. Threads share the work: to be called in the pool.
    pub(crate) fn of(&self, one: &[f32], other: &[f32]) -> f64 {
        let sum: f64 = (0..self.channels).map(|channel| self.of_channel(one, other, channel)).sum();
        sum / self.channels as f64
    }

    /// The mean over the windows of one channel.
    fn of_channel(&self, one: &[f32], other: &[f32], channel: usize) -> f64 {
        let (across, down) = (self.width - WINDOW + 1, self.height - WINDOW + 1);
        let bands: Vec<usize> = (0..down).step_by(BAND).collect();
        let of_band =
            |first: usize| self.of_lines((one, other), channel, first..down.min(first + BAND));
        // Each band has its own sum, so that the order doesn't depend on threads.
        let sums: Vec<f64> = bands.into_par_iter().map(of_band).collect();
        sums.iter().sum::<f64>() / (across * down) as f64
    }

    /// The sum over some lines of windows.
    fn of_lines(&self, (one, other): (&[f32], &[f32]), channel: usize, lines: Range<usize>) -> f64 {
        let weights = weights();
        let stride = self.width * self.channels;
        let rows = lines.start * stride..(lines.end + WINDOW - 1) * stride;
        let pairs = one[rows.clone()].chunks_exact(stride).zip(other[rows].chunks_exact(stride));
        let mut window: VecDeque<Vec<Moments>> = VecDeque::with_capacity(WINDOW);
        let mut sum = 0.0;
        for (line, other_line) in pairs {
            if window.len() == WINDOW {
                window.pop_front();
            }
            let (x, y) = (self.values(line, channel), self.values(other_line, channel));
            window.push_back(Moments::along(&x, &y, &weights));
            if window.len() == WINDOW {
                let similar = |column: usize| {
                    let parts = window.iter().zip(&weights).map(|(line, w)| (line[column], *w));
                    Moments::sum(parts).similarity(self.steady)
                };
                sum += (0..window[0].len()).map(similar).sum::<f64>();
            }
        }
        sum
    }

    /// The values of one channel along a line.
    pub(super) fn values(&self, line: &[f32], channel: usize) -> Vec<f64> {
        line.iter().skip(channel).step_by(self.channels).map(|&v| f64::from(v)).collect()
    }
}

/// The weights of a window along one side; their sum is 1.
pub(super) fn weights() -> [f64; WINDOW] {
    let middle = (WINDOW / 2) as f64;
    let bell = std::array::from_fn(|place| {
        let distance = (place as f64 - middle) / SIGMA;
        libm::exp(-0.5 * distance * distance)
    });
    let sum: f64 = bell.iter().sum();
    bell.map(|weight| weight / sum)
}

/// Weighted means of the values of two pictures, of their squares and of their products.
#[derive(Clone, Copy, Default)]
pub(super) struct Moments {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) xx: f64,
    pub(super) yy: f64,
    pub(super) xy: f64,
}

impl Moments {
    /// The moments of each stretch of [`WINDOW`] pixels along a line.
    pub(super) fn along(x: &[f64], y: &[f64], weights: &[f64; WINDOW]) -> Vec<Moments> {
        let pixel = |(&x, &y): (&f64, &f64)| Moments { x, y, xx: x * x, yy: y * y, xy: x * y };
        let pixels: Vec<Moments> = x.iter().zip(y).map(pixel).collect();
        let stretches = pixels.windows(WINDOW);
        stretches.map(|stretch| Moments::sum(stretch.iter().copied().zip(*weights))).collect()
    }

    pub(super) fn sum(parts: impl Iterator<Item = (Moments, f64)>) -> Moments {
        parts.fold(Moments::default(), |sum, (part, weight)| Moments {
            x: sum.x + weight * part.x,
            y: sum.y + weight * part.y,
            xx: sum.xx + weight * part.xx,
            yy: sum.yy + weight * part.yy,
            xy: sum.xy + weight * part.xy,
        })
    }

    pub(super) fn similarity(self, steady: Steady) -> f64 {
        let (mean_product, squares) = (self.x * self.y, self.x * self.x + self.y * self.y);
        let covariance = self.xy - mean_product;
        let variances = self.xx + self.yy - squares;
        (2.0 * mean_product + steady.means) * (2.0 * covariance + steady.variances)
            / ((squares + steady.means) * (variances + steady.variances))
    }
}
