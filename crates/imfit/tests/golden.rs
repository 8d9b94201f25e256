//! Every golden case, as Keras 3 computed it: losses, metrics, weights and predictions.

use std::path::{Path, PathBuf};
use std::time::Duration;

use imfit::{Data, Event, Fit, FitData, History, Sequential, Trainer};
use ndarray::{Array1, Array2, ArrayD, IxDyn};
use serde_json::{Map, Value, json};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/cases");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn array(value: &Value) -> ArrayD<f32> {
    let shape: Vec<usize> =
        value["shape"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap() as usize).collect();
    ArrayD::from_shape_vec(IxDyn(&shape), floats(&value["data"])).unwrap()
}

fn floats(value: &Value) -> Vec<f32> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap() as f32).collect()
}

fn matrix(value: &Value) -> Array2<f32> {
    array(value).into_dimensionality().unwrap()
}

/// x, y and sample weights, owned.
struct Owned {
    x: Array2<f32>,
    y: Array2<f32>,
    sample_weight: Option<Array1<f32>>,
}

impl Owned {
    fn new(value: &Value) -> Option<Owned> {
        let weight = &value["sample_weight"];
        (!value.is_null()).then(|| Owned {
            x: matrix(&value["x"]),
            y: matrix(&value["y"]),
            sample_weight: (!weight.is_null()).then(|| floats(weight).into()),
        })
    }

    fn data(&self) -> Data<'_> {
        let sample_weight = self.sample_weight.as_ref().map(|weight| weight.view());
        Data::new(self.x.view(), self.y.view()).with_sample_weight(sample_weight)
    }
}

fn assert_close(what: &str, actual: &[f32], expected: &[f32], allowed: f64) {
    assert_eq!(actual.len(), expected.len(), "{what}");
    for (a, e) in actual.iter().zip(expected) {
        let off = (f64::from(*a) - f64::from(*e)).abs();
        assert!(off <= allowed, "{what}: {a} is not {e}, off by {off:e}, allowed {allowed:e}");
    }
}

/// `loss` has a relative tolerance, metrics an absolute one.
fn assert_log(case: &str, name: &str, actual: f64, expected: f64, tolerance: &Value) {
    let kind = name.trim_start_matches("val_");
    let allowed = match kind {
        _ if kind.ends_with("accuracy") => tolerance["accuracy"].as_f64().unwrap(),
        _ => tolerance["loss"].as_f64().unwrap() * expected.abs(),
    };
    let off = (actual - expected).abs();
    assert!(off <= allowed, "{case} {name}: {actual} is not {expected}, off by {off:e}");
}

/// The schedule of a case: a list of what each epoch's rate is multiplied by. In its place in the arguments of
/// `fit` comes what stands for a function.
fn take_schedule(fit: &mut Map<String, Value>) -> Option<Vec<f32>> {
    let callbacks = fit.get_mut("callbacks")?.as_array_mut().unwrap();
    let schedule =
        callbacks.iter_mut().find_map(|callback| callback["config"].get_mut("schedule"))?;
    Some(floats(&std::mem::replace(schedule, json!(imfit::declare::FUNCTION))))
}

/// Fits as a host with a function of its user's does.
fn fit_scheduled(
    model: &mut Sequential,
    data: &FitData<'_>,
    fit: &Fit,
    factors: &[f32],
) -> History {
    let mut trainer = Trainer::new(model, data, fit).unwrap();
    loop {
        match trainer.advance(model, data, Duration::from_secs(1)).unwrap() {
            Event::Done => return trainer.history().clone(),
            Event::Call(call) => {
                let rate = call.logs[0].1 * f64::from(factors[call.index.unwrap()]);
                model.set_scheduled_rate(&json!(rate)).unwrap();
            }
            _ => {}
        }
    }
}

fn run(path: &Path) {
    let case: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let (name, tolerance) = (case["name"].as_str().unwrap(), &case["tolerance"]);

    let mut model = Sequential::from_config(&case["model"]).unwrap();
    let initial: Vec<ArrayD<f32>> =
        case["initial_weights"].as_array().unwrap().iter().map(array).collect();
    let views: Vec<_> = initial.iter().map(|weight| weight.view()).collect();
    model.set_weights(&views).unwrap();
    model.compile_map(case["compile"].as_object().unwrap()).unwrap();

    let training = Owned::new(&case).unwrap();
    let validation = Owned::new(&case["validation_data"]);
    let data = FitData {
        training: training.data(),
        validation: validation.as_ref().map(|owned| owned.data()),
    };
    let mut fit = case["fit"].as_object().unwrap().clone();
    let schedule = take_schedule(&mut fit);
    let fit = Fit::from_map(&fit).unwrap();
    let history = match schedule {
        Some(factors) => fit_scheduled(&mut model, &data, &fit, &factors),
        None => model.fit_data(&data, &fit).unwrap(),
    };

    let expected = case["history"].as_object().unwrap();
    let names: Vec<&str> = history.metrics.iter().map(|series| series.name.as_str()).collect();
    assert_eq!(names, expected.keys().collect::<Vec<_>>(), "{name}");
    for (log, values) in expected {
        let values = values.as_array().unwrap();
        let actual = history.get(log).unwrap();
        assert_eq!(actual.len(), values.len(), "{name} {log}");
        for (actual, value) in actual.iter().zip(values) {
            match value.as_f64() {
                Some(value) => assert_log(name, log, *actual, value, tolerance),
                None => assert!(actual.is_nan(), "{name} {log}: {actual} was not measured"),
            }
        }
    }
    let evaluated = model.evaluate(&Data::new(training.x.view(), training.y.view())).unwrap();
    assert_eq!(evaluated.len(), case["evaluate"].as_object().unwrap().len(), "{name}");
    for (log, actual) in evaluated {
        assert_log(name, &log, actual, case["evaluate"][&log].as_f64().unwrap(), tolerance);
    }
    let weights = case["final_weights"].as_array().unwrap();
    assert_eq!(model.get_weights().len(), weights.len(), "{name}");
    for (actual, expected) in model.get_weights().iter().zip(weights) {
        let (actual, expected) = (actual.as_slice().unwrap(), array(expected));
        let allowed = tolerance["weights"].as_f64().unwrap();
        assert_close(&format!("{name} weights"), actual, expected.as_slice().unwrap(), allowed);
    }
    let predictions = model.predict(training.x.view()).unwrap();
    assert_close(
        &format!("{name} predictions"),
        predictions.as_slice().unwrap(),
        array(&case["predictions"]).as_slice().unwrap(),
        tolerance["predictions"].as_f64().unwrap(),
    );
}

#[test]
fn all_cases_agree_with_keras() {
    let cases = cases();
    assert!(cases.len() >= 240, "only {} cases were found", cases.len());
    cases.iter().for_each(|path| run(path));
}

/// `adapt` finds the mean and the variance that Keras's does.
#[test]
fn a_normalization_adapts_as_keras_does() {
    let path = cases().into_iter().find(|path| path.ends_with("normalization_adapted.json"));
    let text = std::fs::read_to_string(path.expect("the case is there")).unwrap();
    let case: Value = serde_json::from_str(&text).unwrap();
    let adapted = imfit::layers::Normalization::default().adapt(matrix(&case["x"]).view()).unwrap();
    let ours = imfit::layers::Layer::from(adapted).to_json();
    let keras = &case["model"]["config"]["layers"][0];
    for name in ["mean", "variance"] {
        let (ours, keras) = (floats(&ours["config"][name]), floats(&keras["config"][name]));
        assert_close(name, &ours, &keras, 1e-5);
    }
}
