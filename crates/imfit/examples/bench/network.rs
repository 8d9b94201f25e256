//! Models as a case describes them.

use imfit::layers::{Activation, Dense, ReLU};
use imfit::optimizers::Adam;
use imfit::{Loss, Metric, Result, Sequential};

/// Position in.
const INPUTS: usize = 2;

/// A compiled model of dense layers. `relu1` is what the post ends with: a dense layer without
/// activation, then a ReLU layer that stops at 1.
///
/// # Errors
/// An activation that imfit doesn't have.
pub fn model(layers: &[(usize, String)]) -> Result<Sequential> {
    let mut model = Sequential::with_seed(7)?;
    for (index, (units, activation)) in layers.iter().enumerate() {
        let clipped = activation == "relu1";
        let activation = if clipped { "linear" } else { activation };
        let dense = Dense::new(*units).activation(Activation::from_json(&activation.into())?);
        model.add(if index == 0 { dense.input_shape(INPUTS) } else { dense })?;
        if clipped {
            model.add(ReLU::with_max_value(1.0))?;
        }
    }
    model.compile(Adam::default(), Loss::MeanSquaredError, [Metric::Accuracy])?;
    Ok(model)
}
