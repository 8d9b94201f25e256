//! What layers do, as operations.

use imfit_compute::Activation;

use super::{ActivationOperation, Dense, Operation};
use crate::layers::Layer;

/// The operations of `layers`, the first of which reads rows of `inputs` values. Their weights have no
/// places yet.
pub(crate) fn operations_of(inputs: usize, layers: &[Layer]) -> Vec<Operation> {
    let (mut operations, mut width) = (Vec::new(), inputs);
    for layer in layers {
        add(layer, width, &mut operations);
        width = layer.outputs(width);
    }
    operations
}

/// Adds what a layer does.
fn add(layer: &Layer, inputs: usize, operations: &mut Vec<Operation>) {
    let width = layer.outputs(inputs);
    let activation = |activation| Operation::Activation(ActivationOperation { activation, width });
    match layer {
        Layer::Dense(layer) => {
            let function = layer.activation.0;
            let fused = function.derivative_from_output();
            let own = if fused { function } else { Activation::Linear };
            operations.push(Operation::Dense(Dense::new(inputs, width, layer.use_bias, own)));
            if !fused {
                operations.push(activation(function));
            }
        }
        _ => operations.extend(layer.function().map(activation)),
    }
}
