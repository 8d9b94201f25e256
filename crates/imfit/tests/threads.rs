//! Threads as they really come: too many, too few, several trainings at once, a pool around ours.
//!
//! Nothing here measures time. What could go wrong is that threads wait for each other for ever, or
//! that a result depends on who did the work; each test ends, with the right bytes, or hangs.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use imfit::layers::{Activation, BatchNormalization, Dense, Layer};
use imfit::optimizers::Adam;
use imfit::{
    Coordinates, Data, Event, Fit, FitData, Image, Loss, Metric, Sequential, Trainer, num_threads,
    set_num_threads,
};
use ndarray::{Array1, Array2};
use serde_json::{Value, json};

/// The number of threads is the process's: one test at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Rows enough for several pieces a thread, and a last batch that is shorter.
fn data(rows: usize) -> (Array2<f32>, Array2<f32>) {
    let x = Array2::from_shape_fn((rows, 2), |(r, c)| ((r * (c + 3)) % 31) as f32 / 31.0);
    let y = Array2::from_shape_fn((rows, 3), |(r, c)| ((r * (c + 1)) % 17) as f32 / 17.0);
    (x, y)
}

/// A model whose steps are worth several threads.
fn model() -> Sequential {
    let mut model = Sequential::with_seed(3).unwrap();
    model.add(Dense::new(64).activation(Activation::Tanh).input_shape(2)).unwrap();
    model.add(Dense::new(64).activation(Activation::Relu)).unwrap();
    model.add(Dense::new(3)).unwrap();
    model.compile(Adam::new(0.01), Loss::MeanSquaredError, [Metric::Accuracy]).unwrap();
    model
}

fn train() -> Vec<u32> {
    train_in_batches(900, 200)
}

/// Trains, looks again and again, and returns the weights' bytes and the prediction's.
fn train_in_batches(rows: usize, batch_size: usize) -> Vec<u32> {
    let (x, y) = data(rows);
    let mut model = model();
    let data = FitData { training: Data::new(x.view(), y.view()), validation: None };
    let fit = Fit { batch_size, epochs: 4, ..Fit::default() };
    let mut trainer = Trainer::new(&mut model, &data, &fit).unwrap();
    while trainer.advance(&mut model, &data, Duration::from_micros(300)).unwrap() != Event::Done {}
    let weights = model.get_weights();
    let predicted = model.predict(x.view()).unwrap();
    weights.iter().flat_map(|w| w.iter()).chain(&predicted).map(|v| v.to_bits()).collect()
}

fn with_threads<T>(threads: usize, work: impl FnOnce() -> T) -> T {
    set_num_threads(Some(threads)).unwrap();
    let result = work();
    set_num_threads(None).unwrap();
    result
}

#[test]
fn more_threads_than_cores_or_pieces_of_work() {
    let _guard = ONE_AT_A_TIME.lock();
    let alone = with_threads(1, train);
    for threads in [2, 3, 7, 32] {
        assert!(with_threads(threads, train) == alone, "{threads} threads");
    }
}

/// Batches whose records are all kept, in two portions and in many, and in several chunks, on fewer threads than
/// there are portions and on more, which share the records of these; the last batch, chunk and portion have a row
/// left over.
#[test]
fn however_a_batch_is_divided() {
    let _guard = ONE_AT_A_TIME.lock();
    for (rows, batch_size) in [(301, 50), (901, 129), (801, 400), (2600, 1299), (10_001, 5000)] {
        let alone = with_threads(1, || train_in_batches(rows, batch_size));
        for threads in [2, 5, 17] {
            let together = with_threads(threads, || train_in_batches(rows, batch_size));
            assert!(together == alone, "{threads} threads, batches of {batch_size}");
        }
    }
}

