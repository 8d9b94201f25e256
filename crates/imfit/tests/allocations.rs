//! Steps live in memory that is there: an epoch of many batches allocates no more than one of few.

use std::time::Duration;

use allocation_counter::AllocationInfo;
use imfit::layers::Layer;
use imfit::{Data, Event, Fit, FitData, Sequential, Trainer, set_num_threads};
use ndarray::Array2;
use serde_json::{Value, json};

const BATCH_ROWS: usize = 64;
const FEW: usize = 10;
const MORE: usize = 100;

fn layer(class: &str, config: &Value) -> Layer {
    Layer::from_json(&json!({"class_name": class, "config": config})).unwrap()
}

fn dense(units: usize, activation: &str) -> Layer {
    layer("Dense", &json!({"units": units, "activation": activation}))
}

/// What an epoch of so many batches allocates, after one that brings everything into being.
fn of_epoch(layers: &[Layer], compile: &Value, batches: usize) -> AllocationInfo {
    let rows = batches * BATCH_ROWS;
    let x = Array2::from_shape_fn((rows, 2), |(r, c)| ((r * (c + 3)) % 31) as f32 / 31.0);
    let y = Array2::from_shape_fn((rows, 3), |(r, c)| ((r * (c + 1)) % 17) as f32 / 17.0);
    let mut model = Sequential::with_seed(3).unwrap();
    layers.iter().for_each(|layer| model.add(layer.clone()).unwrap());
    model.build(2).unwrap();
    model.compile_map(compile.as_object().unwrap()).unwrap();
    let data = FitData { training: Data::new(x.view(), y.view()), validation: None };
    let fit = Fit { batch_size: BATCH_ROWS, epochs: 3, ..Fit::default() };
    let mut trainer = Trainer::new(&mut model, &data, &fit).unwrap();
    let mut epoch = || {
        let event = trainer.advance(&mut model, &data, Duration::from_secs(1000)).unwrap();
        assert!(matches!(event, Event::EpochEnd(_)));
    };
    epoch();
    allocation_counter::measure(epoch)
}

/// How often a few batches more allocate, and how many bytes. What is counted is what this thread does, so that it has
/// to be the only one.
fn of_more_batches(layers: &[Layer], compile: &Value) -> (u64, u64) {
    set_num_threads(Some(1)).unwrap();
    let [few, many] = [FEW, FEW + MORE].map(|batches| of_epoch(layers, compile, batches));
    assert!(few.count_total > 0, "nothing was counted");
    (many.count_total - few.count_total, many.bytes_total - few.bytes_total)
}

#[test]
fn a_step_allocates_nothing() {
    let plain = |class: &str| layer(class, &json!({}));
    let deep = [dense(100, "tanh"), dense(100, "relu"), dense(100, "gelu"), dense(3, "sigmoid")];
    let small = [dense(10, "tanh"), dense(3, "sigmoid")];
    let all_kinds = [
        layer(
            "Dense",
            &json!({"units": 20, "kernel_regularizer": "l2", "bias_constraint": "non_neg"}),
        ),
        plain("BatchNormalization"),
        layer("Dropout", &json!({"rate": 0.25})),
        layer(
            "Residual",
            &json!({"layers": [dense(20, "sin").to_json(), plain("PReLU").to_json()]}),
        ),
        plain("LayerNormalization"),
        layer("Dense", &json!({"units": 20, "activation": "glu", "activity_regularizer": "l1"})),
        dense(3, "softmax"),
    ];
    let adam = json!({"optimizer": "adam", "loss": "mse", "metrics": ["accuracy", "psnr"]});
    let others = json!({
        "optimizer": {"class_name": "SGD", "config": {"momentum": 0.9, "gradient_accumulation_steps": 4}},
        "loss": "huber",
    });
    for layers in [&deep[..], &small, &all_kinds] {
        for compile in [&adam, &others] {
            let (times, _) = of_more_batches(layers, compile);
            assert_eq!(times, 0, "{layers:?}, {compile}");
        }
    }
}

/// These end a run of the threads: what that takes is all.
#[test]
fn a_step_on_whole_arrays_allocates_next_to_nothing() {
    let layers = |kernel: Value| {
        let mut config = json!({"units": 100});
        config.as_object_mut().unwrap().extend(kernel.as_object().unwrap().clone());
        [dense(100, "tanh"), layer("Dense", &config), dense(3, "sigmoid")]
    };
    let compile = |optimizer: Value| json!({"optimizer": optimizer, "loss": "mse"});
    let clipped = json!({"class_name": "Adam", "config": {"global_clipnorm": 1.0}});
    let columns = json!({"class_name": "OrthogonalRegularizer", "config": {"mode": "columns"}});
    for (kernel, optimizer) in [
        (json!({}), clipped),
        (json!({}), json!("muon")),
        (json!({}), json!("adafactor")),
        (json!({"kernel_constraint": "max_norm"}), json!("adam")),
        (json!({"kernel_regularizer": columns}), json!("adam")),
    ] {
        let (_, bytes) = of_more_batches(&layers(kernel.clone()), &compile(optimizer.clone()));
        // A copy of the second layer's weights alone would be 40,000.
        let of_step = bytes / MORE as u64;
        assert!(of_step < 2000, "{of_step} bytes, {kernel}, {optimizer}");
    }
}
