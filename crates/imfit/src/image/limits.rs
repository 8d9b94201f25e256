//! How large a picture may be.

use crate::error::{Error, Result};

/// The most pixels that a picture made by imfit may have: 2^28, as 16384 x 16384.
///
/// Four channels of that many pixels take 4 GiB.
pub const MAX_PIXELS: u64 = 1 << 28;

/// How large a picture may be to be decoded; a few bytes of a file can claim any size.
///
/// ```
/// use imfit::image::{Image, Limits};
/// use ndarray::Array3;
///
/// # fn main() -> imfit::error::Result<()> {
/// let bytes = Image::new(Array3::zeros((20, 20, 3)))?.to_png()?;
/// assert!(Image::decode_with(&bytes, "20.png", &Limits { max_pixels: 400 }).is_ok());
/// assert!(Image::decode_with(&bytes, "20.png", &Limits { max_pixels: 399 }).is_err());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most pixels, width times height; [`MAX_PIXELS`] unless told otherwise.
    pub max_pixels: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { max_pixels: MAX_PIXELS }
    }
}

impl Limits {
    /// What a decoder may allocate, and the longest file that is worth fetching: the largest pixels
    /// there are, and something for metadata.
    pub fn max_bytes(&self) -> u64 {
        self.max_pixels.saturating_mul(16).saturating_add(64 << 20)
    }

    /// Says what is wrong with a picture of this size, if anything is.
    pub(super) fn check(&self, width: u32, height: u32) -> std::result::Result<(), String> {
        let pixels = u64::from(width) * u64::from(height);
        if pixels == 0 {
            return Err(format!("a picture of {width} x {height} pixels holds nothing"));
        }
        if pixels > self.max_pixels {
            return Err(format!(
                "a picture of {width} x {height} pixels is larger than the limit of {} pixels; raise \
                 `max_pixels` to {pixels} to read it nevertheless",
                self.max_pixels
            ));
        }
        Ok(())
    }
}

/// Refuses sizes that are 0, or that would take more memory than a picture may.
pub(super) fn check_new_size(width: usize, height: usize) -> Result<()> {
    for (name, value) in [("width", width), ("height", height)] {
        if value == 0 || value as u64 > MAX_PIXELS {
            return Err(Error::argument(name, value, format!("from 1 to {MAX_PIXELS}")));
        }
    }
    if width as u64 * height as u64 > MAX_PIXELS {
        return Err(Error::Shape(format!(
            "a picture of {width} x {height} pixels is too large: at most {MAX_PIXELS} pixels can be made"
        )));
    }
    Ok(())
}
