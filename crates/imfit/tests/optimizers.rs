//! What every optimizer promises: the same bytes whatever happens, state that is saved, and words where
//! something isn't allowed.

use std::time::Duration;

use imfit::declare::Kind;
use imfit::layers::{Activation, Dense};
use imfit::optimizers::{Adam, CosineDecay, LearningRate, Optimizer, SGD};
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

fn model(optimizer: &Value) -> Sequential {
    let mut model = Sequential::with_seed(5).unwrap();
    model.add(Dense::new(40).activation(Activation::Tanh).input_shape(2)).unwrap();
    model.add(Dense::new(3)).unwrap();
    model.compile_map(json!({ "optimizer": optimizer }).as_object().unwrap()).unwrap();
    model
}

fn bytes(model: &Sequential) -> Vec<u32> {
    model.get_weights().iter().flat_map(|weight| weight.iter().map(|v| v.to_bits())).collect()
}

fn fit(batch_size: usize, epochs: usize) -> Fit {
    Fit { batch_size, epochs, ..Fit::default() }
}

/// Every optimizer as it is, and some with all that there is beside the rule.
fn optimizers() -> Vec<Value> {
    let names = Kind::Optimizer.declarations().iter().map(|d| json!({"class_name": d.class_name}));
    let more = [
        json!({"class_name": "SGD", "config": {"momentum": 0.9, "clipnorm": 0.01}}),
        json!({"class_name": "RMSprop", "config": {
            "momentum": 0.5, "centered": true, "global_clipnorm": 0.1, "use_ema": true,
            "ema_overwrite_frequency": 5, "gradient_accumulation_steps": 3,
        }}),
        json!({"class_name": "Adafactor", "config": {
            "learning_rate": 0.1, "clipnorm": 0.1, "use_ema": true, "weight_decay": 0.1,
            "gradient_accumulation_steps": 2,
        }}),
        json!({"class_name": "Muon", "config": {
            "exclude_layers": "dense_1", "clipvalue": 0.01, "use_ema": true,
            "ema_overwrite_frequency": 2, "gradient_accumulation_steps": 3,
        }}),
        json!({"class_name": "Adam", "config": {
            "amsgrad": true, "use_ema": true, "gradient_accumulation_steps": 4, "clipvalue": 0.1,
            "weight_decay": 0.1, "loss_scale_factor": 8,
            "learning_rate": {
                "class_name": "CosineDecay",
                "config": {"initial_learning_rate": 0.01, "decay_steps": 20},
            },
        }}),
    ];
    names.chain(more).collect()
}

#[test]
fn the_bytes_do_not_depend_on_threads() {
    let (x, y) = picture(50, 30);
    for optimizer in optimizers() {
        let results: Vec<Vec<u32>> = [1, 2, 4]
            .iter()
            .map(|&threads| {
                set_num_threads(Some(threads)).unwrap();
                let mut model = model(&optimizer);
                model.fit(x.view(), y.view(), &fit(1100, 3)).unwrap();
                bytes(&model)
            })
            .collect();
        set_num_threads(None).unwrap();
        assert!(results.windows(2).all(|pair| pair[0] == pair[1]), "{optimizer}");
    }
}

/// With the mean of the weights put in their place, a second fit doesn't begin where the first one was.
#[test]
fn a_saved_model_goes_on_as_if_it_had_not_stopped() {
    let (x, y) = picture(15, 10);
    for optimizer in optimizers() {
        let mut whole = model(&optimizer);
        whole.fit(x.view(), y.view(), &fit(32, 2)).unwrap();
        let mut again = Sequential::from_bytes(&whole.to_bytes().unwrap()).unwrap();
        assert_eq!(bytes(&whole), bytes(&again), "{optimizer}");
        for model in [&mut whole, &mut again] {
            model.fit(x.view(), y.view(), &fit(32, 2)).unwrap();
        }
        assert_eq!(bytes(&whole), bytes(&again), "{optimizer}");
        assert_eq!(whole.to_bytes().unwrap(), again.to_bytes().unwrap(), "{optimizer}");
    }
}

