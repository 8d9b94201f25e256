//! Layers of noise: what they do in training, that they do nothing otherwise, and that their noise is the
//! same however it is made.

mod bytes;

use bytes::assert_same_bytes;
use imfit::layers::{
    Activation, AlphaDropout, BatchNormalization, Dense, Dropout, GaussianDropout, GaussianNoise,
    Layer, Residual,
};
use imfit::optimizers::{Adam, SGD};
use imfit::{Data, Fit, Loss, Sequential};
use ndarray::{Array2, ArrayD};
use serde_json::json;

fn data(rows: usize) -> (Array2<f32>, Array2<f32>) {
    let x = Array2::from_shape_fn((rows, 4), |(r, c)| ((r * (c + 3)) % 31) as f32 / 31.0);
    let y = Array2::from_shape_fn((rows, 3), |(r, c)| ((r * (c + 1)) % 17) as f32 / 17.0);
    (x, y)
}

fn noises() -> Vec<Layer> {
    vec![
        Dropout::new(0.25).unwrap().into(),
        GaussianNoise::new(0.5).unwrap().into(),
        GaussianDropout::new(0.25).unwrap().into(),
        AlphaDropout::new(0.25).unwrap().into(),
    ]
}

/// All of them between dense layers, and `around` some of them.
fn layers(around: impl Fn([Layer; 2]) -> Vec<Layer>) -> Vec<Layer> {
    let dense = Dense::new(40).activation(Activation::Tanh);
    let first = Dense::new(40).activation(Activation::Selu).into();
    let noisy = noises().into_iter().flat_map(|noise| around([noise, dense.clone().into()]));
    [first].into_iter().chain(noisy).chain([Dense::new(3).into()]).collect()
}

/// A model of these layers for rows of four inputs, compiled.
fn model(layers: &[Layer]) -> Sequential {
    let mut model = Sequential::with_seed(5).unwrap();
    layers.iter().for_each(|layer| model.add(layer.clone()).unwrap());
    model.build(4).unwrap();
    model.compile(Adam::new(0.01), Loss::MeanSquaredError, []).unwrap();
    model
}

fn bits(weights: &[ArrayD<f32>]) -> Vec<u32> {
    weights.iter().flat_map(|w| w.iter()).map(|value| value.to_bits()).collect()
}

/// Threads, interruptions and a file between two epochs change nothing: whether all records of a batch are
/// kept, it is divided into portions, or it goes through in several chunks, and also where batches are
/// normalised or noise stands within blocks.
#[test]
fn the_same_seed_gives_the_same_bytes() {
    let stack = layers(|layers| layers.to_vec());
    let blocks = layers(|layers| vec![Residual::new(layers).into()]);
    let normalised = layers(|[noise, dense]| {
        vec![noise, BatchNormalization::default().into(), Residual::new([dense]).into()]
    });
    for layers in [stack, blocks, normalised] {
        for (rows, batch_size) in [(700, 50), (700, 300), (5100, 5000)] {
            let (x, y) = data(rows);
            assert_same_bytes(|| model(&layers), (&x, &y), batch_size);
        }
    }
}

#[test]
fn another_seed_gives_other_noise() {
    let trained = |noise: Layer, model_seed: u64| {
        let mut model = Sequential::with_seed(model_seed).unwrap();
        model.add(Dense::new(30).input_shape(4)).unwrap();
        model.add(noise).unwrap();
        model.add(Dense::new(3)).unwrap();
        // The same weights, whatever the seed.
        let values = |(n, w): (usize, &ArrayD<f32>)| ArrayD::from_elem(w.raw_dim(), 0.1 * n as f32);
        let weights: Vec<_> = model.get_weights().iter().enumerate().map(values).collect();
        let views: Vec<_> = weights.iter().map(|weights| weights.view()).collect();
        model.set_weights(&views).unwrap();
        model.compile(SGD::new(0.1), Loss::MeanSquaredError, []).unwrap();
        let (x, y) = data(100);
        let fit = Fit { shuffle: false, ..Fit::default() };
        model.fit(x.view(), y.view(), &fit).unwrap();
        bits(&model.get_weights())
    };
    let dropout = || Dropout::new(0.5).unwrap();
    assert_ne!(trained(dropout().into(), 1), trained(dropout().into(), 2));
    assert_eq!(trained(dropout().seed(9).into(), 1), trained(dropout().seed(9).into(), 2));
    assert_ne!(trained(dropout().seed(9).into(), 1), trained(dropout().seed(8).into(), 1));
}

