//! From pictures to bytes and files.

use std::io::Cursor;
use std::path::Path;

use ::image::codecs::jpeg::JpegEncoder;
use ::image::codecs::png::PngEncoder;
use ::image::codecs::tiff::TiffEncoder;
use ::image::codecs::webp::WebPEncoder;
use ::image::{ExtendedColorType, ImageEncoder, ImageResult};

use super::Image;
use super::by_name::by_name;
use crate::error::{Error, Result};
use crate::file::write_whole;

/// The quality of a JPEG unless told otherwise.
const QUALITY: u8 = 90;

/// A format that pictures are written in, with 8 bits a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Lossless; any channels.
    Png,
    /// Lossy and small. Alpha is left out: the picture is laid on white.
    Jpeg {
        /// From 1 to 100; 90 is a good choice.
        quality: u8,
    },
    /// Lossless; up to 16384 x 16384 pixels. Grey comes back as RGB.
    WebP,
    /// Lossless and uncompressed. Grey with alpha is written as RGBA.
    Tiff,
}

impl Format {
    const CHOICES: [(&'static str, Format); 6] = [
        ("png", Format::Png),
        ("jpg", Format::Jpeg { quality: QUALITY }),
        ("jpeg", Format::Jpeg { quality: QUALITY }),
        ("webp", Format::WebP),
        ("tif", Format::Tiff),
        ("tiff", Format::Tiff),
    ];

    /// `png`, `jpeg`, `webp` or `tiff`.
    pub fn name(self) -> &'static str {
        match self {
            Format::Png => "png",
            Format::Jpeg { .. } => "jpeg",
            Format::WebP => "webp",
            Format::Tiff => "tiff",
        }
    }

    /// The format of a name or extension, in any case: png, jpg, jpeg, webp, tif, tiff.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownName`], which lists them.
    ///
    /// ```
    /// use imfit::image::Format;
    ///
    /// assert_eq!(Format::by_name("JPG")?, Format::Jpeg { quality: 90 });
    /// # Ok::<(), imfit::error::Error>(())
    /// ```
    pub fn by_name(name: &str) -> Result<Format> {
        by_name("picture format", &name.to_ascii_lowercase(), &Format::CHOICES)
    }

    /// The format that a file's name asks for by its extension.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] where there is none, or it is unknown.
    pub fn of_path(path: impl AsRef<Path>) -> Result<Format> {
        let path = path.as_ref();
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        Format::by_name(&extension).map_err(|_| {
            let allowed = "a name that ends in .png, .jpg, .jpeg, .webp, .tif or .tiff";
            Error::argument("path", format!("'{}'", path.display()), allowed)
        })
    }

    /// The longest side that the format has room for.
    fn longest_side(self) -> usize {
        match self {
            Format::Png => i32::MAX as usize,
            Format::Jpeg { .. } => 65535,
            Format::WebP => 16384,
            Format::Tiff => u32::MAX as usize,
        }
    }
}

