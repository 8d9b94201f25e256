//! The structural similarity as a loss and as a metric.

use std::time::Duration;

use imfit::layers::{Activation, BatchNormalization, Dense, Layer};
use imfit::optimizers::{Adam, SGD};
use imfit::{
    Coordinates, Data, Event, Fit, FitData, History, Image, Loss, Metric, Sequential, Trainer,
};
use ndarray::{Array1, Array3};
use serde_json::json;

const LONG: Duration = Duration::from_secs(100);

fn picture(width: usize, height: usize) -> Image {
    let colour = |(y, x, c): (usize, usize, usize)| {
        let (x, y) = (x as f32 / width as f32, y as f32 / height as f32);
        0.5 + 0.4 * (7.0 * x + c as f32).sin() * (5.0 * y).cos()
    };
    Image::new(Array3::from_shape_fn((height, width, 3), colour)).unwrap()
}

fn layers() -> Vec<Layer> {
    let first = Dense::new(12).activation(Activation::Tanh).input_shape(2);
    vec![first.into(), Dense::new(3).activation(Activation::Sigmoid).into()]
}

fn model(layers: Vec<Layer>, loss: Loss, metrics: &[Metric]) -> Sequential {
    let mut model = Sequential::with_seed(7).unwrap();
    layers.into_iter().for_each(|layer| model.add(layer).unwrap());
    model.compile(Adam::new(0.01), loss, metrics.iter().copied()).unwrap();
    model
}

const SSIM: Metric = Metric::Ssim { max_val: 1.0 };

fn whole(image: &Image, epochs: usize) -> Fit {
    Fit { batch_size: image.width() * image.height(), epochs, ..Fit::default() }
}

fn rendered(model: &Sequential, image: &Image) -> f64 {
    let made = model.render(image.width(), image.height(), Coordinates::Centered).unwrap();
    made.ssim(image).unwrap()
}

#[test]
fn the_loss_is_that_of_the_picture_and_gets_smaller() {
    let image = picture(40, 30);
    let mut model = model(layers(), Loss::Ssim, &[SSIM]);
    let before = rendered(&model, &image);
    let history = model.fit_image(&image, Coordinates::Centered, &whole(&image, 60)).unwrap();
    let (loss, similarity) = (history.get("loss").unwrap(), history.get("ssim").unwrap());
    assert!((loss[0] - (1.0 - before)).abs() < 1e-6, "{} {before}", loss[0]);
    assert!(loss[59] < 0.8 * loss[0], "{loss:?}");
    for (loss, similarity) in loss.iter().zip(similarity) {
        assert!((loss + similarity - 1.0).abs() < 1e-6, "{loss} {similarity}");
    }
}

/// A step of gradient descent against differences of the loss.
#[test]
fn steps_go_down_the_slope() {
    let image = picture(14, 13);
    let mut model = model(layers(), Loss::Ssim, &[]);
    let rate = 0.5;
    model.compile(SGD::new(rate), Loss::Ssim, []).unwrap();
    let before = model.get_weights();
    model.fit_image(&image, Coordinates::Centered, &whole(&image, 1)).unwrap();
    let after = model.get_weights();
    let mut looked_at = 0;
    for array in 0..before.len() {
        for place in (0..before[array].len()).step_by(5) {
            let mut loss = |by: f32| {
                let mut moved = before.clone();
                let weight = moved[array].iter_mut().nth(place).unwrap();
                *weight += by;
                let at = f64::from(*weight);
                let views: Vec<_> = moved.iter().map(|array| array.view()).collect();
                model.set_weights(&views).unwrap();
                (1.0 - rendered(&model, &image), at)
            };
            let ((above, high), (below, low)) = (loss(0.01), loss(-0.01));
            let slope = (above - below) / (high - low);
            let moved =
                before[array].iter().nth(place).unwrap() - after[array].iter().nth(place).unwrap();
            let found = f64::from(moved) / rate;
            assert!((found - slope).abs() < 2e-3 * slope.abs().max(0.02), "{found} {slope}");
            looked_at += 1;
        }
    }
    assert!(looked_at > 15, "{looked_at}");
}

fn fit_with(model: &mut Sequential, data: &FitData<'_>, fit: &Fit, budget: Duration) -> History {
    let mut trainer = Trainer::new(model, data, fit).unwrap();
    while trainer.advance(model, data, budget).unwrap() != Event::Done {}
    trainer.history().clone()
}

#[test]
fn the_bytes_do_not_depend_on_looks_or_saving() {
    // More pixels than a chunk has.
    let image = picture(100, 90);
    let data = FitData::from(Data::of_image(&image, Coordinates::Centered));
    let normal = || {
        let mut layers = layers();
        layers.insert(1, BatchNormalization::default().into());
        layers
    };
    for layers in [&layers as &dyn Fn() -> Vec<Layer>, &normal] {
        let (mut one, mut other) =
            (model(layers(), Loss::Ssim, &[SSIM]), model(layers(), Loss::Ssim, &[SSIM]));
        fit_with(&mut one, &data, &whole(&image, 3), LONG);
        fit_with(&mut other, &data, &whole(&image, 1), Duration::ZERO);
        let bytes = other.to_bytes().unwrap();
        let mut other = Sequential::from_bytes(&bytes).unwrap();
        let rest = Fit { initial_epoch: 1, ..whole(&image, 3) };
        fit_with(&mut other, &data, &rest, Duration::ZERO);
        assert!(one.to_bytes().unwrap() == other.to_bytes().unwrap());
    }
}

