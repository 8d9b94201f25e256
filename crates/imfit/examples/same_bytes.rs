//! The Rust side of `tests/together`: fits a small model to a picture and saves it.
//!
//! `same_bytes PICTURE OUTPUT`

use imfit::layers::{Activation, Dense, ReLU};
use imfit::optimizers::Adam;
use imfit::{Coordinates, Filter, Fit, Image, Loss, Metric, Sequential};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(picture), Some(output)) = (arguments.next(), arguments.next()) else {
        return Err("usage: same_bytes PICTURE OUTPUT".into());
    };
    let image = Image::open(picture)?.resize(80, 60, Filter::default())?;
    let (x, y) = image.pixels(Coordinates::Centered);
    let mut model = Sequential::with_seed(7)?;
    model.add(Dense::new(100).activation(Activation::Tanh).input_shape(2))?;
    model.add(Dense::new(50).activation(Activation::Relu))?;
    model.add(Dense::new(3))?;
    model.add(ReLU::with_max_value(1.0))?;
    model.compile(Adam::default(), Loss::MeanSquaredError, [Metric::Accuracy])?;
    let fit = Fit { batch_size: 100, epochs: 3, validation_split: 0.1, ..Fit::default() };
    model.fit(x.view(), y.view(), &fit)?;
    model.save(output)?;
    Ok(())
}
