//! What bf16 gains and costs: trains the post's deep network on a picture in both precisions.
//!
//! `cargo run --release -p imfit --example precision -- [EPOCHS] [SEEDS] [PICTURE]` prints the PSNR of
//! what the network made of the picture, and the median of an epoch's seconds. Without arguments: 20
//! epochs, one seed, the notebooks' godwit.

use std::time::Duration;

use imfit::layers::{Activation, Dense, ReLU};
use imfit::optimizers::Adam;
use imfit::{
    Coordinates, Data, Event, Fit, FitData, Image, Loss, Precision, Result, Sequential, Trainer,
};

const PICTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../notebooks/images/godwit.png");

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut number = |otherwise| {
        arguments.next().map_or(otherwise, |text| text.parse().expect("EPOCHS, SEEDS: numbers"))
    };
    let (epochs, seeds) = (number(20), number(1) as u64);
    let image = Image::open(arguments.next().unwrap_or(PICTURE.into()))?;
    let (isa, threads) = (imfit::instruction_set()?, imfit::num_threads()?);
    let (width, height) = (image.width(), image.height());
    report(&format!(
        "{width}x{height} pixels, batch 128, {epochs} epochs, {isa}, {threads} threads"
    ));
    report(&format!("{:<10} {:>4} {:>8} {:>11}", "precision", "seed", "PSNR/dB", "s an epoch"));
    for seed in 1..=seeds {
        for precision in [Precision::F32, Precision::Bf16] {
            let (psnr, seconds) = train(&image, precision, epochs, seed)?;
            report(&format!("{:<10} {seed:>4} {psnr:>8.2} {seconds:>11.4}", precision.name()));
        }
    }
    Ok(())
}

/// The PSNR after so many epochs, and the median of their seconds.
fn train(image: &Image, precision: Precision, epochs: usize, seed: u64) -> Result<(f64, f64)> {
    let (x, y) = image.pixels(Coordinates::Pixel);
    let mut model = Sequential::with_seed(seed)?;
    model.add(Dense::new(100).activation(Activation::Tanh).input_shape(2))?;
    for _ in 0..4 {
        model.add(Dense::new(100).activation(Activation::Relu))?;
    }
    model.add(Dense::new(3))?;
    model.add(ReLU::with_max_value(1.0))?;
    model.compile(Adam::default(), Loss::MeanSquaredError, [])?;
    model.set_precision(precision)?;

    let data = FitData { training: Data::new(x.view(), y.view()), validation: None };
    let fit = Fit { batch_size: 128, epochs, ..Fit::default() };
    let mut trainer = Trainer::new(&mut model, &data, &fit)?;
    let mut seconds = Vec::new();
    loop {
        match trainer.advance(&mut model, &data, Duration::from_millis(50))? {
            Event::Progress(_) => {}
            Event::EpochEnd(end) => seconds.push(end.seconds),
            Event::Done => break,
            Event::Message(_) | Event::Call(_) | Event::Question => {
                unreachable!("there are no functions")
            }
        }
    }
    seconds.sort_by(f64::total_cmp);
    let prediction = model.predict(x.view())?;
    let copy = Image::from_pixels(image.width(), image.height(), prediction.view())?;
    Ok((image.psnr(&copy)?, seconds[seconds.len() / 2]))
}

#[allow(clippy::print_stdout)]
fn report(line: &str) {
    println!("{line}");
}
