//! Pictures side by side.

use ndarray::{Array3, ArrayView3, concatenate};

use super::Image;
use super::by_name::by_name;
use crate::error::{Error, Result};

/// The direction in which pictures are put beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Axis {
    /// From left to right.
    #[default]
    X,
    /// From top to bottom.
    Y,
}

impl Axis {
    /// `x` or `y`.
    pub fn name(self) -> &'static str {
        match self {
            Axis::X => "x",
            Axis::Y => "y",
        }
    }

    /// The axis of this name: `x` (side by side) or `y` (one below the other).
    ///
    /// # Errors
    ///
    /// [`Error::UnknownName`], which lists the two.
    pub fn by_name(name: &str) -> Result<Axis> {
        by_name("axis", name, &[("x", Axis::X), ("y", Axis::Y)])
    }

    fn of_array(self) -> ndarray::Axis {
        match self {
            Axis::X => ndarray::Axis(1),
            Axis::Y => ndarray::Axis(0),
        }
    }
}

impl Image {
    /// Puts pictures side by side (`Axis::X`) or one below the other (`Axis::Y`).
    ///
    /// Where the channels differ, grey becomes RGB and a missing alpha 1.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] where there is no picture; [`Error::Shape`] where pictures side by side differ
    /// in height, or pictures one below the other in width: [`Image::resize`] helps.
    ///
    /// ```
    /// use imfit::image::{Axis, Image};
    /// use ndarray::Array3;
    ///
    /// let image = Image::new(Array3::zeros((2, 3, 3)))?;
    /// let both = Image::append(&[image.clone(), image], Axis::X)?;
    /// assert_eq!((both.width(), both.height()), (6, 2));
    /// # Ok::<(), imfit::error::Error>(())
    /// ```
    pub fn append(images: &[Image], axis: Axis) -> Result<Image> {
        check_sizes(images, axis)?;
        let alpha = images.iter().any(Image::has_alpha);
        let colour = images.iter().any(|image| image.channels() > 2);
        let widened: Vec<Array3<f32>> = images.iter().map(|i| i.widened(colour, alpha)).collect();
        let views: Vec<ArrayView3<'_, f32>> = widened.iter().map(|w| w.view()).collect();
        Image::new(concatenate(axis.of_array(), &views).expect("the sizes agree"))
    }

    /// The colours with as many channels as asked for; none is taken away.
    fn widened(&self, colour: bool, alpha: bool) -> Array3<f32> {
        let from = self.channels();
        let greys = if from > 2 { 3 } else { 1 };
        let colours = if colour { 3 } else { 1 };
        let to = colours + usize::from(alpha);
        Array3::from_shape_fn((self.height(), self.width(), to), |(y, x, channel)| match channel {
            c if c < colours => self.colours[[y, x, c.min(greys - 1)]],
            _ if self.has_alpha() => self.colours[[y, x, from - 1]],
            _ => 1.0,
        })
    }
}

fn check_sizes(images: &[Image], axis: Axis) -> Result<()> {
    let Some(first) = images.first() else {
        return Err(Error::argument("images", "empty", "at least one picture"));
    };
    let (side, arranged) = match axis {
        Axis::X => ("height", "side by side"),
        Axis::Y => ("width", "one below the other"),
    };
    let length = |image: &Image| if axis == Axis::X { image.height() } else { image.width() };
    match (2..).zip(&images[1..]).find(|(_, image)| length(image) != length(first)) {
        None => Ok(()),
        Some((number, other)) => Err(Error::Shape(format!(
            "pictures {arranged} need the same {side}, but picture 1 is {} x {} and picture {number} is \
             {} x {} pixels; resize one of them",
            first.width(),
            first.height(),
            other.width(),
            other.height()
        ))),
    }
}