/// Two layers, two epochs, two batches: none repeats the noise of the other. A step of 1 on the one bias of
/// a model shows the mean of its outputs.
#[test]
fn noise_is_never_the_same_twice() {
    let mut seen = Vec::new();
    for layers in [1, 2] {
        let mut model = Sequential::with_seed(1).unwrap();
        for _ in 0..layers {
            model.add(GaussianNoise::new(1.0).unwrap()).unwrap();
        }
        model.add(Dense::new(1)).unwrap();
        model.build(1).unwrap();
        let (one, zero) = (ndarray::arr2(&[[1.0]]).into_dyn(), ndarray::arr1(&[0.0]).into_dyn());
        model.compile(SGD::new(1e-6), Loss::MeanAbsoluteError, []).unwrap();
        let (x, y) = (Array2::zeros((1, 1)), Array2::zeros((1, 1)));
        for _ in 0..3 {
            model.set_weights(&[one.view(), zero.view()]).unwrap();
            let history = model.fit(x.view(), y.view(), &Fit { epochs: 2, ..Fit::default() });
            seen.extend_from_slice(history.unwrap().get("loss").unwrap());
        }
    }
    let mut sorted = seen.clone();
    sorted.sort_by(f64::total_cmp);
    sorted.dedup();
    assert_eq!(sorted.len(), seen.len(), "{seen:?}");
}

/// The losses of three epochs of a model that adds noise to nothing: the size of what comes of it.
fn sizes(layers: &[Layer]) -> Vec<f64> {
    let mut model = Sequential::new(layers.iter().cloned()).unwrap();
    model.add(Dense::new(1)).unwrap();
    model.build(1).unwrap();
    let (one, zero) = (ndarray::arr2(&[[1.0]]).into_dyn(), ndarray::arr1(&[0.0]).into_dyn());
    model.set_weights(&[one.view(), zero.view()]).unwrap();
    model.compile(SGD::new(1e-6), Loss::MeanAbsoluteError, []).unwrap();
    let (x, y) = (Array2::zeros((1, 1)), Array2::zeros((1, 1)));
    let history = model.fit(x.view(), y.view(), &Fit { epochs: 3, ..Fit::default() }).unwrap();
    history.get("loss").unwrap().to_vec()
}

/// If they made the same, it would be there twice, or three times where the second is in a block.
#[test]
fn layers_of_the_same_seed_make_different_noise() {
    let noise = || Layer::from(GaussianNoise::new(1.0).unwrap().seed(9));
    let once = sizes(&[noise()]);
    let twice = sizes(&[noise(), noise()]);
    let block = sizes(&[noise(), Residual::new([noise()]).into()]);
    for (once, (twice, block)) in once.iter().zip(twice.iter().zip(&block)) {
        assert!((twice - 2.0 * once).abs() > 0.01, "{once} and {twice}");
        assert!((block - 3.0 * once).abs() > 0.01, "{once} and {block}");
    }
}

/// The way around a block has none of the noise in it: ones come to 1 or 3.
#[test]
fn noise_in_a_block_leaves_the_way_around_alone() {
    let layers = [Residual::new([Dropout::new(0.5).unwrap().into()]).into(), Dense::new(4).into()];
    let mut model = model(&layers);
    let (identity, zeros) = (Array2::eye(4).into_dyn(), ndarray::Array1::zeros(4).into_dyn());
    model.set_weights(&[identity.view(), zeros.view()]).unwrap();
    model.compile(SGD::new(1e-12), Loss::MeanAbsoluteError, []).unwrap();
    let (x, y) = (Array2::ones((1000, 4)), Array2::from_elem((1000, 4), 2.0));
    let fit = Fit { batch_size: 1000, ..Fit::default() };
    let history = model.fit(x.view(), y.view(), &fit).unwrap();
    let loss = history.get("loss").unwrap()[0];
    assert!((loss - 1.0).abs() < 1e-6, "{loss}");
}

/// Statistics are those of what the noise has made.
#[test]
fn batches_are_normalised_with_their_noise() {
    let config = json!({"class_name": "BatchNormalization", "config": {"momentum": 0.0}});
    let norm = Layer::from_json(&config).unwrap();
    let mut model = model(&[GaussianNoise::new(0.5).unwrap().into(), norm, Dense::new(3).into()]);
    let (x, y) = (Array2::ones((5000, 4)), Array2::zeros((5000, 3)));
    let fit = Fit { batch_size: 5000, ..Fit::default() };
    model.fit(x.view(), y.view(), &fit).unwrap();
    let weights = model.get_weights();
    let (mean, variance) = (&weights[2], &weights[3]);
    // Five standard deviations of each.
    assert!(mean.iter().all(|mean| (mean - 1.0).abs() < 0.036), "{mean}");
    assert!(variance.iter().all(|variance| (variance - 0.25).abs() < 0.025), "{variance}");
    // No feature has the noise of another.
    assert!(mean.iter().all(|value| mean.iter().filter(|other| *other == value).count() == 1));
}

