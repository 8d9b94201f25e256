//! What layers do, as operations.

use imfit_compute::layer::{Affine, RowNormalization};
use imfit_compute::{Activation, Penalty};

use super::noise::Noise;
use super::{
    ActivationOperation, ActivityOperation, AffineOperation, BatchNorm, Dense, Fork, GluOperation,
    Join, NoiseOperation, Operation, PReluOperation, RowNormalizationOperation,
};
use crate::layers::{self, Function, Layer, each_with_inputs};

/// The operations of `layers`, the first of which reads rows of `inputs` values. Their weights have no
/// places yet. Layers of noise without a seed of their own draw from `seed`.
pub(crate) fn operations_of(inputs: usize, layers: &[Layer], seed: u64) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (layer, inputs) in each_with_inputs(layers, inputs) {
        add(layer, inputs, seed, &mut operations);
    }
    operations
}

/// Adds what a layer does.
fn add(layer: &Layer, inputs: usize, seed: u64, operations: &mut Vec<Operation>) {
    let width = layer.outputs(inputs);
    let activation = |function| match function {
        Function::Computed(activation) => {
            Operation::Activation(ActivationOperation { activation, width })
        }
        Function::Glu => Operation::Glu(GluOperation { width }),
    };
    let number = operations.len() as u32;
    let noise = |noise, own: Option<u64>| {
        let seed = own.unwrap_or(seed);
        Operation::Noise(NoiseOperation { noise, seed, number, width })
    };
    let affine = |affine| Operation::Affine(AffineOperation { affine });
    let rows = |normalization, vectors| {
        let operation = RowNormalizationOperation::new(normalization, vectors, width);
        Operation::RowNormalization(operation)
    };
    match layer {
        Layer::Dense(layer) => {
            let function = layer.activation.0;
            let own = match function {
                Function::Computed(function) if function.derivative_from_output() => function,
                _ => Activation::Linear,
            };
            let product = Dense::new(inputs, layer.units, layer.use_bias, own);
            operations.push(Operation::Dense(product));
            if function != Function::Computed(own) {
                operations.push(activation(function));
            }
            if let Some(penalty) = layer.activity_regularizer.and_then(|one| one.penalty()) {
                add_penalty(penalty, width, operations);
            }
        }
        Layer::BatchNormalization(layer) => {
            operations.push(Operation::BatchNorm(BatchNorm::new(layer, width)));
        }
        Layer::Residual(block) => {
            let fork = operations.len();
            operations.push(Operation::Fork(Fork { width, join: 0 }));
            for (inner, inputs) in each_with_inputs(&block.layers, inputs) {
                add(inner, inputs, seed, operations);
            }
            let distance = operations.len() - fork;
            operations[fork] = Operation::Fork(Fork { width, join: distance });
            operations.push(Operation::Join(Join { width, fork: distance }));
        }
        Layer::Rescaling(layer) => {
            operations.push(affine(Affine::Scale(vec![[layer.scale, layer.offset]; width])));
        }
        Layer::Normalization(layer) => {
            let numbers = layer.numbers(width);
            operations.push(affine(match layer.invert {
                false => Affine::Standardize(numbers),
                true => Affine::Scale(numbers.iter().map(|[mean, size]| [*size, *mean]).collect()),
            }));
        }
        Layer::PReLU(_) => operations.push(Operation::PRelu(PReluOperation::new(width))),
        Layer::LayerNormalization(layer) => {
            let epsilon = layer.epsilon as f32;
            let vectors = (layer.scale, layer.center);
            operations.push(rows(RowNormalization::Layer { epsilon }, vectors));
        }
        Layer::RMSNormalization(layer) => {
            let epsilon = layer.epsilon as f32;
            operations.push(rows(RowNormalization::RootMeanSquare { epsilon }, (true, false)));
        }
        Layer::UnitNormalization(_) => {
            operations.push(rows(RowNormalization::Unit, (false, false)));
        }
        Layer::Dropout(layers::Dropout { rate, seed, .. }) => {
            operations.push(noise(Noise::Dropout { rate: *rate }, *seed));
        }
        Layer::GaussianNoise(layers::GaussianNoise { stddev, seed, .. }) => {
            operations.push(noise(Noise::Gaussian { deviation: *stddev as f32 }, *seed));
        }
        Layer::GaussianDropout(layers::GaussianDropout { rate, seed, .. }) => {
            let deviation = libm::sqrt(rate / (1.0 - rate)) as f32;
            operations.push(noise(Noise::GaussianDropout { deviation }, *seed));
        }
        Layer::AlphaDropout(layers::AlphaDropout { rate, seed, .. }) => {
            operations.push(noise(Noise::alpha_dropout(*rate), *seed));
        }
        Layer::ActivityRegularization(layer) => add_penalty(layer.penalty(), width, operations),
        _ => {
            if let Some(function) = layer.function() {
                add_function(function, activation(function), operations);
            }
        }
    }
}

/// Adds what a layer of a function does: to the dense product before it, if that can take it along, as it
/// takes its own activation.
fn add_function(function: Function, own: Operation, operations: &mut Vec<Operation>) {
    match (function, operations.last_mut()) {
        (Function::Computed(function), Some(Operation::Dense(before)))
            if before.activation == Activation::Linear && function.derivative_from_output() =>
        {
            before.activation = function;
        }
        _ => operations.push(own),
    }
}

/// Adds a penalty on what the last operation gives.
fn add_penalty(penalty: Penalty, width: usize, operations: &mut Vec<Operation>) {
    if let Some(Operation::Activity(last)) = operations.last_mut() {
        last.penalty = last.penalty.plus(penalty);
        return;
    }
    let function = operations.last().and_then(|operation| {
        let of_inputs = matches!(operation, Operation::Activation(_));
        operation.get().last_function().map(|function| (function, of_inputs))
    });
    operations.push(Operation::Activity(ActivityOperation { penalty, width, function }));
}
