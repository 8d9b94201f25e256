//! The example of the README, from the root of the repository: `cargo run --release --example godwit`.
//! `tests/together/test_readme.py` holds the two together, and against those in Python and R.

use imfit::layers::{Activation, Dense};
use imfit::{Coordinates, Fit, Image, Loss, Metric, Sequential, optimizers::Adam};

fn main() -> imfit::Result<()> {
    let image = Image::open("notebooks/images/godwit.png")?;
    let mut model = Sequential::with_seed(7)?;
    model.add(Dense::new(100).activation(Activation::Tanh).input_shape(2))?;
    model.add(Dense::new(100).activation(Activation::Relu))?;
    model.add(Dense::new(3).activation(Activation::Sigmoid))?;
    model.compile(Adam::default(), Loss::MeanSquaredError, [Metric::Accuracy])?;
    let fit = Fit { batch_size: 128, epochs: 20, ..Fit::default() };
    let history = model.fit_image(&image, Coordinates::Centered, &fit)?;

    let copy = model.render(image.width(), image.height(), Coordinates::Centered)?;
    copy.save("godwit.png")?;

    assert_eq!(history.epoch.len(), 20);
    model.save("godwit.safetensors")
}
