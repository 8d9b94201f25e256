//! What layers do, as operations.

use imfit_compute::Activation;

use super::{ActivationOperation, Dense, Fork, Join, Operation};
use crate::layers::{Layer, each_with_inputs};

/// The operations of `layers`, the first of which reads rows of `inputs` values. Their weights have no
/// places yet.
pub(crate) fn operations_of(inputs: usize, layers: &[Layer]) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (layer, inputs) in each_with_inputs(layers, inputs) {
        add(layer, inputs, &mut operations);
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
        Layer::Residual(block) => {
            let fork = operations.len();
            operations.push(Operation::Fork(Fork { width, join: 0 }));
            for (inner, inputs) in each_with_inputs(&block.layers, inputs) {
                add(inner, inputs, operations);
            }
            operations[fork] = Operation::Fork(Fork { width, join: operations.len() });
            operations.push(Operation::Join(Join { width, fork }));
        }
        _ => operations.extend(layer.function().map(activation)),
    }
}
