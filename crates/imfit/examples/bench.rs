//! Times training and prediction of the post's three networks: `make bench`.
//!
//! Seconds are medians over several epochs of a 640x480 picture; GFLOP/s count the arithmetic that
//! the network needs and nothing of the padding.

use std::time::{Duration, Instant};

use imfit::layers::{Activation, Dense, ReLU};
use imfit::optimizers::Adam;
use imfit::{
    Coordinates, Data, Event, Fit, FitData, Image, Loss, Metric, Result, Sequential, Trainer,
};
use ndarray::{Array2, Array3};

const WIDTH: usize = 640;
const HEIGHT: usize = 480;

/// The post's networks: the widths from input to output.
const NETWORKS: [(&str, &[usize]); 3] = [
    ("2-3", &[2, 3]),
    ("2-10-10-3", &[2, 10, 10, 3]),
    ("deep (41,003)", &[2, 100, 100, 100, 100, 100, 3]),
];

fn main() -> Result<()> {
    let (x, y) = picture()?.pixels(Coordinates::Pixel);
    let (isa, threads) = (imfit::instruction_set()?, imfit::num_threads()?);
    report(&format!("{WIDTH}x{HEIGHT} pixels, {isa}, {threads} threads"));
    report(&format!("{:<14} {:>7} {:>11} {:>9}", "network", "batch", "s an epoch", "GFLOP/s"));
    for (name, widths) in NETWORKS {
        for batch_size in [32, 128, 1024, 8192, WIDTH * HEIGHT] {
            let seconds = epoch_seconds(widths, &x, &y, batch_size)?;
            let rate = training_work(widths) * x.nrows() as f64 / seconds / 1e9;
            report(&format!("{name:<14} {batch_size:>7} {seconds:>11.4} {rate:>9.1}"));
        }
        let seconds = predict_seconds(widths, &x)?;
        let rate = forward_work(widths) * x.nrows() as f64 / seconds / 1e9;
        report(&format!("{name:<14} {:>7} {seconds:>11.4} {rate:>9.1}", "predict"));
    }
    Ok(())
}

/// A picture with structure at several scales.
fn picture() -> Result<Image> {
    Image::new(Array3::from_shape_fn((HEIGHT, WIDTH, 3), |(y, x, c)| {
        let (x, y, c) = (x as f32, y as f32, c as f32);
        0.5 + 0.3 * (x / 90.0 + c).sin() * (y / 70.0).cos() + 0.2 * (x * y / 9000.0).sin()
    }))
}

fn model(widths: &[usize]) -> Result<Sequential> {
    let mut model = Sequential::with_seed(7)?;
    let layers = widths.len() - 1;
    for (index, &units) in widths[1..].iter().enumerate() {
        let dense = Dense::new(units).input_shape(widths[index]);
        let activation = match (layers, index) {
            (6, 0) => Activation::Tanh,
            (6, 5) => Activation::Linear,
            (6, _) => Activation::Relu,
            _ => Activation::Sigmoid,
        };
        model.add(dense.activation(activation))?;
    }
    if layers == 6 {
        model.add(ReLU::with_max_value(1.0))?;
    }
    model.compile(Adam::default(), Loss::MeanSquaredError, [Metric::Accuracy])?;
    Ok(model)
}

/// The median over five epochs, after one that warms up.
fn epoch_seconds(
    widths: &[usize],
    x: &Array2<f32>,
    y: &Array2<f32>,
    batch_size: usize,
) -> Result<f64> {
    let mut model = model(widths)?;
    let data = FitData { training: Data::new(x.view(), y.view()), validation: None };
    let fit = Fit { batch_size, epochs: 6, ..Fit::default() };
    let mut trainer = Trainer::new(&mut model, &data, &fit)?;
    let mut seconds = Vec::new();
    loop {
        match trainer.advance(&mut model, &data, Duration::from_millis(50))? {
            Event::Progress(_) => {}
            Event::EpochEnd(end) => seconds.push(end.seconds),
            Event::Done => return Ok(median(&mut seconds[1..])),
        }
    }
}

fn predict_seconds(widths: &[usize], x: &Array2<f32>) -> Result<f64> {
    let model = model(widths)?;
    let mut seconds = Vec::new();
    for _ in 0..6 {
        let start = Instant::now();
        model.predict(x.view())?;
        seconds.push(start.elapsed().as_secs_f64());
    }
    Ok(median(&mut seconds[1..]))
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Floating-point operations of a row, forward.
fn forward_work(widths: &[usize]) -> f64 {
    widths.windows(2).map(|pair| 2.0 * (pair[0] * pair[1]) as f64).sum()
}

/// Forward, the gradient of the weights, and the gradient of all inputs but the first layer's.
fn training_work(widths: &[usize]) -> f64 {
    3.0 * forward_work(widths) - 2.0 * (widths[0] * widths[1]) as f64
}

#[allow(clippy::print_stdout)]
fn report(line: &str) {
    println!("{line}");
}
