//! Models as a case describes them.

use imfit::layers::{Layer, ReLU};
use imfit::{Result, Sequential};
use serde_json::{Map, Value, json};

/// Position in.
const INPUTS: usize = 2;

/// A compiled model of dense layers. `relu1` is what the post ends with: a dense layer without
/// activation, then a ReLU layer that stops at 1.
///
/// # Errors
/// An activation that imfit doesn't have.
pub fn model(layers: &[(usize, String)]) -> Result<Sequential> {
    variant(layers, &"adam".into(), &Map::new())
}

/// The same with another optimizer, and more arguments for each dense layer.
///
/// # Errors
/// What imfit doesn't have.
pub fn variant(
    layers: &[(usize, String)],
    optimizer: &Value,
    dense: &Map<String, Value>,
) -> Result<Sequential> {
    let mut model = Sequential::with_seed(7)?;
    for (index, (units, activation)) in layers.iter().enumerate() {
        let clipped = activation == "relu1";
        let activation = if clipped { "linear" } else { activation };
        let mut config = dense.clone();
        config
            .extend([("units".into(), (*units).into()), ("activation".into(), activation.into())]);
        if index == 0 {
            config.insert("input_shape".into(), INPUTS.into());
        }
        model.add(Layer::from_json(&json!({"class_name": "Dense", "config": config}))?)?;
        if clipped {
            model.add(ReLU::with_max_value(1.0))?;
        }
    }
    model.compile_map(&Map::from_iter([
        ("optimizer".into(), optimizer.clone()),
        ("loss".into(), "mean_squared_error".into()),
        ("metrics".into(), json!(["accuracy"])),
    ]))?;
    Ok(model)
}