/// Layers whose gradients are not those of products, and weights with penalties and bounds: two portions, and
/// more threads than that.
#[test]
fn all_kinds_of_weights_in_portions() {
    let _guard = ONE_AT_A_TIME.lock();
    let dense = |units: usize, activation: &str| {
        json!({"class_name": "Dense", "config": {
            "units": units, "activation": activation, "kernel_regularizer": "l1",
            "bias_constraint": "non_neg", "activity_regularizer": "l2",
        }})
    };
    let plain = |name: &str| json!({"class_name": name, "config": {}});
    let layers = [
        dense(90, "tanh"),
        plain("LayerNormalization"),
        dense(90, "glu"),
        plain("PReLU"),
        dense(90, "softmax"),
        plain("RMSNormalization"),
        dense(3, "linear"),
    ];
    let (x, y) = data(900);
    let train = |accumulate: Option<usize>| {
        let mut model = Sequential::with_seed(3).unwrap();
        for (index, layer) in layers.iter().enumerate() {
            let mut layer = layer.clone();
            if index == 0 {
                layer["config"]["input_shape"] = 2.into();
            }
            model.add(Layer::from_json(&layer).unwrap()).unwrap();
        }
        let optimizer = json!({"gradient_accumulation_steps": accumulate, "clipvalue": 0.01});
        let optimizer = json!({"class_name": "Adam", "config": optimizer});
        model.compile_map(json!({"optimizer": optimizer}).as_object().unwrap()).unwrap();
        let fit = Fit { batch_size: 250, epochs: 3, ..Fit::default() };
        model.fit(x.view(), y.view(), &fit).unwrap();
        model.get_weights().iter().flat_map(|w| w.iter()).map(|v| v.to_bits()).collect::<Vec<_>>()
    };
    for accumulate in [None, Some(3)] {
        let alone = with_threads(1, || train(accumulate));
        for threads in [2, 3, 6] {
            let together = with_threads(threads, || train(accumulate));
            assert!(together == alone, "{threads} threads, {accumulate:?} accumulated");
        }
    }
}

/// A network so small that another thread reads its rows ahead, and makes the next epoch's order: from arrays
/// with weights and from a picture, in batches of any size, with looks at any time.
#[test]
fn rows_that_are_read_ahead() {
    let _guard = ONE_AT_A_TIME.lock();
    let (width, height) = (250, 161);
    let (x, y) = data(width * height);
    let pixels = y.to_shape((height, width, 3)).unwrap().to_owned();
    let image = Image::new(pixels).unwrap();
    let weights = Array1::from_shape_fn(x.nrows(), |row| (row % 5) as f32 / 4.0);
    let arrays = Data::new(x.view(), y.view()).with_sample_weight(weights.view());
    let picture = Data::of_image(&image, Coordinates::Centered);
    for (data, batch_size) in [(arrays, 100), (picture, 100), (arrays, 7), (picture, 30_000)] {
        for budget in [Duration::from_micros(700), Duration::from_secs(1)] {
            let alone = with_threads(1, || train_small(data, batch_size, budget));
            let read = with_threads(2, || train_small(data, batch_size, budget));
            assert!(read == alone, "batches of {batch_size}, looks after {budget:?}");
        }
    }
}

/// Trains a network of 11 weights, and returns their bytes and those of losses and accuracies.
fn train_small(data: Data<'_>, batch_size: usize, budget: Duration) -> Vec<u64> {
    let mut model = Sequential::with_seed(3).unwrap();
    model.add(Dense::new(2).activation(Activation::Tanh).input_shape(2)).unwrap();
    model.add(Dense::new(3).use_bias(false)).unwrap();
    model.compile(Adam::new(0.01), Loss::MeanSquaredError, [Metric::Accuracy]).unwrap();
    let data = FitData::from(data);
    let fit = Fit { batch_size, epochs: 3, ..Fit::default() };
    let mut trainer = Trainer::new(&mut model, &data, &fit).unwrap();
    while trainer.advance(&mut model, &data, budget).unwrap() != Event::Done {}
    let weights = model.get_weights();
    let weights = weights.iter().flat_map(|w| w.iter()).map(|v| u64::from(v.to_bits()));
    let measured = trainer.history().metrics.iter().flat_map(|series| &series.values);
    let measured = measured.map(|value| value.to_bits());
    weights.chain(measured).collect()
}

