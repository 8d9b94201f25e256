//! Pictures of another size.

use ::image::imageops::{self, FilterType};
use ::image::{ImageBuffer, Luma, LumaA, Pixel, Rgb, Rgba};
use ndarray::Array3;

use super::limits::check_new_size;
use super::{Image, by_name};
use crate::error::{Error, Result};

/// How the colours of a resized picture are made of those of its neighbourhood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Filter {
    /// The nearest pixel's colour: fast, blocky, and invents no colours.
    Nearest,
    /// Linear in both directions, also known as bilinear.
    Triangle,
    /// Cubic, and sharper.
    CatmullRom,
    /// Soft.
    Gaussian,
    /// Sharp, the best for photographs.
    #[default]
    Lanczos3,
}

impl Filter {
    const CHOICES: [(&'static str, Filter); 5] = [
        ("nearest", Filter::Nearest),
        ("triangle", Filter::Triangle),
        ("catmull_rom", Filter::CatmullRom),
        ("gaussian", Filter::Gaussian),
        ("lanczos3", Filter::Lanczos3),
    ];

    /// `nearest`, `triangle`, `catmull_rom`, `gaussian` or `lanczos3`.
    pub fn name(self) -> &'static str {
        match self {
            Filter::Nearest => "nearest",
            Filter::Triangle => "triangle",
            Filter::CatmullRom => "catmull_rom",
            Filter::Gaussian => "gaussian",
            Filter::Lanczos3 => "lanczos3",
        }
    }

    /// The filter of this name: `nearest`, `triangle`, `catmull_rom`, `gaussian` or `lanczos3`.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownName`], which lists them.
    pub fn by_name(name: &str) -> Result<Filter> {
        by_name::by_name("filter", name, &Filter::CHOICES)
    }

    fn kind(self) -> FilterType {
        match self {
            Filter::Nearest => FilterType::Nearest,
            Filter::Triangle => FilterType::Triangle,
            Filter::CatmullRom => FilterType::CatmullRom,
            Filter::Gaussian => FilterType::Gaussian,
            Filter::Lanczos3 => FilterType::Lanczos3,
        }
    }
}

impl Image {
    /// The picture at `width` x `height` pixels; its proportions may change.
    ///
    /// Colours are weighted by alpha, so that what is transparent does not shine through; where all is
    /// transparent they become 0. Values are held to \[0, 1\], except where the size stays the same,
    /// which is a copy.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] where a side is 0, [`Error::Shape`] above [`MAX_PIXELS`](super::MAX_PIXELS).
    ///
    /// ```
    /// use imfit::image::{Filter, Image};
    /// use ndarray::Array3;
    ///
    /// let image = Image::new(Array3::zeros((480, 640, 3)))?;
    /// let small = image.resize(160, 120, Filter::default())?;
    /// assert_eq!((small.width(), small.height()), (160, 120));
    /// # Ok::<(), imfit::error::Error>(())
    /// ```
    pub fn resize(&self, width: usize, height: usize, filter: Filter) -> Result<Image> {
        check_new_size(width, height)?;
        // Columns are resized first, so a picture as wide as the old and as high as the new comes between.
        check_new_size(self.width(), height).map_err(|_| self.too_stretched(width, height))?;
        if (width, height) == (self.width(), self.height()) {
            return Ok(self.clone());
        }
        let source = self.times_alpha();
        let values = match self.channels() {
            1 => resample::<Luma<f32>>(&source, width, height, filter),
            2 => resample::<LumaA<f32>>(&source, width, height, filter),
            3 => resample::<Rgb<f32>>(&source, width, height, filter),
            _ => resample::<Rgba<f32>>(&source, width, height, filter),
        };
        let colours = Array3::from_shape_vec((height, width, self.channels()), values);
        let mut resized = Image::new(colours.expect("a resized picture has its pixels"))?;
        resized.divide_by_alpha();
        Ok(resized)
    }

    fn too_stretched(&self, width: usize, height: usize) -> Error {
        Error::Shape(format!(
            "a picture of {} x {} pixels can't be resized to {width} x {height} in one step",
            self.width(),
            self.height()
        ))
    }

    fn times_alpha(&self) -> Image {
        self.with_colours_by_alpha(|colour, alpha| colour * alpha)
    }

    fn divide_by_alpha(&mut self) {
        let divide =
            |colour: f32, alpha: f32| if alpha > 0.0 { (colour / alpha).min(1.0) } else { 0.0 };
        *self = self.with_colours_by_alpha(divide);
    }

    fn with_colours_by_alpha(&self, change: impl Fn(f32, f32) -> f32) -> Image {
        let mut changed = self.clone();
        if self.has_alpha() {
            let values =
                changed.colours.as_slice_mut().expect("a picture is kept in row-major order");
            for pixel in values.chunks_exact_mut(self.channels()) {
                let (alpha, colours) = pixel.split_last_mut().expect("a pixel has channels");
                colours.iter_mut().for_each(|c| *c = change(*c, *alpha));
            }
        }
        changed
    }
}

fn resample<P: Pixel<Subpixel = f32> + 'static>(
    image: &Image,
    width: usize,
    height: usize,
    filter: Filter,
) -> Vec<f32> {
    let (old_width, old_height) = (image.width() as u32, image.height() as u32);
    let buffer = ImageBuffer::<P, &[f32]>::from_raw(old_width, old_height, image.values());
    let buffer = buffer.expect("a picture has its pixels");
    imageops::resize(&buffer, width as u32, height as u32, filter.kind()).into_raw()
}

/// The side of a picture that goes with `side` as `to` goes with `from`: what keeps the proportions. At
/// least 1 pixel.
///
/// ```
/// // A picture of 640 x 480 pixels, brought to 100 across.
/// assert_eq!(imfit::image::proportional(100, 640, 480), 75);
/// ```
pub fn proportional(side: i64, from: usize, to: usize) -> i64 {
    // Casts saturate: what is too large is refused by whoever makes pixels of it.
    ((side as f64 * to as f64 / from as f64).round() as i64).max(1)
}