#[test]
fn the_bytes_do_not_depend_on_how_often_the_host_looks() {
    let (x, y) = picture(50, 30);
    let data = FitData { training: Data::new(x.view(), y.view()), validation: None };
    for optimizer in optimizers() {
        let mut whole = model(&optimizer);
        whole.fit_data(&data, &fit(1100, 2)).unwrap();
        let mut stepped = model(&optimizer);
        let mut trainer = Trainer::new(&mut stepped, &data, &fit(1100, 2)).unwrap();
        while trainer.advance(&mut stepped, &data, Duration::ZERO).unwrap() != Event::Done {}
        assert_eq!(bytes(&whole), bytes(&stepped), "{optimizer}");
    }
}

/// Batches of one and of two chunks, on the way that clipping takes and on the usual one.
#[test]
fn a_norm_that_is_never_reached_changes_nothing() {
    let (x, y) = picture(50, 30);
    for batch_size in [100, 1100] {
        for clipping in ["clipnorm", "global_clipnorm", "clipvalue"] {
            let trained = |config: Value| {
                let mut model = model(&json!({"class_name": "Adam", "config": config}));
                model.fit(x.view(), y.view(), &fit(batch_size, 2)).unwrap();
                bytes(&model)
            };
            assert_eq!(trained(json!({})), trained(json!({clipping: 1e9})), "{clipping}");
            assert_ne!(trained(json!({})), trained(json!({clipping: 1e-9})), "{clipping}");
        }
    }
}

