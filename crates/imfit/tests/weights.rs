//! What acts on weights beside the optimizer: penalties, constraints, frozen layers.

use std::time::Duration;

use imfit::constraints::{MaxNorm, NonNeg};
use imfit::layers::{Activation, ActivityRegularization, Dense, Layer};
use imfit::optimizers::Adam;
use imfit::regularizers::{L1L2, L2};
use imfit::{
    Coordinates, Data, Event, Fit, FitData, Image, Loss, Sequential, Trainer, set_num_threads,
};
use ndarray::{Array2, Array3, array};
use serde_json::{Value, json};

fn picture(width: usize, height: usize) -> (Array2<f32>, Array2<f32>) {
    let colours = Array3::from_shape_fn((height, width, 3), |(y, x, c)| {
        (((x * (c + 1) + y * 3) % 17) as f32 / 16.0).powi(2)
    });
    Image::new(colours).unwrap().pixels(Coordinates::Centered)
}

fn component(class_name: &str, config: Value) -> Value {
    json!({"class_name": class_name, "config": config})
}

fn dense(units: usize, more: Value) -> imfit::Result<Layer> {
    let mut config = json!({"units": units, "activation": "tanh"});
    config.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Layer::from_json(&component("Dense", config))
}

/// A model of three layers, the second with these arguments.
fn model(more: Value, optimizer: Value) -> Sequential {
    let layers = [
        Dense::new(40).activation(Activation::Tanh).input_shape(2).into(),
        dense(20, more).unwrap(),
        Dense::new(3).into(),
    ];
    let mut model = Sequential::with_seed(5).unwrap();
    layers.into_iter().for_each(|layer| model.add(layer).unwrap());
    model.compile_map(json!({ "optimizer": optimizer }).as_object().unwrap()).unwrap();
    model
}

fn fit(batch_size: usize, epochs: usize) -> Fit {
    Fit { batch_size, epochs, ..Fit::default() }
}

/// Layers with one thing or with all.
fn cared_for() -> Vec<Value> {
    let l2 = component("L2", json!({"l2": 0.01}));
    let max_norm = component("MaxNorm", json!({"max_value": 0.5}));
    let orthogonal = component("OrthogonalRegularizer", json!({"factor": 0.1}));
    vec![
        json!({"kernel_regularizer": l2, "bias_regularizer": "l1"}),
        json!({"activity_regularizer": l2}),
        json!({"kernel_constraint": "non_neg"}),
        json!({"kernel_constraint": max_norm, "bias_regularizer": l2}),
        json!({"kernel_regularizer": orthogonal, "bias_constraint": "non_neg"}),
        json!({"trainable": false, "kernel_regularizer": l2}),
    ]
}

fn optimizers() -> Vec<Value> {
    vec![
        json!("adam"),
        component(
            "SGD",
            json!({
                "momentum": 0.9, "clipnorm": 0.1, "use_ema": true, "gradient_accumulation_steps": 2,
            }),
        ),
        component("Muon", json!({"gradient_accumulation_steps": 2})),
    ]
}

fn every_model() -> Vec<(Value, Value)> {
    let pairs = |layer: &Value| optimizers().into_iter().map(|o| (layer.clone(), o)).collect();
    cared_for().iter().flat_map(pairs as fn(&Value) -> Vec<_>).collect()
}

/// Weights, and losses of epochs, to the byte.
fn trained(layer: &Value, optimizer: &Value, batch_size: usize) -> (Vec<u8>, Vec<u64>) {
    let (x, y) = picture(50, 30);
    let mut model = model(layer.clone(), optimizer.clone());
    let fit = Fit { validation_split: 0.1, ..fit(batch_size, 3) };
    let history = model.fit(x.view(), y.view(), &fit).unwrap();
    let losses = ["loss", "val_loss"].map(|name| history.get(name).unwrap().to_vec()).concat();
    (model.to_bytes().unwrap(), losses.iter().map(|loss| loss.to_bits()).collect())
}

#[test]
fn bytes_and_losses_do_not_depend_on_threads() {
    for (layer, optimizer) in every_model() {
        for batch_size in [100, 600] {
            let with = |threads| {
                set_num_threads(Some(threads)).unwrap();
                trained(&layer, &optimizer, batch_size)
            };
            assert!(with(1) == with(3), "{layer} {optimizer}");
        }
        set_num_threads(None).unwrap();
    }
}

