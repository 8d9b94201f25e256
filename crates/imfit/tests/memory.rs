//! What a training holds in memory beside the picture. Alone in its process, whose peak it reads.
#![cfg(target_os = "linux")]

use std::time::Duration;

use imfit::layers::{Activation, Dense};
use imfit::optimizers::Adam;
use imfit::{Coordinates, Data, Event, Fit, Image, Loss, Metric, Sequential, Trainer};
use ndarray::Array3;

const WIDTH: usize = 6000;
const HEIGHT: usize = 4000;

/// The most memory that the process ever had, in bytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    let kilobytes: usize = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes * 1024
}

/// 24 megapixels: 288 MB of colours, held once, and 96 MB for the order of the pixels.
#[test]
fn a_training_holds_the_picture_once_and_no_coordinates() {
    let image = Image::new(Array3::from_elem((HEIGHT, WIDTH, 3), 0.5)).unwrap();
    let mut model = Sequential::with_seed(7).unwrap();
    model.add(Dense::new(100).activation(Activation::Relu).input_shape(2)).unwrap();
    model.add(Dense::new(3)).unwrap();
    model.compile(Adam::default(), Loss::MeanSquaredError, [Metric::Accuracy]).unwrap();

    let data = Data::of_image(&image, Coordinates::Centered).into();
    let fit = Fit { batch_size: 128, ..Fit::default() };
    let mut trainer = Trainer::new(&mut model, &data, &fit).unwrap();
    for _ in 0..5 {
        let event = trainer.advance(&mut model, &data, Duration::from_millis(20)).unwrap();
        assert!(matches!(event, Event::Progress(_)));
    }
    drop(trainer);
    model.render(1000, 1000, Coordinates::Centered).unwrap();

    let held = 4 * WIDTH * HEIGHT * (3 + 1);
    let peak = peak();
    assert!((held..450_000_000).contains(&peak), "{peak} bytes, of which {held} are known");
}
