//! How much two pictures differ.

use super::Image;
use crate::error::{Error, Result};

impl Image {
    /// The peak signal-to-noise ratio to another picture, in dB, of a peak of 1.
    ///
    /// `10 * log10(1 / MSE)` over all values of all channels, alpha too; infinite for equal pictures.
    /// A fair copy has about 30 dB, a good one 40.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] where sizes or channels differ.
    ///
    /// ```
    /// use imfit::image::Image;
    /// use ndarray::Array3;
    ///
    /// let black = Image::new(Array3::zeros((4, 4, 3)))?;
    /// let dark = Image::new(Array3::from_elem((4, 4, 3), 0.1))?;
    /// assert!((black.psnr(&dark)? - 20.0).abs() < 1e-5);
    /// # Ok::<(), imfit::error::Error>(())
    /// ```
    pub fn psnr(&self, other: &Image) -> Result<f64> {
        self.check_comparable(other)?;
        let pairs = self.values().iter().zip(other.values());
        let sum: f64 = pairs.map(|(&a, &b)| (f64::from(a) - f64::from(b)).powi(2)).sum();
        Ok(-10.0 * (sum / self.values().len() as f64).log10())
    }

    pub(super) fn check_comparable(&self, other: &Image) -> Result<()> {
        if self.colours.dim() == other.colours.dim() {
            return Ok(());
        }
        Err(Error::Shape(format!(
            "pictures must agree in size and channels to be compared, but these are {} and {}",
            self.size_in_words(),
            other.size_in_words()
        )))
    }

    fn size_in_words(&self) -> String {
        format!("{} x {} with {} channels", self.width(), self.height(), self.channels())
    }
}
