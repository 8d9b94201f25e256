//! How much alike two pictures look.

use std::collections::VecDeque;

use super::Image;
use crate::error::{Error, Result};

/// The fewest pixels that a side of a picture must have for [`Image::ssim`].
pub const SMALLEST_SSIM: usize = WINDOW;
/// Pixels across the window in which pictures are compared.
const WINDOW: usize = 11;
/// The standard deviation of the window's weights, in pixels.
const SIGMA: f64 = 1.5;
/// What keeps the quotients stable where a window is black, or of one colour.
const C1: f64 = 0.01 * 0.01;
const C2: f64 = 0.03 * 0.03;

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
        let channels = self.channels();
        let sum: f64 = (0..channels).map(|channel| self.similarity_of(other, channel)).sum();
        Ok(sum / channels as f64)
    }

    /// The mean over the windows of one channel.
    fn similarity_of(&self, other: &Image, channel: usize) -> f64 {
        let weights = weights();
        let windows = self.width() - WINDOW + 1;
        let stride = self.width() * self.channels();
        let channel_of = |line: &[f32]| -> Vec<f64> {
            line.iter().skip(channel).step_by(self.channels()).map(|&v| f64::from(v)).collect()
        };
        let mut lines: VecDeque<Vec<Moments>> = VecDeque::with_capacity(WINDOW);
        let mut sum = 0.0;
        let pairs = self.values().chunks_exact(stride).zip(other.values().chunks_exact(stride));
        for (line, other_line) in pairs {
            if lines.len() == WINDOW {
                lines.pop_front();
            }
            lines.push_back(Moments::along(&channel_of(line), &channel_of(other_line), &weights));
            if lines.len() == WINDOW {
                let of_window = |column: usize| {
                    Moments::sum(lines.iter().zip(&weights).map(|(line, w)| (line[column], *w)))
                };
                sum += (0..windows).map(|column| of_window(column).similarity()).sum::<f64>();
            }
        }
        sum / (windows * (self.height() - WINDOW + 1)) as f64
    }
}

/// The weights of a window along one side; their sum is 1.
fn weights() -> [f64; WINDOW] {
    let middle = (WINDOW / 2) as f64;
    let bell = std::array::from_fn(|place| {
        let distance = (place as f64 - middle) / SIGMA;
        (-0.5 * distance * distance).exp()
    });
    let sum: f64 = bell.iter().sum();
    bell.map(|weight| weight / sum)
}

/// Weighted means of the values of two pictures, of their squares and of their products.
#[derive(Clone, Copy, Default)]
struct Moments {
    x: f64,
    y: f64,
    xx: f64,
    yy: f64,
    xy: f64,
}

impl Moments {
    /// The moments of each stretch of [`WINDOW`] pixels along a line.
    fn along(x: &[f64], y: &[f64], weights: &[f64; WINDOW]) -> Vec<Moments> {
        let pixel = |(&x, &y): (&f64, &f64)| Moments { x, y, xx: x * x, yy: y * y, xy: x * y };
        let pixels: Vec<Moments> = x.iter().zip(y).map(pixel).collect();
        let stretches = pixels.windows(WINDOW);
        stretches.map(|stretch| Moments::sum(stretch.iter().copied().zip(*weights))).collect()
    }

    fn sum(parts: impl Iterator<Item = (Moments, f64)>) -> Moments {
        parts.fold(Moments::default(), |sum, (part, weight)| Moments {
            x: sum.x + weight * part.x,
            y: sum.y + weight * part.y,
            xx: sum.xx + weight * part.xx,
            yy: sum.yy + weight * part.yy,
            xy: sum.xy + weight * part.xy,
        })
    }

    fn similarity(self) -> f64 {
        let (mean_product, squares) = (self.x * self.y, self.x * self.x + self.y * self.y);
        let covariance = self.xy - mean_product;
        let variances = self.xx + self.yy - squares;
        (2.0 * mean_product + C1) * (2.0 * covariance + C2) / ((squares + C1) * (variances + C2))
    }
}
