//! What a file is, by its first bytes: extensions lie.

use ::image::ImageFormat;

/// How many bytes [`format()`] looks at.
pub(super) const HEAD: usize = 512;

const KNOWN: [ImageFormat; 6] = [
    ImageFormat::Png,
    ImageFormat::Jpeg,
    ImageFormat::WebP,
    ImageFormat::Tiff,
    ImageFormat::Bmp,
    ImageFormat::Gif,
];

/// The format of a file that begins with these bytes, or what it is instead of a picture.
pub(super) fn format(bytes: &[u8]) -> Result<ImageFormat, String> {
    let head = &bytes[..bytes.len().min(HEAD)];
    match ::image::guess_format(head) {
        Ok(format) if KNOWN.contains(&format) => Ok(format),
        Ok(format) => Err(refuse(&format!("this looks like a picture of the format {format:?}"))),
        Err(_) => Err(refuse(foreign(head))),
    }
}

/// The name that people know a format by.
pub(super) fn name(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Png => "PNG",
        ImageFormat::Jpeg => "JPEG",
        ImageFormat::WebP => "WebP",
        ImageFormat::Tiff => "TIFF",
        ImageFormat::Bmp => "BMP",
        _ => "GIF",
    }
}

/// Whether a WebP's own count of its bytes, at 4, is larger than the file; its decoder speaks of a
/// "corrupt bitstream" then.
pub(super) fn is_shorter_than_it_says(bytes: &[u8], format: ImageFormat) -> bool {
    match bytes.get(4..8).map(<[u8; 4]>::try_from) {
        Some(Ok(length)) if format == ImageFormat::WebP => {
            u64::from(u32::from_le_bytes(length)) + 8 > bytes.len() as u64
        }
        _ => false,
    }
}

fn refuse(what: &str) -> String {
    format!("{what}; PNG, JPEG, WebP, TIFF, BMP and GIF can be read")
}

fn foreign(head: &[u8]) -> &'static str {
    if head.is_empty() {
        "this file is empty"
    } else if head.get(4..8) == Some(b"ftyp") {
        "this looks like HEIC, AVIF or a video"
    } else if is_text(head) {
        "this is text, not a picture"
    } else {
        "this is not a picture of a known format"
    }
}

fn is_text(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The last letter may be cut in two.
        Err(e) if e.error_len().is_none() => {
            std::str::from_utf8(&head[..e.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.chars().any(|c| c.is_control() && !c.is_whitespace())
}