#[test]
fn bytes_and_losses_do_not_depend_on_how_often_the_host_looks() {
    let (x, y) = picture(50, 30);
    let data = FitData { training: Data::new(x.view(), y.view()), validation: None };
    for (layer, optimizer) in every_model() {
        let mut whole = model(layer.clone(), optimizer.clone());
        whole.fit_data(&data, &fit(1100, 2)).unwrap();
        let mut stepped = model(layer.clone(), optimizer.clone());
        let mut trainer = Trainer::new(&mut stepped, &data, &fit(1100, 2)).unwrap();
        while trainer.advance(&mut stepped, &data, Duration::ZERO).unwrap() != Event::Done {}
        assert_eq!(whole.to_bytes().unwrap(), stepped.to_bytes().unwrap(), "{layer} {optimizer}");
    }
}

#[test]
fn a_saved_model_goes_on_as_if_it_had_not_stopped() {
    let (x, y) = picture(15, 10);
    for (layer, optimizer) in every_model() {
        let mut whole = model(layer.clone(), optimizer.clone());
        whole.fit(x.view(), y.view(), &fit(32, 2)).unwrap();
        let mut again = Sequential::from_bytes(&whole.to_bytes().unwrap()).unwrap();
        for model in [&mut whole, &mut again] {
            model.fit(x.view(), y.view(), &fit(32, 2)).unwrap();
        }
        assert_eq!(whole.to_bytes().unwrap(), again.to_bytes().unwrap(), "{layer} {optimizer}");
    }
}

/// A penalty that weighs nothing, and a bound that nothing reaches.
#[test]
fn what_never_counts_changes_no_byte() {
    let weights = |layer: Value, optimizer: &Value| {
        let (x, y) = picture(50, 30);
        let mut model = model(layer, optimizer.clone());
        model.fit(x.view(), y.view(), &fit(100, 2)).unwrap();
        model.get_weights()
    };
    for optimizer in optimizers() {
        let plain = weights(json!({}), &optimizer);
        for (layer, changes) in [
            (json!({"kernel_regularizer": component("L1L2", json!({}))}), false),
            (json!({"activity_regularizer": component("L2", json!({"l2": 0}))}), false),
            (json!({"activity_regularizer": component("L2", json!({"l2": 1}))}), true),
            (
                json!({"kernel_regularizer": component("OrthogonalRegularizer", json!({"factor": 0}))}),
                false,
            ),
            (json!({"bias_regularizer": "l2"}), true),
            (json!({"kernel_constraint": "non_neg"}), true),
        ] {
            assert_eq!(weights(layer.clone(), &optimizer) != plain, changes, "{layer} {optimizer}");
        }
    }
}

/// By hand: the loss is that of the rows, and the penalties beside it.
#[test]
fn the_loss_has_the_penalties_in_it() {
    let mut model = Sequential::with_seed(1).unwrap();
    let layer = json!({
        "activation": "linear", "input_shape": 2,
        "kernel_regularizer": component("L1L2", json!({"l1": 0.5, "l2": 0.25})),
        "bias_regularizer": component("L1", json!({"l1": 2.0})),
        "activity_regularizer": component("L2", json!({"l2": 0.125})),
    });
    model.add(dense(1, layer).unwrap()).unwrap();
    model.compile(Adam::default(), Loss::MeanSquaredError, []).unwrap();
    let weights = [array![[1.0], [-2.0]].into_dyn(), array![0.5].into_dyn()];
    model.set_weights(&weights.each_ref().map(|weight| weight.view())).unwrap();
    // The outputs are -0.5, 1.5 and -1.5.
    let (x, y) = (array![[1.0, 1.0], [1.0, 0.0], [0.0, 1.0]], Array2::<f32>::zeros((3, 1)));
    let squares = (0.25 + 2.25 + 2.25) / 3.0;
    let expected = squares + (0.5 * 3.0 + 0.25 * 5.0) + 2.0 * 0.5 + 0.125 * squares;
    let logs = model.evaluate(&Data::new(x.view(), y.view())).unwrap();
    assert!((logs[0].1 - expected).abs() < 1e-6, "{} is not {expected}", logs[0].1);
    let logs = model.test_on_batch(&Data::new(x.view(), y.view())).unwrap();
    assert!((logs[0].1 - expected).abs() < 1e-6, "{} is not {expected}", logs[0].1);
    let mut other = model.clone();
    other.reset_metrics();
    let data = Data::new(x.view(), y.view());
    let logs = other.train_on_batch(&data, &serde_json::Map::new()).unwrap();
    assert!((logs[0].1 - expected).abs() < 1e-6, "{} is not {expected}", logs[0].1);
    // A frozen layer has no penalty on its weights, but on what it gives.
    model.set_trainable("dense", false).unwrap();
    let logs = model.evaluate(&Data::new(x.view(), y.view())).unwrap();
    assert!((logs[0].1 - 1.125 * squares).abs() < 1e-6, "{}", logs[0].1);
}

