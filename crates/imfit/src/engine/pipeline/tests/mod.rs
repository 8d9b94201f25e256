//! Pipelines come to the same bytes as one thread, whatever the network, and however a batch ends.

mod led;

use ndarray::{Array1, Array2};
use serde_json::{Value, json};

use crate::engine::network::Network;
use crate::engine::step::Way;
use crate::engine::step::forced::on;
use crate::layers::{Layer, Residual, each_with_inputs};
use crate::{Data, Fit, FitData, Sequential};

/// Pipelines of so many sections, and the threads that share rows instead.
const WAYS: [(usize, bool); 4] = [(2, true), (3, true), (4, true), (2, false)];

fn layer(class: &str, config: &Value) -> Layer {
    Layer::from_json(&json!({"class_name": class, "config": config})).unwrap()
}

fn dense(units: usize, activation: &str) -> Layer {
    layer("Dense", &json!({"units": units, "activation": activation}))
}

/// A network of some layers, whose weights are all alike.
pub(super) fn network_of(layers: &[Layer]) -> Network {
    let shapes = each_with_inputs(layers, 2).flat_map(|(layer, inputs)| layer.weights(inputs));
    let values: Vec<Vec<f32>> = shapes.map(|shape| vec![0.01; shape.count()]).collect();
    Network::new(2, layers, &values, 0)
}

/// Trains a model of some layers, and returns its losses and its weights, as bits.
fn train(layers: &[Layer], compile: &Value, rows: usize, batch_size: usize) -> Vec<u64> {
    let x = Array2::from_shape_fn((rows, 2), |(r, c)| ((r * (c + 3)) % 31) as f32 / 31.0);
    let y = Array2::from_shape_fn((rows, 3), |(r, c)| ((r * (c + 1)) % 17) as f32 / 17.0);
    let weight = Array1::from_shape_fn(rows, |r| (r % 5) as f32 / 2.0);
    let mut model = Sequential::with_seed(3).unwrap();
    layers.iter().for_each(|layer| model.add(layer.clone()).unwrap());
    model.build(2).unwrap();
    model.compile_map(compile.as_object().unwrap()).unwrap();
    let training = Data::new(x.view(), y.view()).with_sample_weight(weight.view());
    let fit = Fit { batch_size, epochs: 3, ..Fit::default() };
    let history = model.fit_data(&FitData { training, validation: None }, &fit);
    // A training that diverges ends with an error, and leaves what the steps before that came to.
    let losses = history.map_or(Vec::new(), |history| history.metrics[0].values.clone());
    let weights = model.get_weights();
    let weights = weights.iter().flat_map(|w| w.iter()).map(|w| u64::from(w.to_bits()));
    losses.iter().map(|loss| loss.to_bits()).chain(weights).collect()
}

/// Holds all ways against one thread, and says how many runs of a pipeline there were on each of them.
fn hold(layers: &[Layer], compile: &Value, (rows, batch_size): (usize, usize)) -> [usize; 4] {
    let train = || train(layers, compile, rows, batch_size);
    let (alone, _) = on(Way { threads: 1, pipeline: false }, train);
    WAYS.map(|(threads, pipeline)| {
        let (together, pipelines) = on(Way { threads, pipeline }, train);
        assert!(together == alone, "{threads} threads, {rows} rows, batches of {batch_size}");
        pipelines
    })
}

#[test]
fn batches_of_any_size() {
    let layers = [
        dense(90, "tanh"),
        dense(88, "relu"),
        dense(91, "sin"),
        dense(90, "sigmoid"),
        dense(87, "relu"),
        dense(90, "softsign"),
        dense(89, "relu"),
        dense(3, "linear"),
    ];
    let adam = json!({"optimizer": "adam", "loss": "mse", "metrics": ["accuracy"]});
    let mut runs = [0; 4];
    for batch in [(330, 32), (97, 48), (401, 100), (520, 129), (700, 256)] {
        let held = hold(&layers, &adam, batch);
        runs.iter_mut().zip(held).for_each(|(all, held)| *all += held);
    }
    // Each pipeline was there, and rows were shared without one.
    assert!(runs[..3].iter().all(|runs| *runs > 0) && runs[3] == 0, "{runs:?}");
    // One panel alone, and more rows than a pipeline has room for.
    assert_eq!(hold(&layers, &adam, (160, 16)), [0; 4]);
    assert_eq!(hold(&layers, &adam, (1200, 512)), [0; 4]);
}

