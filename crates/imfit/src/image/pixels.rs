//! A picture as a table: positions and their colours, one row a pixel.

use ndarray::{Array2, ArrayView2};

use super::{Grid, Image, by_name};
use crate::error::{Error, Result};

/// How the position of a pixel is told to a network.
///
/// In all three, x runs to the right and y down, and a position is that of a pixel's centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Coordinates {
    /// Whole numbers from 1, as imager has them: x in 1..=width, y in 1..=height.
    #[default]
    Pixel,
    /// The picture fills \[0, 1\] x \[0, 1\]: the first of 4 columns lies at 0.125, the last at 0.875.
    Unit,
    /// The middle is (0, 0), the longer side fills \[-1, 1\], and the shorter keeps its proportion.
    Centered,
}

impl Coordinates {
    const CHOICES: [(&'static str, Coordinates); 3] = [
        ("pixel", Coordinates::Pixel),
        ("unit", Coordinates::Unit),
        ("centered", Coordinates::Centered),
    ];

    /// `pixel`, `unit` or `centered`.
    pub fn name(self) -> &'static str {
        match self {
            Coordinates::Pixel => "pixel",
            Coordinates::Unit => "unit",
            Coordinates::Centered => "centered",
        }
    }

    /// The coordinates of this name: `pixel`, `unit` or `centered`.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownName`], which lists the three.
    ///
    /// ```
    /// use imfit::image::Coordinates;
    ///
    /// assert_eq!(Coordinates::by_name("unit")?, Coordinates::Unit);
    /// # Ok::<(), imfit::error::Error>(())
    /// ```
    pub fn by_name(name: &str) -> Result<Coordinates> {
        by_name::by_name("coordinates", name, &Coordinates::CHOICES)
    }

    /// The position of the pixel at `index` along a side of `pixels` pixels, which cover the `of`
    /// pixels of a picture whose longer side has `longer`.
    #[inline]
    pub(super) fn along(self, index: usize, pixels: usize, of: usize, longer: usize) -> f32 {
        // Signed, as processors convert them.
        let centre = index as i64 as f64 + 0.5;
        // In the picture's own pixels; what needs no arithmetic stays exact.
        let place = if pixels == of { centre } else { centre * of as f64 / pixels as f64 };
        let position = match self {
            Coordinates::Pixel => place + 0.5,
            Coordinates::Unit => centre / pixels as f64,
            Coordinates::Centered => (2.0 * place - of as f64) / longer as f64,
        };
        position as f32
    }
}

/// The positions of all pixels of a picture, (width * height, 2): column 0 is x, column 1 is y.
///
/// Rows follow each other as one reads: x runs fastest. See [`Grid`] for a picture that is shown finer.
///
/// # Errors
///
/// [`Error::Argument`] where a side is 0, [`Error::Shape`] above [`MAX_PIXELS`](super::MAX_PIXELS).
///
/// ```
/// use imfit::image::{Coordinates, coordinates};
/// use ndarray::array;
///
/// let x = coordinates(2, 2, Coordinates::Centered)?;
/// assert_eq!(x, array![[-0.5, -0.5], [0.5, -0.5], [-0.5, 0.5], [0.5, 0.5]]);
/// # Ok::<(), imfit::error::Error>(())
/// ```
pub fn coordinates(width: usize, height: usize, kind: Coordinates) -> Result<Array2<f32>> {
    Ok(Grid::new(width, height, kind)?.positions())
}

impl Image {
    /// The picture as a table: positions (n, 2) and colours (n, channels), one row a pixel.
    ///
    /// Rows follow each other as one reads: x runs fastest. See [`coordinates`] for the positions and
    /// [`Image::colours`] for the colours without a copy.
    pub fn pixels(&self, kind: Coordinates) -> (Array2<f32>, Array2<f32>) {
        (Grid::of_image(self, kind).positions(), self.colours().to_owned())
    }

    /// The colours, (width * height, channels), one row a pixel, without a copy.
    pub fn colours(&self) -> ArrayView2<'_, f32> {
        let shape = (self.width() * self.height(), self.channels());
        ArrayView2::from_shape(shape, self.values()).expect("a picture has its pixels")
    }

    /// Makes a picture of `width` x `height` pixels of their colours, one row a pixel.
    ///
    /// `colours` is (width * height, channels), x running fastest, as a network's predictions for
    /// [`coordinates`] are.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] where the number of rows is not width * height, or there are not 1 to 4 columns.
    ///
    /// ```
    /// use imfit::image::Image;
    /// use ndarray::Array2;
    ///
    /// let image = Image::from_pixels(3, 2, Array2::zeros((6, 3)).view())?;
    /// assert_eq!((image.width(), image.height(), image.channels()), (3, 2, 3));
    /// # Ok::<(), imfit::error::Error>(())
    /// ```
    pub fn from_pixels(width: usize, height: usize, colours: ArrayView2<'_, f32>) -> Result<Image> {
        let (rows, channels) = colours.dim();
        if width.checked_mul(height) != Some(rows) {
            return Err(Error::Shape(format!(
                "a picture of {width} x {height} pixels needs as many rows of colours, not {rows}"
            )));
        }
        let colours = colours.as_standard_layout().into_owned();
        let shape = (height, width, channels);
        Image::new(colours.into_shape_with_order(shape).expect("the rows are the pixels"))
    }
}
