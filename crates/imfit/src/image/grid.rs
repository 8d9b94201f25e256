//! Where the pixels of a picture lie: their positions, computed one by one and never stored.

use std::ops::Range;

use ndarray::Array2;
use serde_json::{Map, Value, json};

use super::limits::check_new_size;
use super::{Coordinates, Image, MAX_PIXELS};
use crate::declare::{Arguments, check_call};
use crate::error::{Error, Result};

/// The positions of `width` x `height` pixels.
///
/// Rows follow each other as one reads: x runs fastest. With [`of`](Grid::of) the pixels cover a
/// picture of another size, which shows the same finer or coarser.
///
/// # Example
/// ```
/// use imfit::{Coordinates, Grid};
/// use ndarray::array;
///
/// // Twice the pixels, across a picture of 2 x 1.
/// let grid = Grid::new(4, 1, Coordinates::Pixel)?.of(2, 1)?;
/// assert_eq!(grid.positions(), array![[0.75, 1.0], [1.25, 1.0], [1.75, 1.0], [2.25, 1.0]]);
/// # Ok::<(), imfit::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    width: usize,
    height: usize,
    coordinates: Coordinates,
    /// The width and the height of the picture that the pixels cover.
    of: (usize, usize),
}

impl Grid {
    /// The pixels of a picture of this size.
    ///
    /// # Errors
    /// [`Error::Argument`] where a side is 0, [`Error::Shape`] above [`MAX_PIXELS`] pixels.
    pub fn new(width: usize, height: usize, coordinates: Coordinates) -> Result<Grid> {
        check_new_size(width, height)?;
        Ok(Grid { width, height, coordinates, of: (width, height) })
    }

    /// As many pixels, but across a picture of `width` x `height`: pixel coordinates then run from
    /// 0.5 to `width` + 0.5, and centred ones keep that picture's proportions.
    ///
    /// # Errors
    /// [`Error::Argument`] where a side is 0 or above [`MAX_PIXELS`].
    pub fn of(self, width: usize, height: usize) -> Result<Grid> {
        let sides = 1..=MAX_PIXELS;
        if !sides.contains(&(width as u64)) || !sides.contains(&(height as u64)) {
            let allowed = format!("a width and a height, each from 1 to {MAX_PIXELS}");
            return Err(Error::argument("of", format!("{width} x {height}"), allowed));
        }
        Ok(Grid { of: (width, height), ..self })
    }

    /// A grid from arguments by name: those of `coordinates`.
    ///
    /// # Errors
    /// An argument that doesn't exist, or is wrong; a size that is too large.
    pub fn from_map(given: &Map<String, Value>) -> Result<Grid> {
        Grid::from_arguments(&check_call("coordinates", given)?)
    }

    /// A grid from arguments that have been checked.
    pub(crate) fn from_arguments(arguments: &Arguments) -> Result<Grid> {
        let name = arguments.optional_text("coordinates").unwrap_or_default();
        let (width, height) = (arguments.whole("width"), arguments.whole("height"));
        let grid = Grid::new(width, height, Coordinates::by_name(name)?)?;
        match arguments.optional_size("of") {
            None => Ok(grid),
            Some((width, height)) => grid.of(width, height),
        }
    }

    /// The pixels of `image`, which may be larger than pictures that are made here.
    pub(crate) fn of_image(image: &Image, coordinates: Coordinates) -> Grid {
        let (width, height) = (image.width(), image.height());
        Grid { width, height, coordinates, of: (width, height) }
    }

    /// The grid as a model file has it: `{"width", "height", "coordinates"}`, of a picture's own pixels.
    pub(crate) fn to_json(self) -> Value {
        json!({
            "width": self.width,
            "height": self.height,
            "coordinates": self.coordinates.name(),
        })
    }

