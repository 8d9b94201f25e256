//! Losses and metrics as a model has them: what is refused, what is kept, what isn't a mean over rows.

use imfit::layers::{Activation, Dense};
use imfit::optimizers::Adam;
use imfit::{Data, ErrorKind, Loss, Metric, Sequential};
use ndarray::array;
use serde_json::json;

fn model(units: usize) -> Sequential {
    let dense = Dense::new(units).activation(Activation::Softplus).input_shape(2);
    Sequential::new([dense.into()]).unwrap()
}

#[test]
fn losses_that_compare_outputs_are_refused_for_one_output() {
    for loss in [
        Loss::CategoricalCrossentropy,
        Loss::CosineSimilarity,
        Loss::CategoricalHinge,
        Loss::CategoricalFocalCrossentropy,
        Loss::SparseCategoricalCrossentropy,
    ] {
        let error = model(1).compile(Adam::default(), loss, []).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Value);
        assert!(error.to_string().contains("a model of one output"), "{error}");
        model(2).compile(Adam::default(), loss, []).unwrap();
    }
}

#[test]
fn arguments_of_losses_and_metrics_come_back_from_the_configuration() {
    let given = json!({
        "loss": {"class_name": "Huber", "config": {"delta": 0.1}},
        "metrics": ["psnr", {"class_name": "BinaryAccuracy", "config": {"threshold": 0.25}}],
    });
    let mut first = model(3);
    first.compile_map(given.as_object().unwrap()).unwrap();
    let config = first.compile_config().unwrap();
    assert_eq!(config["loss"], given["loss"]);
    assert_eq!(config["metrics"], given["metrics"]);
    let mut second = model(3);
    second.compile_map(config.as_object().unwrap()).unwrap();
    assert_eq!(second.compile_config().unwrap(), config);
}

#[test]
fn the_metrics_of_an_error_agree_with_each_other() {
    let mut model = model(3);
    let metrics = [Metric::RootMeanSquaredError, Metric::Psnr { max_val: 2.0 }];
    model.compile(Adam::default(), Loss::MeanSquaredError, metrics).unwrap();
    let (x, y) = (array![[0.1, 0.9], [0.4, -0.2]], array![[0.0, 1.0, 0.5], [0.2, 0.1, 0.9]]);
    let logs = model.evaluate(&Data::new(x.view(), y.view())).unwrap();
    let value = |name: &str| logs.iter().find(|(log, _)| log == name).unwrap().1;
    assert!((value("root_mean_squared_error") - value("loss").sqrt()).abs() < 1e-12);
    assert!((value("psnr") - 10.0 * (4.0 / value("loss")).log10()).abs() < 1e-9);
}

#[test]
fn a_number_that_single_precision_has_not_is_refused() {
    for delta in [1e-60, 1e60] {
        let huber = json!({"class_name": "Huber", "config": {"delta": delta}});
        let error = Loss::from_json(&huber).unwrap_err().to_string();
        assert!(error.contains("`delta` must be"), "{error}");
    }
}

/// Rows that are compared with one class each.
fn classified(loss: Loss, metrics: impl IntoIterator<Item = Metric>) -> Sequential {
    let mut model = model(3);
    model.compile(Adam::default(), loss, metrics).unwrap();
    model
}

#[test]
fn classes_that_are_none_are_refused_with_row_and_value() {
    let x = array![[0.1, 0.9], [0.4, -0.2], [0.0, 0.5]];
    for (wrong, words) in [(3.0, "not 3 in row 2"), (-1.0, "not -1 in row 2"), (0.5, "not 0.5")] {
        for loss in [Loss::SparseCategoricalCrossentropy, Loss::Crossentropy] {
            let mut model = classified(loss, []);
            let before = model.get_weights();
            let y = array![[0.0], [wrong], [2.0]];
            let error = model.fit(x.view(), y.view(), &imfit::Fit::default()).unwrap_err();
            assert!(error.to_string().contains("whole numbers from 0 to 2"), "{error}");
            assert!(error.to_string().contains(words), "{error}");
            assert_eq!(model.get_weights(), before);
        }
    }
    let y = array![[0.0], [1.0], [2.0]];
    let validation = array![[0.0], [7.0], [2.0]];
    let data = imfit::FitData {
        training: Data::new(x.view(), y.view()),
        validation: Some(Data::new(x.view(), validation.view())),
    };
    let mut model = classified(Loss::SparseCategoricalCrossentropy, []);
    let error = model.fit_data(&data, &imfit::Fit::default()).unwrap_err().to_string();
    assert!(error.starts_with("`validation_data y` must be whole"), "{error}");
}