#[test]
fn weights_stay_within_their_bounds() {
    let (x, y) = picture(30, 20);
    let mut model = Sequential::new([
        Dense::new(30).input_shape(2).kernel_constraint(NonNeg).into(),
        Dense::new(3).kernel_constraint(MaxNorm { max_value: 0.25, axis: vec![0] }).into(),
    ])
    .unwrap();
    model.compile(Adam::new(0.1), Loss::MeanSquaredError, []).unwrap();
    model.fit(x.view(), y.view(), &fit(32, 3)).unwrap();
    let weights = model.get_weights();
    assert!(weights[0].iter().all(|weight| *weight >= 0.0) && weights[0].iter().any(|w| *w == 0.0));
    let last = weights[2].clone().into_dimensionality::<ndarray::Ix2>().unwrap();
    for column in last.columns() {
        let norm = column.iter().map(|w| w * w).sum::<f32>().sqrt();
        assert!(norm <= 0.250_01, "{norm}");
    }
}

#[test]
fn frozen_weights_stay_and_thaw() {
    let (x, y) = picture(30, 20);
    for optimizer in optimizers() {
        let mut model = model(json!({}), optimizer.clone());
        let train = |model: &mut Sequential| {
            let before = model.get_weights();
            model.fit(x.view(), y.view(), &fit(32, 2)).unwrap();
            let after = model.get_weights();
            let moved = before.iter().zip(&after).map(|(one, other)| one != other);
            moved.collect::<Vec<bool>>()
        };
        assert_eq!(train(&mut model), [true; 6], "{optimizer}");
        model.set_trainable("dense_1", false).unwrap();
        assert_eq!(model.summary().totals()[1].1, "183", "40 · 20 + 20 of 1,003 are frozen");
        assert_eq!(train(&mut model), [true, true, false, false, true, true], "{optimizer}");
        model = Sequential::from_bytes(&model.to_bytes().unwrap()).unwrap();
        assert!(!model.layers()[1].trainable());
        assert_eq!(train(&mut model), [true, true, false, false, true, true], "{optimizer}");
        model.set_trainable("dense_1", true).unwrap();
        assert_eq!(train(&mut model), [true; 6], "{optimizer}");
        model.set_all_trainable(false);
        assert_eq!(train(&mut model), [false; 6], "{optimizer}");
        model.set_range_trainable((Some("dense_1"), None), false).unwrap();
        assert_eq!(train(&mut model), [true, true, false, false, false, false], "{optimizer}");
    }
}

/// The mean of weights that are trained again begins with them, not with 0.
#[test]
fn a_thawed_layer_keeps_its_weights_in_their_mean() {
    let (x, y) = picture(30, 20);
    let config = json!({"use_ema": true, "learning_rate": 1e-6});
    let mut model = model(json!({"trainable": false}), component("SGD", config));
    model.fit(x.view(), y.view(), &fit(32, 2)).unwrap();
    let before = model.get_weights();
    model.set_trainable("dense_1", true).unwrap();
    model.fit(x.view(), y.view(), &fit(32, 1)).unwrap();
    for (one, other) in before.iter().zip(model.get_weights()) {
        assert!((one - &other).iter().all(|off| off.abs() < 1e-4));
    }
}

#[test]
fn what_a_running_training_cannot_follow_stops_it() {
    let (x, y) = picture(30, 20);
    let data = FitData { training: Data::new(x.view(), y.view()), validation: None };
    let mut model = model(json!({}), json!("adam"));
    let mut trainer = Trainer::new(&mut model, &data, &fit(32, 2)).unwrap();
    trainer.advance(&mut model, &data, Duration::ZERO).unwrap();
    model.set_trainable("dense", false).unwrap();
    let error = trainer.advance(&mut model, &data, Duration::ZERO).unwrap_err();
    assert!(error.to_string().contains("changed"), "{error}");
}

#[test]
fn layers_say_what_acts_on_them() {
    let layer = Dense::new(2).kernel_regularizer(L2 { l2: 0.5 }).trainable(false);
    let config = Layer::from(layer).to_json();
    assert_eq!(config["config"]["kernel_regularizer"], component("L2", json!({"l2": 0.5})));
    assert_eq!(config["config"]["bias_constraint"], Value::Null);
    assert_eq!(config["config"]["trainable"], false);
    let layer = Layer::from(ActivityRegularization::new(L1L2 { l1: 0.1, l2: 0.0 }));
    assert_eq!(Layer::from_json(&layer.to_json()).unwrap(), layer);
    assert_eq!(
        dense(1, json!({"kernel_constraint": component("UnitNorm", json!({"axis": [0, 1]}))}))
            .unwrap()
            .to_json()["config"]["kernel_constraint"]["config"]["axis"],
        json!([0, 1])
    );
}

