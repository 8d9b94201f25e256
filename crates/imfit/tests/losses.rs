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
    for loss in [Loss::CategoricalCrossentropy, Loss::CosineSimilarity] {
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
