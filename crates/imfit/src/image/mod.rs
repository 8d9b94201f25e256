//! Pictures: read, written, resized, put side by side, and taken apart into pixels and their colours.
//!
//! ```
//! use imfit::image::{Coordinates, Image};
//! use ndarray::Array3;
//!
//! # fn main() -> imfit::error::Result<()> {
//! let image = Image::new(Array3::from_elem((2, 3, 1), 0.5))?;
//! let (x, y) = image.pixels(Coordinates::Pixel);
//! assert_eq!((x.dim(), y.dim()), ((6, 2), (6, 1)));
//! let copy = Image::from_pixels(3, 2, y.view())?;
//! assert_eq!(copy, image);
//! # Ok(())
//! # }
//! ```

mod append;
mod by_name;
mod compare;
mod convert;
mod decode;
mod encode;
mod grid;
mod jpeg;
mod limits;
mod pixels;
mod resize;
mod similarity;
mod similarity_slopes;
mod sniff;
mod table;

use std::fmt;

use ndarray::{Array3, ArrayView3};

use crate::error::{Error, Result};

pub use append::Axis;
pub use encode::Format;
pub use grid::Grid;
pub use limits::{Limits, MAX_PIXELS};
pub use pixels::{Coordinates, coordinates};
pub use resize::{Filter, proportional};
pub use similarity::SMALLEST_SSIM;
pub(crate) use similarity::Similarity;

/// A picture: `f32` colours in an array of height x width x channels.
///
/// Colours lie in \[0, 1\] by convention; values outside are kept until the picture is encoded.
/// There are 1 (grey), 2 (grey and alpha), 3 (red, green, blue) or 4 (and alpha) channels, and at
/// least one pixel. The values are those of the file, divided by 255 or 65535: neither gamma nor
/// colour profiles are applied, and alpha is not multiplied in.
#[derive(Clone, PartialEq)]
pub struct Image {
    /// In row-major order without gaps: `colours()` relies on it.
    colours: Array3<f32>,
}

impl Image {
    /// Makes a picture of an array of height x width x channels.
    ///
    /// The array is taken over without a copy where it is in row-major order.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] where a side is 0, or there are not 1 to 4 channels.
    ///
    /// ```
    /// use imfit::image::Image;
    /// use ndarray::Array3;
    ///
    /// let image = Image::new(Array3::zeros((480, 640, 3)))?;
    /// assert_eq!((image.width(), image.height(), image.channels()), (640, 480, 3));
    /// assert!(Image::new(Array3::zeros((480, 640, 5))).is_err());
    /// # Ok::<(), imfit::error::Error>(())
    /// ```
    pub fn new(colours: Array3<f32>) -> Result<Image> {
        check_shape(colours.dim())?;
        let colours = if colours.is_standard_layout() {
            colours
        } else {
            colours.as_standard_layout().into_owned()
        };
        Ok(Image { colours })
    }

    /// Makes a picture of an array of height x width x channels, as [`Image::new`] does.
    pub fn from_array(colours: Array3<f32>) -> Result<Image> {
        Image::new(colours)
    }

    /// The number of rows of pixels.
    pub fn height(&self) -> usize {
        self.colours.dim().0
    }

    /// The number of columns of pixels.
    pub fn width(&self) -> usize {
        self.colours.dim().1
    }

    /// 1 (grey), 2 (grey and alpha), 3 (RGB) or 4 (RGB and alpha).
    pub fn channels(&self) -> usize {
        self.colours.dim().2
    }

    /// Whether the last channel is alpha.
    pub fn has_alpha(&self) -> bool {
        self.channels().is_multiple_of(2)
    }

    /// The colours, height x width x channels.
    pub fn view(&self) -> ArrayView3<'_, f32> {
        self.colours.view()
    }

    /// The colours, height x width x channels, in row-major order, without a copy.
    pub fn into_array(self) -> Array3<f32> {
        self.colours
    }

    /// All values in row-major order.
    fn values(&self) -> &[f32] {
        self.colours.as_slice().expect("a picture is kept in row-major order")
    }

    /// The pixels' values, channels together.
    fn chunks(&self) -> std::slice::ChunksExact<'_, f32> {
        self.values().chunks_exact(self.channels())
    }
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Image")
            .field("width", &self.width())
            .field("height", &self.height())
            .field("channels", &self.channels())
            .finish()
    }
}

fn check_shape((height, width, channels): (usize, usize, usize)) -> Result<()> {
    if height == 0 || width == 0 {
        return Err(Error::Shape(format!(
            "a picture needs at least one pixel, but this one is {width} wide and {height} high"
        )));
    }
    if !(1..=4).contains(&channels) {
        return Err(Error::Shape(format!(
            "a picture has 1 (grey), 2 (grey and alpha), 3 (RGB) or 4 (RGB and alpha) channels, not \
             {channels}; its array is height x width x channels"
        )));
    }
    Ok(())
}
