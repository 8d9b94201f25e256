//! Models as a case describes them.

use imfit::layers::{Layer, ReLU, Residual};
use imfit::{Result, Sequential};
use serde_json::{Map, Value, json};

use crate::case::Train;

/// Position in.
const INPUTS: usize = 2;

/// A compiled model of dense layers. `relu1` is what the post ends with: a dense layer without
/// activation, then a ReLU layer that stops at 1.
///
/// # Errors
/// An activation that imfit doesn't have.
pub fn model(layers: &[(usize, String)]) -> Result<Sequential> {
    let layers = layers.iter().map(|layer| dense(layer, &Map::new())).collect::<Result<_>>()?;
    compiled(layers, &"adam".into(), "f32")
}

/// The model that a case trains.
///
/// # Errors
/// What imfit doesn't have.
pub fn trained(case: &Train) -> Result<Sequential> {
    let last = case.layers.len() - 1;
    let layers = case.layers.iter().enumerate().map(|(number, layer)| match &case.between {
        Some(between) if number < last => apart(layer, &case.dense, between),
        _ => dense(layer, &case.dense),
    });
    let mut layers = layers.collect::<Result<Vec<_>>>()?;
    if case.residual {
        layers = in_blocks(layers);
    }
    compiled(layers, &case.optimizer, &case.precision)
}

/// A dense layer, with more arguments, and what comes after it.
fn dense((units, activation): &(usize, String), more: &Map<String, Value>) -> Result<Vec<Layer>> {
    let clipped = activation == "relu1";
    let activation = if clipped { "linear" } else { activation };
    let mut config = more.clone();
    config.extend([("units".into(), (*units).into()), ("activation".into(), activation.into())]);
    let dense = Layer::from_json(&json!({"class_name": "Dense", "config": config}))?;
    let after = clipped.then(|| ReLU::with_max_value(1.0).into());
    Ok([dense].into_iter().chain(after).collect())
}

/// A dense layer, another one, and the activation as a layer of its own.
fn apart(
    (units, activation): &(usize, String),
    more: &Map<String, Value>,
    between: &Value,
) -> Result<Vec<Layer>> {
    let mut layers = dense(&(*units, "linear".into()), more)?;
    layers.push(Layer::from_json(between)?);
    let own = json!({"class_name": "Activation", "config": {"activation": activation}});
    layers.push(Layer::from_json(&own)?);
    Ok(layers)
}

/// The layers between the first and the last, two and two of them with a way around.
fn in_blocks(mut layers: Vec<Vec<Layer>>) -> Vec<Vec<Layer>> {
    let last = layers.pop();
    let between = layers.split_off(layers.len().min(1));
    let blocks = between.chunks(2).map(|two| vec![Residual::new(two.concat()).into()]);
    layers.into_iter().chain(blocks).chain(last).collect()
}

fn compiled(layers: Vec<Vec<Layer>>, optimizer: &Value, precision: &str) -> Result<Sequential> {
    let mut model = Sequential::with_seed(7)?;
    layers.into_iter().flatten().try_for_each(|layer| model.add(layer))?;
    model.build(INPUTS)?;
    model.compile_map(&Map::from_iter([
        ("optimizer".into(), optimizer.clone()),
        ("loss".into(), "mean_squared_error".into()),
        ("metrics".into(), json!(["accuracy"])),
        ("precision".into(), precision.into()),
    ]))?;
    Ok(model)
}