#[test]
fn what_makes_no_sense_is_refused_when_a_layer_is_made() {
    for (more, words) in [
        (json!({"kernel_regularizer": "l3"}), "unknown regularizer 'l3'; known are: l1, l2, l1_l2"),
        (
            json!({"kernel_regularizer": 0.1}),
            "`kernel_regularizer` must be the name of a regularizer",
        ),
        (
            json!({"kernel_regularizer": component("L1", json!({"l1": -1}))}),
            "`l1` must be a number of at least 0, not -1",
        ),
        (
            json!({"kernel_regularizer": component("L2", json!({"l2": 1e39}))}),
            "`l2` must be 0, or a number between",
        ),
        (json!({"bias_regularizer": "orthogonal_regularizer"}), "`bias_regularizer` must be l1"),
        (
            json!({"activity_regularizer": "OrthogonalRegularizer"}),
            "`activity_regularizer` must be l1",
        ),
        (
            json!({"kernel_constraint": "max"}),
            "unknown constraint 'max'; known are: max_norm, non_neg, unit_norm, min_max_norm",
        ),
        (
            json!({"kernel_constraint": component("MaxNorm", json!({"axis": 2}))}),
            "`axis` must be 0, 1, -1 or -2, or a list of these, not 2",
        ),
        (
            json!({"kernel_constraint": component("MaxNorm", json!({"axis": []}))}),
            "`axis` must be 0, 1",
        ),
        (
            json!({"bias_constraint": component("UnitNorm", json!({"axis": 1}))}),
            "`bias_constraint` must be a constraint whose axis is 0 or -1",
        ),
        (
            json!({"kernel_constraint": component("MinMaxNorm", json!({"min_value": 3}))}),
            "`max_value` must be at least `min_value`, 3",
        ),
        (
            json!({"kernel_constraint": component("MinMaxNorm", json!({"rate": 2}))}),
            "`rate` must be a number of at least 0 and of at most 1",
        ),
        (json!({"trainable": "no"}), "`trainable` must be true or false"),
    ] {
        let error = dense(3, more.clone()).unwrap_err().to_string();
        assert!(error.contains(words), "{more}: {error}");
    }
    let mut model = model(json!({}), json!("adam"));
    for (error, words) in [
        (
            model.set_trainable("x", false),
            "`layer` must be the name of a layer: one of dense, dense_1, dense_2, not 'x'",
        ),
        (
            model.set_range_trainable((Some("x"), None), false),
            "`from` must be the name of a layer: one of dense, dense_1, dense_2, not 'x'",
        ),
        (
            model.set_range_trainable((Some("dense_1"), Some("dense")), false),
            "`to` must be a layer that isn't before `from`",
        ),
    ] {
        let error = error.unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
}

/// In a block each layer has a flag of its own; the block's goes to all of them.
#[test]
fn layers_of_a_block_are_frozen_one_by_one_or_together() {
    let (x, y) = picture(30, 20);
    let inner = || vec![dense(9, json!({})).unwrap(), dense(9, json!({})).unwrap()];
    let block = Layer::from(imfit::layers::Residual::new(inner())).to_json();
    let mut config = block["config"].clone();
    config["trainable"] = false.into();
    let mut model = Sequential::with_seed(2).unwrap();
    model.add(Dense::new(9).input_shape(2)).unwrap();
    model.add(Layer::from_json(&component("Residual", config)).unwrap()).unwrap();
    model.add(Dense::new(3)).unwrap();
    model.compile(Adam::default(), Loss::MeanSquaredError, []).unwrap();
    let moved = |model: &mut Sequential| {
        let before = model.get_weights();
        model.fit(x.view(), y.view(), &fit(32, 1)).unwrap();
        *model = Sequential::from_bytes(&model.to_bytes().unwrap()).unwrap();
        let moved = before.iter().zip(model.get_weights()).map(|(one, other)| *one != other);
        moved.step_by(2).collect::<Vec<bool>>()
    };
    assert_eq!(moved(&mut model), [true, false, false, true]);
    let first = model.layers()[1].layers()[0].name().unwrap().to_owned();
    model.set_trainable(&first, true).unwrap();
    assert_eq!(moved(&mut model), [true, true, false, true]);
    model.set_trainable("residual", true).unwrap();
    assert_eq!(moved(&mut model), [true; 4]);
    model.set_trainable(&first, false).unwrap();
    assert_eq!(moved(&mut model), [true, false, true, true]);
}
