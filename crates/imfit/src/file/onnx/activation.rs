//! Activations as ONNX has them, or as several of its operations.

use imfit_compute::{Activation, Relu};

use super::graph::{Graph, real, whole, word};
use crate::layers::Function;

/// Adds what an activation makes of the value `x`, and returns its output.
pub(super) fn add(graph: &mut Graph, function: Function, x: &str) -> String {
    match function {
        Function::Computed(activation) => computed(graph, activation, x),
        Function::Glu => {
            let [first, second] = graph.halves(x);
            let share = graph.add("Sigmoid", &[&second]);
            graph.add("Mul", &[&first, &share])
        }
    }
}

fn computed(graph: &mut Graph, activation: Activation, x: &str) -> String {
    match activation {
        Activation::Linear => x.to_owned(),
        Activation::Relu(relu) => add_relu(graph, relu, x),
        Activation::Relu6 => clip(graph, x, 0.0, 6.0),
        Activation::LeakyRelu { negative_slope } => {
            graph.add_with("LeakyRelu", &[x], vec![real("alpha", negative_slope)])
        }
        Activation::Elu { alpha } => graph.add_with("Elu", &[x], vec![real("alpha", alpha)]),
        Activation::Celu { alpha } => graph.add_with("Celu", &[x], vec![real("alpha", alpha)]),
        Activation::Selu => graph.add("Selu", &[x]),
        Activation::Gelu => graph.add_with("Gelu", &[x], vec![word("approximate", "none")]),
        Activation::ApproximateGelu => {
            graph.add_with("Gelu", &[x], vec![word("approximate", "tanh")])
        }
        Activation::Silu => {
            let share = graph.add("Sigmoid", &[x]);
            graph.add("Mul", &[x, &share])
        }
        Activation::Mish => graph.add("Mish", &[x]),
        Activation::Softplus => graph.add("Softplus", &[x]),
        Activation::Softsign => graph.add("Softsign", &[x]),
        Activation::Softmax => graph.add_with("Softmax", &[x], vec![whole("axis", -1)]),
        Activation::LogSoftmax => graph.add_with("LogSoftmax", &[x], vec![whole("axis", -1)]),
        Activation::Sigmoid => graph.add("Sigmoid", &[x]),
        Activation::LogSigmoid => {
            let negative = graph.add("Neg", &[x]);
            let softplus = graph.add("Softplus", &[&negative]);
            graph.add("Neg", &[&softplus])
        }
        Activation::HardSigmoid => {
            graph.add_with("HardSigmoid", &[x], vec![real("alpha", 1.0 / 6.0), real("beta", 0.5)])
        }
        Activation::HardSilu => graph.add("HardSwish", &[x]),
        Activation::Tanh => graph.add("Tanh", &[x]),
        Activation::HardTanh => clip(graph, x, -1.0, 1.0),
        Activation::TanhShrink => {
            let tanh = graph.add("Tanh", &[x]);
            graph.add("Sub", &[x, &tanh])
        }
        Activation::SoftShrink { threshold } => shrink(graph, x, threshold, threshold),
        Activation::HardShrink { threshold } => shrink(graph, x, threshold, 0.0),
        Activation::Threshold { threshold, default_value } => {
            let [threshold, default] = [threshold, default_value].map(|n| graph.number(n));
            let above = graph.add("Greater", &[x, &threshold]);
            graph.add("Where", &[&above, x, &default])
        }
        Activation::Squareplus { b } => {
            let [b, half] = [b, 0.5].map(|n| graph.number(n));
            let square = graph.add("Mul", &[x, x]);
            let sum = graph.add("Add", &[&square, &b]);
            let root = graph.add("Sqrt", &[&sum]);
            let both = graph.add("Add", &[x, &root]);
            graph.add("Mul", &[&both, &half])
        }
        Activation::SparsePlus => {
            // The parabola up to 1, and the line from there on.
            let [one, quarter] = [1.0, 0.25].map(|n| graph.number(n));
            let held = clip(graph, x, -1.0, 1.0);
            let from_left = graph.add("Add", &[&held, &one]);
            let square = graph.add("Mul", &[&from_left, &from_left]);
            let parabola = graph.add("Mul", &[&square, &quarter]);
            let beyond = graph.add("Sub", &[x, &one]);
            let line = graph.add("Relu", &[&beyond]);
            graph.add("Add", &[&parabola, &line])
        }
        Activation::Sparsemax => sparsemax(graph, x),
        Activation::SparseSigmoid => {
            graph.add_with("HardSigmoid", &[x], vec![real("alpha", 0.5), real("beta", 0.5)])
        }
        Activation::Exponential => graph.add("Exp", &[x]),
        Activation::Sin { frequency } => {
            let frequency = graph.number(frequency);
            let angle = graph.add("Mul", &[x, &frequency]);
            graph.add("Sin", &[&angle])
        }
    }
}

/// x less what makes the row's values above 0 add up to 1: that of the largest of them.
fn sparsemax(graph: &mut Graph, x: &str) -> String {
    let [nothing, one] = [0.0, 1.0].map(|n| graph.number(n));
    let sorted = graph.sorted(x);
    let sums = graph.along_rows("CumSum", &sorted);
    let zeros = graph.add("Mul", &[&sorted, &nothing]);
    let ones = graph.add("Add", &[&zeros, &one]);
    let ranks = graph.along_rows("CumSum", &ones);
    let ranked = graph.add("Mul", &[&ranks, &sorted]);
    let ranked = graph.add("Add", &[&ranked, &one]);
    let kept = graph.add("Greater", &[&ranked, &sums]);
    let large = graph.add("Where", &[&kept, &sorted, &nothing]);
    let counted = graph.add("Where", &[&kept, &one, &nothing]);
    let sum = graph.over_rows("ReduceSum", &large);
    let count = graph.over_rows("ReduceSum", &counted);
    let beyond = graph.add("Sub", &[&sum, &one]);
    let level = graph.add("Div", &[&beyond, &count]);
    let above = graph.add("Sub", &[x, &level]);
    graph.add("Relu", &[&above])
}

/// The rectifier with its three bends.
fn add_relu(graph: &mut Graph, relu: Relu, x: &str) -> String {
    if relu == Relu::default() {
        return graph.add("Relu", &[x]);
    }
    let threshold = graph.number(relu.threshold);
    let slope = graph.number(relu.negative_slope);
    let from_there = graph.add("GreaterOrEqual", &[x, &threshold]);
    let below = graph.add("Sub", &[x, &threshold]);
    let below = graph.add("Mul", &[&below, &slope]);
    let bent = graph.add("Where", &[&from_there, x, &below]);
    if relu.max_value.is_infinite() {
        return bent;
    }
    let most = graph.number(relu.max_value);
    graph.add("Min", &[&bent, &most])
}

fn clip(graph: &mut Graph, x: &str, least: f32, most: f32) -> String {
    let [least, most] = [least, most].map(|n| graph.number(n));
    graph.add("Clip", &[x, &least, &most])
}

/// Nothing within `threshold` of 0, and `bias` nearer to it outside.
fn shrink(graph: &mut Graph, x: &str, threshold: f32, bias: f32) -> String {
    graph.add_with("Shrink", &[x], vec![real("lambd", threshold), real("bias", bias)])
}
