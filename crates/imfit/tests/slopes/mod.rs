//! Gradients as a training takes them, held against what the loss does when a weight is moved.

use imfit::layers::{Activation, ActivationLayer, Dense, Layer};
use imfit::optimizers::SGD;
use imfit::{Data, Fit, Loss, Sequential};
use ndarray::{Array1, Array2, ArrayD};

/// Rows of two inputs, and of three targets that depend on them, with weights for them.
pub fn data(rows: usize) -> (Array2<f32>, Array2<f32>, Array1<f32>) {
    let x = Array2::from_shape_fn((rows, 2), |(r, c)| ((r * (7 + 4 * c)) % 31) as f32 / 15.5 - 1.0);
    let y = Array2::from_shape_fn((rows, 3), |(r, c)| {
        0.5 + 0.4 * (3.0 * x[(r, 0)] + c as f32).sin() * (2.0 * x[(r, 1)]).cos()
    });
    let weights = Array1::from_shape_fn(rows, |r| (r % 5) as f32 / 2.0);
    (x, y, weights)
}

/// A dense layer without an activation.
pub fn plain(units: usize) -> Layer {
    Dense::new(units).into()
}

pub fn tanh() -> Layer {
    ActivationLayer::new(Activation::Tanh).into()
}

/// A model of these layers for [`data`], to be trained by plain gradient descent.
pub fn model(layers: &[Layer], learning_rate: f64) -> Sequential {
    let mut model = Sequential::with_seed(11).unwrap();
    layers.iter().for_each(|layer| model.add(layer.clone()).unwrap());
    model.build(2).unwrap();
    model.compile(SGD::new(learning_rate), Loss::MeanSquaredError, []).unwrap();
    model
}

/// The loss of all rows as one batch, as a training sees it.
fn loss(model: &Sequential, weights: &[ArrayD<f32>], rows: usize) -> f64 {
    let mut model = model.clone();
    set(&mut model, weights);
    step(&mut model, rows)
}

fn set(model: &mut Sequential, weights: &[ArrayD<f32>]) {
    let views: Vec<_> = weights.iter().map(|weight| weight.view()).collect();
    model.set_weights(&views).unwrap();
}

/// Trains on all rows as one batch, and returns the loss before the step.
pub fn step(model: &mut Sequential, rows: usize) -> f64 {
    let (x, y, weights) = data(rows);
    let data = Data::new(x.view(), y.view()).with_sample_weight(Some(weights.view()));
    let fit = Fit { batch_size: rows, epochs: 1, shuffle: false, ..Fit::default() };
    model.fit_data(&data.into(), &fit).unwrap().get("loss").unwrap()[0]
}

/// Holds the gradient of about `count` weights of the arrays that `is_trained` names by their number
/// against finite differences of the loss.
pub fn assert_slopes(
    layers: &[Layer],
    rows: usize,
    count: usize,
    is_trained: impl Fn(usize) -> bool,
) {
    let start = model(layers, 1.0);
    let before = start.get_weights();
    let mut trained = start.clone();
    step(&mut trained, rows);
    let after = trained.get_weights();
    let total: usize = before.iter().map(ArrayD::len).sum();
    let every = total.div_ceil(count);
    let (mut place, mut looked_at) = (0, 0);
    for array in (0..before.len()).filter(|array| is_trained(*array)) {
        for at in 0..before[array].len() {
            place += 1;
            if place % every != 0 {
                continue;
            }
            let moved = |distance: f32| {
                let mut weights = before.clone();
                weights[array].as_slice_mut().unwrap()[at] += distance;
                loss(&start, &weights, rows)
            };
            let expected = (moved(1e-2) - moved(-1e-2)) / 2e-2;
            let (old, new) = (before[array].as_slice().unwrap(), after[array].as_slice().unwrap());
            let slope = f64::from(old[at]) - f64::from(new[at]);
            let off = (slope - expected).abs();
            assert!(
                off <= 2e-3 * expected.abs().max(0.02),
                "weight {at} of array {array}: the slope is {expected}, the gradient {slope}"
            );
            looked_at += 1;
        }
    }
    // Those that aren't trained take their part of the `count`.
    assert!(place > 0 && 2 * looked_at >= count.min(place), "{looked_at} of {place} looked at");
}