/// Steps that look at arrays as wholes: short ones, which one thread takes between two phases, and such as
/// threads share; also where batches are normalised.
#[test]
fn arrays_that_change_as_wholes() {
    let _guard = ONE_AT_A_TIME.lock();
    let orthogonal =
        |mode| json!({"class_name": "OrthogonalRegularizer", "config": {"mode": mode}});
    let clipped = json!({"class_name": "Adam", "config": {"clipnorm": 0.1}});
    for (optimizer, kernel) in [
        (json!("muon"), json!({})),
        (json!("adafactor"), json!({"kernel_constraint": "max_norm"})),
        (clipped, json!({"kernel_constraint": {"class_name": "UnitNorm", "config": {"axis": 1}}})),
        (json!("adam"), json!({"kernel_regularizer": orthogonal("rows")})),
        (json!("sgd"), json!({"kernel_regularizer": orthogonal("columns")})),
    ] {
        for (normalised, batch_size) in [(false, 50), (false, 200), (true, 200)] {
            let train = || train_with(&optimizer, &kernel, normalised, batch_size);
            let alone = with_threads(1, train);
            for threads in [2, 5] {
                let what = format!("{optimizer} {kernel}, {threads} threads, {batch_size} rows");
                assert!(with_threads(threads, train) == alone, "{what}");
            }
        }
    }
}

fn train_with(optimizer: &Value, kernel: &Value, normalised: bool, batch_size: usize) -> Vec<u32> {
    let mut model = Sequential::with_seed(3).unwrap();
    for layer in 0..3 {
        let mut config = json!({"units": 96, "activation": "relu"});
        let arguments = config.as_object_mut().unwrap();
        arguments.extend(kernel.as_object().unwrap().clone());
        if layer == 0 {
            arguments.insert("input_shape".into(), 2.into());
        }
        let dense = json!({"class_name": "Dense", "config": config});
        model.add(Layer::from_json(&dense).unwrap()).unwrap();
        if normalised {
            model.add(BatchNormalization::default()).unwrap();
        }
    }
    model.add(Dense::new(3)).unwrap();
    let given = json!({"optimizer": optimizer, "loss": "mse"});
    model.compile_map(given.as_object().unwrap()).unwrap();
    let (x, y) = data(500);
    model.fit(x.view(), y.view(), &Fit { batch_size, epochs: 2, ..Fit::default() }).unwrap();
    model.get_weights().iter().flat_map(|w| w.iter()).map(|v| v.to_bits()).collect()
}

#[test]
fn several_trainings_at_once_share_the_pool() {
    let _guard = ONE_AT_A_TIME.lock();
    let alone = with_threads(1, train);
    with_threads(2, || {
        let trainings: Vec<_> = (0..4).map(|_| std::thread::spawn(train)).collect();
        for training in trainings {
            assert!(training.join().unwrap() == alone);
        }
    });
}

#[test]
fn a_pool_around_ours() {
    let _guard = ONE_AT_A_TIME.lock();
    let alone = with_threads(1, train);
    with_threads(2, || {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        let (first, second) = pool.join(train, train);
        assert!(first == alone && second == alone);
    });
}

#[test]
fn the_number_of_threads_may_change_in_the_middle() {
    let _guard = ONE_AT_A_TIME.lock();
    let alone = with_threads(1, train);
    let changing = AtomicBool::new(true);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for threads in [1, 4, 2, 3].into_iter().cycle() {
                if !changing.load(Ordering::Relaxed) {
                    break;
                }
                set_num_threads(Some(threads)).unwrap();
                std::thread::sleep(Duration::from_micros(200));
            }
        });
        let trained = train();
        changing.store(false, Ordering::Relaxed);
        assert!(trained == alone);
    });
    set_num_threads(None).unwrap();
}

/// Every core has something else to do, all the time.
#[test]
fn a_busy_machine() {
    let _guard = ONE_AT_A_TIME.lock();
    let alone = with_threads(1, train);
    let busy = AtomicBool::new(true);
    std::thread::scope(|scope| {
        for _ in 0..2 * num_threads().unwrap() {
            scope.spawn(|| {
                while busy.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
        }
        let trained = with_threads(2, train);
        busy.store(false, Ordering::Relaxed);
        assert!(trained == alone);
    });
}
