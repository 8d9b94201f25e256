//! A model in the form in which it runs: a list of operations, each with its weights.

use imfit_compute::{Activation, padded, transpose};

use super::parameter::Parameter;
use crate::layers::Layer;

/// The operations of a model, from the input on.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    pub(crate) inputs: usize,
    pub(crate) operations: Vec<Operation>,
}

/// One operation on a block of rows.
#[derive(Debug, Clone)]
pub(crate) enum Operation {
    /// A dense product, with an activation whose derivative its own output tells.
    Dense(Box<DenseOperation>),
    /// An activation between two buffers, so that its inputs are kept for the derivative.
    Activation { activation: Activation, width: usize },
}

/// The weights of a dense product.
#[derive(Debug, Clone)]
pub(crate) struct DenseOperation {
    pub(crate) kernel: Parameter,
    pub(crate) bias: Option<Parameter>,
    /// The kernel's transpose, padded; kept in step with it for the backward pass.
    pub(crate) transposed: Vec<f32>,
    pub(crate) activation: Activation,
}

impl Network {
    /// Lays out the weights of `layers`; `values` holds each layer's arrays, one after the other.
    pub(crate) fn new(inputs: usize, layers: &[Layer], values: Vec<Vec<f32>>) -> Network {
        let mut values = values.into_iter();
        let mut operations = Vec::new();
        let mut width = inputs;
        for layer in layers {
            let parameters = layer
                .weights(width)
                .into_iter()
                .zip(values.by_ref())
                .map(|(shape, values)| Parameter::new(shape.rows, shape.columns, &values))
                .collect();
            width = layer.outputs(width);
            add_operations(layer, parameters, width, &mut operations);
        }
        Network { inputs, operations }
    }

    /// The number of values in a row of output.
    pub(crate) fn outputs(&self) -> usize {
        self.operations.last().map_or(self.inputs, Operation::width)
    }

    /// All weight arrays in order.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.operations.iter().flat_map(|operation| match operation {
            Operation::Dense(dense) => {
                let kernel = std::iter::once(&dense.kernel);
                kernel.chain(dense.bias.as_ref()).collect::<Vec<_>>()
            }
            Operation::Activation { .. } => Vec::new(),
        })
    }

    /// All weight arrays in order, to change. Call [`Network::refresh`] afterwards.
    pub(crate) fn parameters_mut(&mut self) -> impl Iterator<Item = &mut Parameter> {
        self.operations.iter_mut().flat_map(|operation| match operation {
            Operation::Dense(dense) => {
                let kernel = std::iter::once(&mut dense.kernel);
                kernel.chain(dense.bias.as_mut()).collect::<Vec<_>>()
            }
            Operation::Activation { .. } => Vec::new(),
        })
    }

    /// Brings what is derived from the weights in step with them.
    pub(crate) fn refresh(&mut self) {
        for operation in &mut self.operations {
            if let Operation::Dense(dense) = operation {
                dense.refresh();
            }
        }
    }

    /// Multiplications that one row takes, forward.
    pub(crate) fn work_per_row(&self) -> usize {
        let work = |operation: &Operation| match operation {
            Operation::Dense(dense) => dense.kernel.rows * padded(dense.kernel.columns),
            Operation::Activation { width, .. } => padded(*width),
        };
        self.operations.iter().map(work).sum()
    }
}

impl Operation {
    /// Values in a row of output.
    pub(crate) fn width(&self) -> usize {
        match self {
            Operation::Dense(dense) => dense.kernel.columns,
            Operation::Activation { width, .. } => *width,
        }
    }
}

impl DenseOperation {
    /// Copies the kernel to its transpose.
    pub(crate) fn refresh(&mut self) {
        let kernel = &self.kernel;
        transpose(&kernel.values, kernel.rows, kernel.columns, &mut self.transposed);
    }
}

fn add_operations(
    layer: &Layer,
    parameters: Vec<Parameter>,
    width: usize,
    operations: &mut Vec<Operation>,
) {
    match layer {
        Layer::Dense(dense) => {
            let activation = dense.activation.0;
            let fused = activation.derivative_from_output();
            let used = if fused { activation } else { Activation::Linear };
            operations.push(dense_operation(parameters, used));
            if !fused {
                operations.push(Operation::Activation { activation, width });
            }
        }
        Layer::ActivationLayer(layer) => {
            operations.push(Operation::Activation { activation: layer.activation.0, width });
        }
        Layer::ReLU(layer) => {
            let activation = Activation::Relu(layer.relu);
            operations.push(Operation::Activation { activation, width });
        }
    }
}

fn dense_operation(parameters: Vec<Parameter>, activation: Activation) -> Operation {
    let mut parameters = parameters.into_iter();
    let kernel = parameters.next().expect("a dense layer has a kernel");
    let transposed = vec![0.0; kernel.columns * padded(kernel.rows)];
    let mut dense = DenseOperation { kernel, bias: parameters.next(), transposed, activation };
    dense.refresh();
    Operation::Dense(Box::new(dense))
}