#[test]
fn what_is_not_allowed_is_said() {
    for (class_name, config, words) in [
        (
            "SGD",
            json!({"momentum": 1.5}),
            "`momentum` must be a number of at least 0 and of at most 1",
        ),
        (
            "SGD",
            json!({"learning_rate": -0.1}),
            "`learning_rate` must be a number above 0, or a learning",
        ),
        (
            "SGD",
            json!({"learning_rate": "fast"}),
            "`learning_rate` must be a number above 0, or a learning",
        ),
        (
            "Adam",
            json!({"beta_1": 1.0}),
            "`beta_1` must be a number of at least 0 and below 1, not 1",
        ),
        ("Lion", json!({"beta_1": 0.0}), "`beta_1` must be a number above 0 and below 1, not 0"),
        (
            "Ftrl",
            json!({"learning_rate_power": 0.5}),
            "`learning_rate_power` must be a number of at most 0",
        ),
        (
            "RMSprop",
            json!({"clipnorm": 0}),
            "`clipnorm` must be a number above 0, or nothing, not 0",
        ),
        (
            "RMSprop",
            json!({"clipnorm": 1, "global_clipnorm": 2}),
            "`global_clipnorm` must be left out where `clipnorm` is given",
        ),
        ("Adam", json!({"gradient_accumulation_steps": 1}), "must be a whole number of at least 2"),
        ("AdamW", json!({"weight_decay": null}), "`weight_decay` must be a number of at least 0"),
        (
            "Muon",
            json!({"exclude_layers": ["dense_.*"]}),
            "`exclude_layers` must be parts of layers' names, as they are: without",
        ),
        ("Muon", json!({"exclude_layers": [1]}), "`exclude_layers` must be a text"),
        ("Muon", json!({"rms_rate": 0}), "`rms_rate` must be a number above 0, or nothing"),
        (
            "Adafactor",
            json!({"beta_2_decay": 0.8}),
            "`beta_2_decay` must be a number of at most 0, not 0.8",
        ),
        ("Adafactor", json!({"clip_threshold": 0}), "`clip_threshold` must be a number above 0"),
        (
            "Adam",
            json!({"decay": 1}),
            "Adam has no argument `decay`; it has: learning_rate, beta_1",
        ),
        (
            "Adam",
            json!({"learning_rate": {"class_name": "CosineDecay", "config": {}}}),
            "CosineDecay needs the argument `initial_learning_rate`",
        ),
    ] {
        let error = Kind::Optimizer.check(class_name, config.as_object().unwrap()).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    }
    for (class_name, config, words) in [
        (
            "PiecewiseConstantDecay",
            json!({"boundaries": [1, 2], "values": [1.0, 0.5]}),
            "`values` must be 3 numbers, one more than `boundaries`, not 2 numbers",
        ),
        (
            "PiecewiseConstantDecay",
            json!({"boundaries": [2, 1], "values": [1.0, 0.5, 0.1]}),
            "`boundaries` must be numbers that grow, not [2, 1]",
        ),
        (
            "PolynomialDecay",
            json!({"initial_learning_rate": 0.1, "decay_steps": 0}),
            "`decay_steps` must be a whole number of at least 1, not 0",
        ),
        (
            "CosineDecayRestarts",
            json!({"initial_learning_rate": 0.1, "first_decay_steps": 3, "t_mul": 0.5}),
            "`t_mul` must be a number of at least 1, not 0.5",
        ),
    ] {
        let error = Kind::Schedule.check(class_name, config.as_object().unwrap()).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn fields_are_checked_when_the_model_is_compiled() {
    let mut model = model(&json!("sgd"));
    let wrong = SGD { momentum: -1.0, ..SGD::default() };
    let error = model.compile(wrong, Loss::MeanSquaredError, []).unwrap_err().to_string();
    assert!(error.contains("`momentum` must be"), "{error}");
    let mut wrong = Adam::default();
    wrong.common.clipvalue = Some(f64::NAN);
    let error = model.compile(wrong, Loss::MeanSquaredError, []).unwrap_err().to_string();
    assert!(error.contains("`optimizer` must be made of finite numbers"), "{error}");
}

#[test]
fn a_schedule_is_a_learning_rate() {
    let config = json!({"class_name": "CosineDecay", "config": {
        "initial_learning_rate": 0.0, "decay_steps": 10, "warmup_target": 1.0, "warmup_steps": 4,
    }});
    let optimizer = json!({"class_name": "Adam", "config": {"learning_rate": config}});
    let optimizer = Optimizer::from_json(&optimizer).unwrap();
    let rate = &optimizer.common().learning_rate;
    for (steps, expected) in [(0, 0.0), (1, 0.25), (4, 1.0), (9, 0.5), (14, 0.0), (99, 0.0)] {
        assert!((rate.at(steps) - expected).abs() < 1e-6, "{steps}: {}", rate.at(steps));
    }
    let again = Optimizer::from_json(&optimizer.to_json()).unwrap();
    assert_eq!(again, optimizer);
    let schedule = CosineDecay { decay_steps: 10, ..cosine() };
    assert_eq!(Adam::new(schedule.clone()).common.learning_rate, LearningRate::from(schedule));
}

fn cosine() -> CosineDecay {
    CosineDecay {
        initial_learning_rate: 0.1,
        decay_steps: 1,
        alpha: 0.0,
        name: String::new(),
        warmup_target: None,
        warmup_steps: 0,
    }
}

/// So small that it is none in the arithmetic's numbers.
#[test]
fn a_momentum_too_small_for_single_precision_is_none() {
    let (x, y) = (array![[0.0], [1.0]], array![[1.0], [3.0]]);
    for name in ["SGD", "RMSprop"] {
        let config =
            json!({ "class_name": name, "config": { "momentum": 1e-46, "use_ema": true } });
        let mut model = Sequential::new([Dense::new(1).input_shape(1).into()]).unwrap();
        let compile = json!({ "optimizer": config });
        model.compile_map(compile.as_object().unwrap()).unwrap();
        model.fit(x.view(), y.view(), &Fit { epochs: 2, ..Fit::default() }).unwrap();
    }
}