#[test]
fn the_metric_is_that_of_the_picture_in_any_batches() {
    let image = picture(70, 60);
    let data = Data::of_image(&image, Coordinates::Centered);
    let mut model = model(layers(), Loss::MeanSquaredError, &[Metric::Psnr { max_val: 1.0 }, SSIM]);
    let fit = Fit { batch_size: 50, epochs: 2, ..Fit::default() };
    let validated = FitData { training: data, validation: Some(data) };
    let history = fit_with(&mut model, &validated, &fit, Duration::ZERO);
    let expected = rendered(&model, &image);
    let validation = history.get("val_ssim").unwrap();
    assert!((validation[1] - expected).abs() < 1e-6, "{} {expected}", validation[1]);
    let trained = history.get("ssim").unwrap();
    assert!(trained[0] < trained[1] && trained[1] < validation[1] + 0.05, "{trained:?}");
    let logs = model.evaluate(&data).unwrap();
    assert_eq!(logs[2].0, "ssim");
    assert!((logs[2].1 - expected).abs() < 1e-6, "{logs:?}");
    // As a loss, an evaluation has it too.
    model.compile(Adam::default(), Loss::Ssim, []).unwrap();
    let logs = model.evaluate(&data).unwrap();
    assert!((logs[0].1 - (1.0 - expected)).abs() < 1e-6, "{logs:?}");
}

#[test]
fn values_may_go_up_to_another_number() {
    let half = picture(20, 20);
    let full = Image::new(half.clone().into_array().mapv(|value| 255.0 * value)).unwrap();
    let loss = |image: &Image, max_val: f32, factor: f32| {
        let layer = Dense::new(3).input_shape(2);
        let loss = Loss::from_json(&json!({"class_name": "SSIM", "config": {"max_val": max_val}}));
        let mut model = model(vec![layer.into()], loss.unwrap(), &[]);
        let weights: Vec<_> =
            model.get_weights().iter().map(|array| array.mapv(|value| factor * value)).collect();
        let views: Vec<_> = weights.iter().map(|array| array.view()).collect();
        model.set_weights(&views).unwrap();
        model.evaluate(&Data::of_image(image, Coordinates::Unit)).unwrap()[0].1
    };
    let (one, other) = (loss(&half, 1.0, 1.0), loss(&full, 255.0, 255.0));
    assert!((one - other).abs() < 1e-5, "{one} {other}");
}

#[test]
fn what_is_no_whole_picture_is_refused() {
    let image = picture(20, 15);
    let small = picture(20, 10);
    let weights = Array1::from_elem(300, 1.0f32);
    let centered = |image| Data::of_image(image, Coordinates::Centered);
    let (x, y) = image.pixels(Coordinates::Centered);
    let matrix = Data::new(x.view(), y.view());
    let refused = |loss, metric: Option<Metric>, data: FitData<'_>, fit: Fit| {
        let metrics: Vec<Metric> = metric.into_iter().collect();
        let mut model = model(layers(), loss, &metrics);
        Trainer::new(&mut model, &data, &fit).err().expect("it makes no sense").to_string()
    };
    let fit = whole(&image, 1);
    let mse = Loss::MeanSquaredError;
    let split = Fit { validation_split: 0.5, ..fit.clone() };
    let validated = FitData { training: centered(&image), validation: Some(matrix) };
    let weighted = centered(&image).with_sample_weight(weights.view());
    let classes = Fit { class_weight: Some([(0, 2.0)].into()), ..fit.clone() };
    for (error, parts) in [
        (refused(Loss::Ssim, None, matrix.into(), fit.clone()), ["`x`", "a matrix"]),
        (refused(mse, Some(SSIM), matrix.into(), fit.clone()), ["`x`", "a matrix"]),
        (refused(mse, Some(SSIM), centered(&small).into(), fit.clone()), ["`x`", "20 x 10 pixels"]),
        (refused(mse, Some(SSIM), validated, fit.clone()), ["`validation_data x`", "a matrix"]),
        (refused(mse, Some(SSIM), centered(&image).into(), split), ["`validation_split`", "0.5"]),
        (
            refused(Loss::Ssim, None, centered(&image).into(), Fit::default()),
            ["`batch_size`", "300"],
        ),
        (refused(Loss::Ssim, None, weighted.into(), fit.clone()), ["`sample_weight`", "SSIM"]),
        (refused(Loss::Ssim, None, centered(&image).into(), classes), ["`class_weight`", "SSIM"]),
    ] {
        assert!(parts.iter().all(|part| error.contains(part)), "{error}");
    }
    let own = json!({"loss": "ssim", "metrics": {"class_name": "Function", "config": {"fn": "<function>"}}});
    let error = model(layers(), mse, &[]).compile_map(own.as_object().unwrap()).unwrap_err();
    assert!(error.to_string().contains("`metrics`"), "{error}");
    let mut model = model(layers(), Loss::Ssim, &[]);
    let error = model.train_on_batch(&matrix, &Default::default()).unwrap_err().to_string();
    assert!(error.contains("`x`"), "{error}");
    assert!(Loss::from_json(&json!({"class_name": "SSIM", "config": {"max_val": 0}})).is_err());
}
