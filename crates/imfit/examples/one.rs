#![allow(missing_docs, clippy::print_stdout)]
use imfit::layers::{Activation, Dense, ReLU};
use imfit::optimizers::Adam;
use imfit::*;
use ndarray::Array3;
use std::time::{Duration, Instant};
fn main() -> Result<()> {
    let a: Vec<String> = std::env::args().collect();
    let which = a[1].as_str();
    let batch: usize = a[2].parse().unwrap();
    let epochs: usize = a[3].parse().unwrap();
    let shuffle = a.len() < 5;
    let im = Image::new(Array3::from_shape_fn((480, 640, 3), |(y, x, c)| {
        let (x, y, c) = (x as f32, y as f32, c as f32);
        0.5 + 0.3 * (x / 90.0 + c).sin() * (y / 70.0).cos() + 0.2 * (x * y / 9000.0).sin()
    }))?;
    let (x, y) = im.pixels(Coordinates::Pixel);
    let mut m = Sequential::with_seed(7)?;
    match which {
        "1" => {
            m.add(Dense::new(3).input_shape(2).activation(Activation::Sigmoid))?;
        }
        "2" => {
            for u in [10, 10, 3] {
                m.add(Dense::new(u).activation(Activation::Sigmoid))?;
            }
        }
        _ => {
            m.add(Dense::new(100).activation(Activation::Tanh))?;
            for _ in 0..4 {
                m.add(Dense::new(100).activation(Activation::Relu))?;
            }
            m.add(Dense::new(3))?;
            m.add(ReLU::with_max_value(1.0))?;
        }
    }
    m.compile(Adam::default(), Loss::MeanSquaredError, [Metric::Accuracy])?;
    let d = FitData { training: Data::new(x.view(), y.view()), validation: None };
    let fit = Fit { batch_size: batch, epochs, shuffle, ..Fit::default() };
    let mut t = Trainer::new(&mut m, &d, &fit)?;
    let mut s = vec![];
    let _ = Instant::now();
    loop {
        match t.advance(&mut m, &d, Duration::from_millis(50))? {
            Event::EpochEnd(e) => s.push(e.seconds),
            Event::Done => break,
            _ => {}
        }
    }
    s.sort_by(f64::total_cmp);
    println!(
        "{which} batch {batch}: median {:.4} min {:.4} max {:.4}",
        s[s.len() / 2],
        s[0],
        s[s.len() - 1]
    );
    Ok(())
}
