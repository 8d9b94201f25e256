//! Pictures.

use data_encoding::BASE64;
use imfit::Image;
use jupyter_protocol::{Media, MediaType};

/// PNG, and the size in words.
pub(super) fn media(image: &Image) -> Media {
    let words = MediaType::Plain(in_words(image));
    match image.to_png() {
        Ok(png) => Media::new(vec![MediaType::Png(BASE64.encode(&png)), words]),
        // Too large for the format; its size tells.
        Err(_) => Media::new(vec![words]),
    }
}

/// `picture of 640 x 480 pixels, 3 channels`
pub(super) fn in_words(image: &Image) -> String {
    let (width, height, channels) = (image.width(), image.height(), image.channels());
    let plural = if channels == 1 { "" } else { "s" };
    format!("picture of {width} x {height} pixels, {channels} channel{plural}")
}
