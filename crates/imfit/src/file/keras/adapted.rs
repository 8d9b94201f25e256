//! Layers whose numbers are weights in Keras and arguments in imfit: `Normalization`, after `adapt`.

use serde_json::{Value, json};

use super::hdf5::{Array, Store};
use super::names;
use crate::layers::{Layer, Moments, Normalization, shortest, snake_case};

const CLASS: &str = "Normalization";

/// Puts the numbers that a file's weights hold into the description of its layers. `places` says where a
/// layer's arrays stand, by the name of its group and its own.
pub(super) fn fill(
    config: &mut Value,
    store: &Store,
    places: &dyn Fn(&str, &str) -> Vec<String>,
) -> Result<(), String> {
    let layers = config.get_mut("config").and_then(|config| config.get_mut("layers"));
    let Some(layers) = layers.and_then(Value::as_array_mut) else { return Ok(()) };
    let class = |layer: &Value| layer["class_name"].as_str().unwrap_or_default().to_owned();
    let mut layers: Vec<&mut Value> =
        layers.iter_mut().filter(|layer| class(layer) != "InputLayer").collect();
    let stems: Vec<String> = layers.iter().map(|layer| snake_case(&class(layer))).collect();
    let groups = names::numbered(stems.iter().map(String::as_str));
    for (layer, group) in layers.iter_mut().zip(groups) {
        let is_one = layer["class_name"] == CLASS;
        let own = layer.get_mut("config").and_then(Value::as_object_mut);
        let Some(own) = own else { continue };
        let name = own.get("name").and_then(Value::as_str).unwrap_or_default();
        let adapted = own.get("mean").is_none_or(Value::is_null);
        if !is_one || !adapted {
            continue;
        }
        let paths = places(&group, name);
        let [mean, variance, ..] = paths.as_slice() else { continue };
        for (argument, path) in [("mean", mean), ("variance", variance)] {
            let values = store.vector(path)?;
            own.insert(
                argument.into(),
                json!(values.iter().map(|v| shortest(*v)).collect::<Vec<_>>()),
            );
        }
    }
    Ok(())
}

/// The arrays that Keras keeps for the layer after `adapt`: means, variances, and a count that it leaves at 0. None
/// for other layers, where the width of a row isn't known, and where all values of a row share given numbers.
pub(super) fn arrays(layer: &Layer, inputs: Option<usize>) -> Vec<Array> {
    let Layer::Normalization(normalization) = layer else { return Vec::new() };
    let Some(moments) = &normalization.moments else { return Vec::new() };
    let shape = shape(normalization, inputs);
    let Some(shape) = shape.filter(|shape| shape.iter().product::<usize>() == moments.len()) else {
        return Vec::new();
    };
    let column =
        |place: usize| Array::real(&shape, moments.iter().map(|moments| moments[place]).collect());
    vec![column(0), column(1), Array::whole(0)]
}

/// The shape of the means in Keras, for rows of so many values.
fn shape(layer: &Normalization, inputs: Option<usize>) -> Option<Vec<usize>> {
    if layer.each { inputs.map(|inputs| vec![inputs]) } else { Some(Vec::new()) }
}

/// Whether a group of the old format holds such arrays: no other layer has one without sides at the end.
pub(super) fn is_one(paths: &[String], store: &Store) -> bool {
    matches!(paths, [_, _, count] if store.is_single(count))
}

/// Mean and variance of each value of a row, out of a file's arrays; nothing where it has none, as for a layer that
/// was given its numbers.
pub(super) fn moments(
    layer: &Normalization,
    inputs: Option<usize>,
    paths: &[String],
    store: &Store,
) -> Result<Option<Moments>, String> {
    let [mean, variance, _] = paths else {
        return match paths.len() {
            0 => Ok(None),
            other => Err(format!("it has 3 arrays after adapt, and {other} in the file")),
        };
    };
    let Some(shape) = shape(layer, inputs) else { return Ok(None) };
    let (means, variances) = (store.real(mean, &shape)?, store.real(variance, &shape)?);
    if let Some(mean) = means.iter().find(|mean| !mean.is_finite()) {
        return Err(format!("its mean is {mean} in the file, and should be finite"));
    }
    if let Some(variance) = variances.iter().find(|v| !(v.is_finite() && **v >= 0.0)) {
        let allowed = "should be a number of at least 0";
        return Err(format!("its variance is {variance} in the file, and {allowed}"));
    }
    Ok(Some(means.into_iter().zip(variances).map(|(mean, variance)| [mean, variance]).collect()))
}

/// Keras's form of the arguments: what stands among the weights isn't an argument, no axis is a list of none in
/// imfit, and one number isn't in a list there.
pub(super) fn to_keras(
    class_name: &str,
    config: &mut serde_json::Map<String, Value>,
    among_weights: bool,
) {
    if class_name != CLASS {
        return;
    }
    if among_weights {
        config.insert("mean".into(), Value::Null);
        config.insert("variance".into(), Value::Null);
        return;
    }
    if !config.get("axis").is_some_and(Value::is_null) {
        return;
    }
    for argument in ["mean", "variance"] {
        let single = config.get(argument).and_then(|values| values.get(0)).cloned();
        if let Some(single) = single {
            config.insert(argument.into(), single);
        }
    }
}

/// imfit's form of them.
pub(super) fn from_keras(class_name: &str, config: &mut serde_json::Map<String, Value>) {
    if class_name == CLASS && config.get("axis") == Some(&json!([])) {
        config.insert("axis".into(), Value::Null);
    }
}