/// What one layer of noise makes of ones, by the loss of a model that is nothing else: the mean over all
/// values of the absolute difference to `target`.
fn mean_distance(noise: Layer, target: f32) -> f64 {
    // In more rows than go through together.
    let (rows, features) = (5000, 8);
    let mut model = Sequential::with_seed(3).unwrap();
    model.add(Dense::new(features).input_shape(features)).unwrap();
    model.add(noise).unwrap();
    let identity = Array2::eye(features).into_dyn();
    let bias = ndarray::Array1::zeros(features).into_dyn();
    model.set_weights(&[identity.view(), bias.view()]).unwrap();
    // A step too small to matter.
    model.compile(SGD::new(1e-12), Loss::MeanAbsoluteError, []).unwrap();
    let x = Array2::from_elem((rows, features), 1.0);
    let y = Array2::from_elem((rows, features), target);
    let history =
        model.fit(x.view(), y.view(), &Fit { batch_size: rows, ..Fit::default() }).unwrap();
    // Without training nothing happens.
    let evaluated = model.evaluate(&Data::new(x.view(), y.view())).unwrap();
    assert!((evaluated[0].1 - f64::from((1.0 - target).abs())).abs() < 1e-6);
    assert!(model.predict(x.view()).unwrap().iter().all(|value| (value - 1.0).abs() < 1e-6));
    history.get("loss").unwrap()[0]
}

#[test]
fn noise_is_as_large_as_it_should_be() {
    // Of 40,000 values; five standard deviations of the mean, roughly.
    let close = |actual: f64, expected: f64, spread: f64| {
        let off = (actual - expected).abs();
        assert!(off < 5.0 * spread / 40_000f64.sqrt(), "{actual} is not {expected}");
    };
    // A quarter is 0, the others 4/3.
    close(mean_distance(Dropout::new(0.25).unwrap().into(), 0.0), 1.0, 0.58);
    close(mean_distance(Dropout::new(0.25).unwrap().into(), 4.0 / 3.0), 1.0 / 3.0, 0.58);
    // The mean size of a normal number is its deviation times sqrt(2 / pi).
    let mean_size = (2.0 / std::f64::consts::PI).sqrt();
    close(mean_distance(GaussianNoise::new(0.5).unwrap().into(), 1.0), 0.5 * mean_size, 0.31);
    let deviation = (0.2f64 / 0.8).sqrt();
    close(
        mean_distance(GaussianDropout::new(0.2).unwrap().into(), 1.0),
        deviation * mean_size,
        0.31,
    );
    // Alpha dropout: a·x + b, or a·lowest + b, for Keras's a and b.
    let (rate, lowest) = (0.25f64, -1.758_099_340_847_376_6f64);
    let a = 1.0 / ((1.0 - rate) * (1.0 + rate * lowest * lowest)).sqrt();
    let b = -a * lowest * rate;
    let kept = (a + b).abs() * (1.0 - rate);
    let expected = kept + (a * lowest + b).abs() * rate;
    close(mean_distance(AlphaDropout::new(rate).unwrap().into(), 0.0), expected, 0.5);
}

/// The gradient takes the way that the values took: a weight whose input is dropped doesn't move.
#[test]
fn what_is_dropped_learns_nothing() {
    let features = 200;
    let mut model = Sequential::with_seed(3).unwrap();
    model.add(Dense::new(features).use_bias(false).input_shape(1)).unwrap();
    model.add(Dropout::new(0.5).unwrap()).unwrap();
    model.add(Dense::new(1).use_bias(false)).unwrap();
    let ones = [(1, features), (features, 1)].map(|shape| Array2::<f32>::ones(shape).into_dyn());
    model.set_weights(&[ones[0].view(), ones[1].view()]).unwrap();
    model.compile(SGD::new(0.001), Loss::MeanSquaredError, []).unwrap();
    let (x, y) = (Array2::ones((1, 1)), Array2::zeros((1, 1)));
    model.fit(x.view(), y.view(), &Fit::default()).unwrap();
    let weights = model.get_weights();
    let moved = weights.iter().map(|w| w.iter().map(|value| *value != 1.0).collect::<Vec<_>>());
    let moved: Vec<Vec<bool>> = moved.collect();
    assert_eq!(moved[0], moved[1], "the same features are dropped there and back");
    let count = moved[0].iter().filter(|moved| **moved).count();
    assert!((70..=130).contains(&count), "{count} of {features} moved");
}

#[test]
fn nonsense_is_refused() {
    for rate in [1.0, 1.5, -0.1, f64::NAN, f64::INFINITY] {
        let text = Dropout::new(rate).unwrap_err().to_string();
        assert!(text.contains("`rate`") && text.contains("at least 0 and below 1"), "{text}");
        assert!(GaussianDropout::new(rate).is_err() && AlphaDropout::new(rate).is_err());
    }
    for stddev in [-0.1, 1.1, f64::NAN] {
        let text = GaussianNoise::new(stddev).unwrap_err().to_string();
        assert!(
            text.contains("`stddev`") && text.contains("at least 0 and of at most 1"),
            "{text}"
        );
    }
}