    /// Reads what [`to_json`](Grid::to_json) has written; nothing where it is damaged.
    pub(crate) fn from_json(value: &Value) -> Option<Grid> {
        let side =
            |name: &str| value.get(name)?.as_u64().filter(|side| (1..1 << 32).contains(side));
        let (width, height) = (side("width")? as usize, side("height")? as usize);
        let coordinates = Coordinates::by_name(value.get("coordinates")?.as_str()?).ok()?;
        width.checked_mul(height)?;
        Some(Grid { width, height, coordinates, of: (width, height) })
    }

    /// How a position is told.
    pub fn coordinates(&self) -> Coordinates {
        self.coordinates
    }

    /// Pixels across.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Pixels down.
    pub fn height(&self) -> usize {
        self.height
    }

    /// The number of pixels.
    pub fn pixels(&self) -> usize {
        self.width * self.height
    }

    /// The positions of all pixels, (pixels, 2): column 0 is x, column 1 is y.
    pub fn positions(&self) -> Array2<f32> {
        let mut positions = Array2::zeros((self.pixels(), 2));
        self.write(0..self.pixels(), positions.as_slice_mut().expect("it has just been made"));
        positions
    }

    /// The position of one pixel, x and y.
    #[inline]
    pub(crate) fn position(&self, pixel: usize) -> [f32; 2] {
        [self.x(pixel % self.width), self.y(pixel / self.width)]
    }

    /// The positions of pixels anywhere in the picture, all below number 2^32: x of each, and y of each.
    #[inline]
    pub(crate) fn positions_of<const N: usize>(&self, pixels: &[usize; N]) -> [[f32; N]; 2] {
        // A division takes as long as all the rest. (pixel + 1) / width, times a little less than 2^64, is never
        // as large as the next line: what is missing is below 1 / width.
        let lines_a_pixel = u64::MAX / self.width as u64;
        let line =
            |pixel: usize| ((u128::from(lines_a_pixel) * (pixel as u128 + 1)) >> 64) as usize;
        let mut out = [[0.0; N]; 2];
        for (lane, pixel) in pixels.iter().enumerate() {
            let line = line(*pixel);
            out[0][lane] = self.x(pixel - line * self.width);
            out[1][lane] = self.y(line);
        }
        out
    }

    /// Writes the positions of some pixels to `to`, (pixels, 2), without a division for each.
    pub(crate) fn write(&self, pixels: Range<usize>, to: &mut [f32]) {
        let (mut column, mut line) = (pixels.start % self.width, pixels.start / self.width);
        let mut y = self.y(line);
        for to in to.chunks_exact_mut(2).take(pixels.len()) {
            to.copy_from_slice(&[self.x(column), y]);
            column += 1;
            if column == self.width {
                (column, line) = (0, line + 1);
                y = self.y(line);
            }
        }
    }

    #[inline]
    fn x(&self, column: usize) -> f32 {
        self.coordinates.along(column, self.width, self.of.0, self.longer())
    }

    #[inline]
    fn y(&self, line: usize) -> f32 {
        self.coordinates.along(line, self.height, self.of.1, self.longer())
    }

    fn longer(&self) -> usize {
        self.of.0.max(self.of.1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Coordinates, Grid};

    #[test]
    fn positions_anywhere_are_those_of_divisions() {
        let most = u32::MAX as usize;
        for width in [1, 2, 3, 7, 640, 65_535, 65_536, 65_537, 1 << 24, most - 1, most] {
            let height = most / width;
            let of = (width, height);
            for coordinates in [Coordinates::Pixel, Coordinates::Unit, Coordinates::Centered] {
                let grid = Grid { width, height, coordinates, of };
                // Around the beginning, the middle and the end of lines.
                let lines = [0, 1, 2, height / 3, height / 2, height - 1];
                for line in lines.into_iter().filter(|line| *line < height) {
                    let start = line * width;
                    let pixels = [start, start + width / 2, start + width - 1, start.max(1) - 1];
                    let [x, y] = grid.positions_of(&pixels);
                    for (at, pixel) in pixels.into_iter().enumerate() {
                        assert_eq!([x[at], y[at]], grid.position(pixel), "{pixel} of {width}");
                    }
                }
            }
        }
    }
}
