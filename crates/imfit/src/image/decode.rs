//! From files and bytes to pictures.

use std::error::Error as _;
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

use ::image::metadata::Orientation;
use ::image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader};

use super::{Image, Limits, convert, jpeg, sniff};
use crate::error::{Error, Result};

/// What a decoder tells, before it has the name of the file to go with it.
type Told<T> = std::result::Result<T, String>;

const CUT_SHORT: &str = "the file ends before the picture does, it seems to be cut short";

impl Image {
    /// Reads a picture: PNG, JPEG, WebP, TIFF, BMP or GIF (its first frame).
    ///
    /// The content tells the format, whatever the file's name ends in. Pictures of 8 and 16 bits and
    /// float TIFF come as grey (1 channel), grey with alpha (2), RGB (3) or RGBA (4); palettes and
    /// CMYK as RGB, 1, 2 and 4 bits as 8; a GIF as RGB, or RGBA where a pixel is transparent. The
    /// orientation that a camera has noted (EXIF) is applied.
    ///
    /// # Errors
    ///
    /// [`Error::File`] where the file can't be read, [`Error::Picture`] where it is a folder, empty,
    /// no picture, damaged, cut short, or larger than [`Limits::default`] allows. A picture that is
    /// too large is refused before it is decoded.
    ///
    /// ```no_run
    /// let image = imfit::image::Image::open("godwit.png")?;
    /// println!("{} x {}", image.width(), image.height());
    /// # Ok::<(), imfit::error::Error>(())
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<Image> {
        Image::open_with(path, &Limits::default())
    }

    /// Reads a picture as [`Image::open`] does, of up to another number of pixels.
    pub fn open_with(path: impl AsRef<Path>, limits: &Limits) -> Result<Image> {
        let path = path.as_ref();
        let bytes = read_file(path, limits)?;
        Image::decode_with(&bytes, &path.display().to_string(), limits)
    }

    /// Reads a picture from the bytes of a file; `name` is what errors call it.
    ///
    /// ```
    /// use imfit::image::Image;
    ///
    /// let error = Image::decode(b"<html>", "from the web").unwrap_err();
    /// assert!(error.to_string().starts_with("from the web: this is text, not a picture"));
    /// ```
    pub fn decode(bytes: &[u8], name: &str) -> Result<Image> {
        Image::decode_with(bytes, name, &Limits::default())
    }

    /// Reads a picture from bytes as [`Image::decode`] does, of up to another number of pixels.
    pub fn decode_with(bytes: &[u8], name: &str, limits: &Limits) -> Result<Image> {
        let picture = |reason| Error::Picture { path: name.to_owned(), reason };
        let format = sniff::format(bytes).map_err(picture)?;
        let image = convert::to_image(decode_as(bytes, format, limits).map_err(picture)?)?;
        // GIF's decoder returns alpha whether or not there is a transparent pixel.
        Ok(if format == ImageFormat::Gif { convert::without_opaque_alpha(image) } else { image })
    }
}

/// Reads a whole file, but looks at its beginning first: a disk image is no picture.
fn read_file(path: &Path, limits: &Limits) -> Result<Vec<u8>> {
    let picture = |reason| Error::Picture { path: path.display().to_string(), reason };
    let failed = |source| Error::File { action: "read", path: path.to_owned(), source };
    if path.is_dir() {
        return Err(picture("this is a folder, not a picture".to_owned()));
    }
    let mut file = File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    file.by_ref().take(sniff::HEAD as u64).read_to_end(&mut bytes).map_err(failed)?;
    sniff::format(&bytes).map_err(picture)?;
    let most = limits.max_bytes();
    file.take(most).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > most {
        return Err(picture(format!("the file has more than {most} bytes; raise `max_pixels`")));
    }
    Ok(bytes)
}

fn decode_as(bytes: &[u8], format: ImageFormat, limits: &Limits) -> Told<DynamicImage> {
    let told = |error| explain(error, bytes, format);
    let mut decoder = start(bytes, format, limits).map_err(told)?;
    let (width, height) = decoder.dimensions();
    limits.check(width, height)?;
    if format == ImageFormat::Jpeg && !jpeg::is_complete(bytes) {
        return Err(CUT_SHORT.to_owned());
    }
    // A broken note on orientation is no reason to refuse the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut decoded = DynamicImage::from_decoder(decoder).map_err(told)?;
    decoded.apply_orientation(orientation);
    Ok(decoded)
}

/// Reads the header only.
fn start<'a>(
    bytes: &'a [u8],
    format: ImageFormat,
    limits: &Limits,
) -> std::result::Result<impl ImageDecoder + 'a, ImageError> {
    let mut bounds = ::image::Limits::no_limits();
    bounds.max_alloc = Some(limits.max_bytes());
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(bounds);
    reader.into_decoder()
}

/// A decoder's error in words for someone who has a file, not a decoder.
fn explain(error: ImageError, bytes: &[u8], format: ImageFormat) -> String {
    let name = sniff::name(format);
    let reason = match &error {
        ImageError::Limits(_) => {
            return format!("this {name} takes more memory than `max_pixels` allows for; raise it");
        }
        ImageError::Unsupported(e) => return format!("this kind of {name} can't be read: {e}"),
        ImageError::Decoding(e) => e.source().map_or_else(|| e.to_string(), ToString::to_string),
        other => other.to_string(),
    };
    if sniff::is_shorter_than_it_says(bytes, format) || says_end_of_file(&reason) {
        return CUT_SHORT.to_owned();
    }
    format!("this {name} is damaged: {}", reason.trim().trim_matches('"'))
}

/// Whether a decoder complains of the end of the file; most have no other way to say so than words.
fn says_end_of_file(reason: &str) -> bool {
    let reason = reason.to_lowercase();
    ["end of file", "fill whole buffer", "not enough bytes"].iter().any(|&w| reason.contains(w))
}
