//! Times predictions, and pictures made of them.

use std::hint::black_box;
use std::time::Instant;

use imfit::{Coordinates, Image, Result, set_num_threads};
use serde_json::{Value, json};

use crate::case::{Predict, Render};
use crate::network;
use crate::pixels::first;

/// The seconds of each prediction for the pixels of `picture`.
pub fn predict(case: &Predict, picture: &Image) -> Result<Value> {
    set_num_threads(None)?;
    let (x, _) = picture.pixels(Coordinates::Pixel);
    let model = network::model(&case.layers)?;
    timed(case.repeat, || model.predict(first(&x, case.rows)))
}

/// The seconds from a model to a picture.
pub fn render(case: &Render) -> Result<Value> {
    set_num_threads(None)?;
    let model = network::model(&case.layers)?;
    timed(case.repeat, || model.render(case.width, case.height, Coordinates::Pixel))
}

/// Runs `work` once to warm up and then `repeat` times.
fn timed<T>(repeat: usize, work: impl Fn() -> Result<T>) -> Result<Value> {
    work()?;
    let mut seconds = Vec::new();
    for _ in 0..repeat {
        let start = Instant::now();
        black_box(work()?);
        seconds.push(start.elapsed().as_secs_f64());
    }
    Ok(json!({ "seconds": seconds }))
}