impl Image {
    /// Writes the picture to a file, in the format that the file's name ends in.
    ///
    /// The file appears under its name only once it is whole: a full disk or a kill leaves what was
    /// there before. JPEG has a quality of 90; see [`Image::save_as`] for another.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] where the ending is unknown, [`Error::File`] where the file can't be
    /// written, [`Error::Shape`] where the picture is too large for the format.
    ///
    /// ```no_run
    /// # let image = imfit::image::Image::new(ndarray::Array3::zeros((1, 1, 1)))?;
    /// image.save("copy.webp")?;
    /// # Ok::<(), imfit::error::Error>(())
    /// ```
    pub fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        let format = Format::of_path(&path)?;
        self.save_as(path, format)
    }

    /// Writes the picture to a file in a given format, whatever the file's name ends in.
    pub fn save_as(&self, path: impl AsRef<Path>, format: Format) -> Result<()> {
        write_whole(path.as_ref(), &self.encode(format)?)
    }

    /// The picture as the bytes of a PNG file, for a notebook or a browser.
    pub fn to_png(&self) -> Result<Vec<u8>> {
        self.encode(Format::Png)
    }

    /// The picture as the bytes of a file, 8 bits a channel.
    ///
    /// A value is held to \[0, 1\], multiplied by 255 and rounded; NaN becomes 0.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] where the picture is too large for the format, [`Error::Argument`] where the
    /// quality of a JPEG is not between 1 and 100.
    ///
    /// ```
    /// use imfit::image::{Format, Image};
    /// use ndarray::Array3;
    ///
    /// let image = Image::new(Array3::from_elem((8, 8, 3), 1.0))?;
    /// let bytes = image.encode(Format::WebP)?;
    /// assert_eq!(Image::decode(&bytes, "white.webp")?, image);
    /// # Ok::<(), imfit::error::Error>(())
    /// ```
    pub fn encode(&self, format: Format) -> Result<Vec<u8>> {
        self.check_fits(format)?;
        let (bytes, channels) = self.eight_bits(format);
        let (width, height) = (self.width() as u32, self.height() as u32);
        encode(format, &bytes, width, height, colour_type(channels)).map_err(|e| Error::Picture {
            path: format!("a picture of {width} x {height} pixels"),
            reason: format!("can't be written as {}: {e}", format.name()),
        })
    }

    fn check_fits(&self, format: Format) -> Result<()> {
        if let Format::Jpeg { quality } = format
            && !(1..=100).contains(&quality)
        {
            return Err(Error::argument("quality", quality, "from 1 to 100"));
        }
        let longest = format.longest_side();
        if self.width().max(self.height()) > longest {
            return Err(Error::Shape(format!(
                "a picture of {} x {} pixels is too large for {}, which has room for {longest} pixels a side",
                self.width(),
                self.height(),
                format.name()
            )));
        }
        Ok(())
    }

    /// The bytes that the format's encoder takes, and how many channels they have.
    fn eight_bits(&self, format: Format) -> (Vec<u8>, usize) {
        let channels = self.channels();
        match format {
            Format::Jpeg { .. } if self.has_alpha() => {
                (self.chunks().flat_map(on_white).map(to_byte).collect(), channels - 1)
            }
            Format::Tiff if channels == 2 => {
                let widen = |p: &[f32]| [p[0], p[0], p[0], p[1]];
                (self.chunks().flat_map(widen).map(to_byte).collect(), 4)
            }
            _ => (self.values().iter().copied().map(to_byte).collect(), channels),
        }
    }
}

/// 0 for NaN, as casts have it.
fn to_byte(value: f32) -> u8 {
    (value.clamp(0.0, 1.0) * 255.0).round() as u8
}

/// A pixel's colours, its last channel being alpha, as they look on white.
fn on_white(pixel: &[f32]) -> impl Iterator<Item = f32> + '_ {
    let (alpha, colours) = pixel.split_last().expect("a pixel has channels");
    let alpha = alpha.clamp(0.0, 1.0);
    colours.iter().map(move |c| c.clamp(0.0, 1.0) * alpha + (1.0 - alpha))
}

fn colour_type(channels: usize) -> ExtendedColorType {
    match channels {
        1 => ExtendedColorType::L8,
        2 => ExtendedColorType::La8,
        3 => ExtendedColorType::Rgb8,
        _ => ExtendedColorType::Rgba8,
    }
}

fn encode(
    format: Format,
    bytes: &[u8],
    width: u32,
    height: u32,
    colours: ExtendedColorType,
) -> ImageResult<Vec<u8>> {
    let mut out = Cursor::new(Vec::new());
    match format {
        Format::Png => PngEncoder::new(&mut out).write_image(bytes, width, height, colours)?,
        Format::Jpeg { quality } => JpegEncoder::new_with_quality(&mut out, quality)
            .write_image(bytes, width, height, colours)?,
        Format::WebP => {
            WebPEncoder::new_lossless(&mut out).write_image(bytes, width, height, colours)?
        }
        Format::Tiff => TiffEncoder::new(&mut out).write_image(bytes, width, height, colours)?,
    }
    Ok(out.into_inner())
}