#[test]
fn targets_of_another_width_are_refused() {
    let (x, y) = (array![[0.1, 0.9]], array![[0.0, 1.0, 0.0]]);
    let error = classified(Loss::SparseCategoricalCrossentropy, [])
        .evaluate(&Data::new(x.view(), y.view()))
        .unwrap_err();
    let words = "`y` has 3 columns, but SparseCategoricalCrossentropy takes 1";
    assert!(error.to_string().contains(words), "{error}");
    let one = array![[1.0]];
    let error = classified(Loss::MeanSquaredError, [])
        .evaluate(&Data::new(x.view(), one.view()))
        .unwrap_err();
    assert!(error.to_string().contains("`y` has 1 column, but the model has 3 outputs"), "{error}");
}

#[test]
fn metrics_of_other_targets_than_the_loss_are_refused() {
    let (sparse, wide) = (Loss::SparseCategoricalCrossentropy, Loss::MeanSquaredError);
    for (loss, metric) in [
        (sparse, Metric::CategoricalAccuracy),
        (sparse, Metric::Loss(wide)),
        (wide, Metric::SparseCategoricalAccuracy),
        (wide, Metric::SparseTopKCategoricalAccuracy { k: 2 }),
        (wide, Metric::Loss(sparse)),
    ] {
        let error = model(3).compile(Adam::default(), loss, [metric]).unwrap_err().to_string();
        assert!(
            error.contains("read the same targets") && error.contains(metric.name()),
            "{error}"
        );
    }
    // Of a loss that looks at the data first, only then.
    let mut model = classified(Loss::Crossentropy, [Metric::CategoricalAccuracy]);
    let (x, y) = (array![[0.1, 0.9]], array![[2.0]]);
    let error = model.fit(x.view(), y.view(), &imfit::Fit::default()).unwrap_err().to_string();
    assert!(error.contains("'categorical_accuracy' beside Crossentropy"), "{error}");
}

#[test]
fn accuracy_and_crossentropy_suit_the_targets() {
    let x = array![[0.1, 0.9], [0.4, -0.2], [0.0, 0.5]];
    let classes = array![[0.0], [1.0], [2.0]];
    let columns = array![[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    let logs = |loss, y: &ndarray::Array2<f32>| {
        let mut model = Sequential::with_seed(3).unwrap();
        model.add(Dense::new(3).activation(Activation::Softmax).input_shape(2)).unwrap();
        model.compile(Adam::default(), loss, [Metric::Accuracy]).unwrap();
        model.evaluate(&Data::new(x.view(), y.view())).unwrap()
    };
    let sparse = logs(Loss::SparseCategoricalCrossentropy, &classes);
    assert_eq!(logs(Loss::Crossentropy, &classes), sparse);
    assert_eq!(logs(Loss::Crossentropy, &columns), logs(Loss::CategoricalCrossentropy, &columns));
    for ((name, a), (_, b)) in sparse.iter().zip(logs(Loss::CategoricalCrossentropy, &columns)) {
        assert!((a - b).abs() < 1e-6, "{name}: {a}, {b}");
    }
}

#[test]
fn a_class_that_the_model_has_not_is_refused() {
    for metric in [
        Metric::Precision { threshold: 0.5, class_id: Some(3) },
        Metric::Recall { threshold: 0.5, class_id: Some(3) },
    ] {
        let error =
            model(3).compile(Adam::default(), Loss::MeanSquaredError, [metric]).unwrap_err();
        assert!(error.to_string().contains("`class_id` must be below 3"), "{error}");
    }
}
