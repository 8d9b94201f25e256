//! The most memory that this process ever held, for a training from a large picture. Ask a process of
//! its own for it, and for nothing else.

use std::fs;
use std::time::Instant;

use imfit::{Coordinates, Fit, Image, Result, set_num_threads};
use ndarray::Array3;
use serde_json::{Value, json};

use crate::case::Memory;
use crate::network;

/// The seconds of one epoch over a picture of `width` x `height`, and the bytes that the process held
/// at most, of which the picture itself is 12 a pixel.
pub fn train(case: &Memory) -> Result<Value> {
    set_num_threads(None)?;
    let picture = picture(case.width, case.height)?;
    let mut model = network::model(&case.layers)?;
    let fit = Fit { batch_size: case.batch, epochs: 1, ..Fit::default() };
    let start = Instant::now();
    model.fit_image(&picture, Coordinates::Pixel, &fit)?;
    Ok(json!({ "seconds": [start.elapsed().as_secs_f64()], "bytes": most_resident() }))
}

/// Three channels that change from pixel to pixel.
fn picture(width: usize, height: usize) -> Result<Image> {
    Image::new(Array3::from_shape_fn((height, width, 3), |(y, x, channel)| {
        ((x * 7 + y * 13 + channel * 31) % 256) as f32 / 255.0
    }))
}

/// Linux's `VmHWM`, in bytes; null on systems that don't tell.
fn most_resident() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<usize>().ok().map(|kibibytes| kibibytes * 1024)
}