#[test]
fn all_kinds_of_layers_and_weights() {
    let plain = |class: &str| layer(class, &json!({}));
    let careful = json!({
        "units": 80, "activation": "softplus", "kernel_regularizer": "l1", "bias_constraint": "non_neg",
    });
    let layers = [
        dense(80, "gelu"),
        plain("LayerNormalization"),
        layer("Dense", &careful),
        layer("Dropout", &json!({"rate": 0.25})),
        plain("PReLU"),
        layer("Dense", &json!({"units": 160, "activation": "glu", "trainable": false})),
        layer("GaussianNoise", &json!({"stddev": 0.1})),
        dense(80, "softmax"),
        plain("RMSNormalization"),
        layer("Dense", &json!({"units": 80, "activation": "leaky_relu", "use_bias": false})),
        dense(3, "sigmoid"),
    ];
    let mut runs = 0;
    for optimizer in [
        json!({"class_name": "SGD", "config": {"momentum": 0.9}}),
        json!({"class_name": "Adam", "config": {"gradient_accumulation_steps": 3, "clipvalue": 0.01}}),
        json!({"class_name": "AdamW", "config": {"clipnorm": 0.01}}),
        json!({"class_name": "Adam", "config": {"use_ema": true, "loss_scale_factor": 4.0}}),
    ] {
        let compile = json!({"optimizer": optimizer, "loss": "binary_crossentropy"});
        runs += hold(&layers, &compile, (333, 64))[0];
    }
    assert!(runs > 0, "there was no pipeline");
}

/// Sections pack their weights themselves; the network's first product is in float32, those of other sections aren't.
#[test]
fn products_of_bf16() {
    let layers = [
        dense(49, "tanh"),
        dense(47, "relu"),
        dense(48, "gelu"),
        dense(50, "relu"),
        dense(46, "sin"),
        dense(49, "relu"),
        dense(48, "elu"),
        dense(3, "sigmoid"),
    ];
    let mut runs = [0; 4];
    for optimizer in [
        json!("adam"),
        json!({"class_name": "Adam", "config": {"clipnorm": 0.01}}),
        json!({"class_name": "SGD", "config": {"gradient_accumulation_steps": 3}}),
    ] {
        let compile = json!({"optimizer": optimizer, "loss": "mse", "precision": "bf16"});
        let held = hold(&layers, &compile, (333, 64));
        runs.iter_mut().zip(held).for_each(|(all, held)| *all += held);
    }
    assert!(runs[..3].iter().all(|runs| *runs > 0), "{runs:?}");
}

#[test]
fn ways_around_layers() {
    let norm = || layer("LayerNormalization", &json!({}));
    let block = |layers: [Layer; 3]| Layer::from(Residual::new(layers));
    let layers = [
        dense(80, "sin"),
        block([dense(96, "relu"), dense(80, "linear"), norm()]),
        block([norm(), dense(90, "gelu"), dense(80, "relu")]),
        block([dense(88, "tanh"), norm(), dense(80, "linear")]),
        block([dense(80, "relu"), dense(84, "relu"), dense(80, "relu")]),
        dense(80, "relu"),
        dense(3, "sigmoid"),
    ];
    let mut runs = [0; 4];
    for (precision, batch) in [("f32", (333, 64)), ("f32", (520, 129)), ("bf16", (333, 64))] {
        let compile = json!({"optimizer": "adam", "loss": "mse", "precision": precision});
        let held = hold(&layers, &compile, batch);
        runs.iter_mut().zip(held).for_each(|(all, held)| *all += held);
    }
    // Its four stacks don't make four even sections.
    assert!(runs[0] > 0 && runs[1] > 0 && runs[2] == 0, "{runs:?}");
}

/// The loss is infinite at some step: no way changes a weight in that.
#[test]
fn a_training_that_diverges() {
    let layers = [dense(90, "relu"), dense(90, "relu"), dense(90, "relu"), dense(3, "linear")];
    let optimizer = json!({"class_name": "SGD", "config": {"learning_rate": 1e15}});
    let runs = hold(&layers, &json!({"optimizer": optimizer, "loss": "mse"}), (640, 64));
    assert!(runs[0] > 0, "there was no pipeline");
}
