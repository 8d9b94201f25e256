//! Layers that look at the length or the spread of a row.

use super::graph::{Graph, real, whole};
use crate::layers::{BatchNormalization, LayerNormalization, Normalization};

/// The least sum of squares that a row is divided by the root of, as in Keras.
const LEAST: f32 = 1e-12;

/// Mean 0 and variance 1 in each row, then `gamma` and `beta`, as far as there are any.
pub(super) fn layer(
    graph: &mut Graph,
    layer: &LayerNormalization,
    arrays: &[String],
    x: &str,
) -> String {
    let mut arrays = arrays.iter().cloned();
    // ONNX wants a scale, and takes one number for all.
    let gamma = layer.scale.then(|| arrays.next()).flatten();
    let gamma = gamma.unwrap_or_else(|| graph.array("gamma", &[1], &[1.0]));
    let beta = layer.center.then(|| arrays.next()).flatten();
    let mut inputs = vec![x, gamma.as_str()];
    inputs.extend(beta.as_deref());
    let settings = vec![whole("axis", -1), real("epsilon", layer.epsilon as f32)];
    graph.add_with("LayerNormalization", &inputs, settings)
}

/// The moving mean and variance brought to 0 and 1, then `gamma` and `beta`, as far as there are any.
pub(super) fn batch(
    graph: &mut Graph,
    layer: &BatchNormalization,
    arrays: &[String],
    x: &str,
) -> String {
    let mut arrays = arrays.iter();
    let gamma = layer.scale.then(|| arrays.next()).flatten();
    let beta = layer.center.then(|| arrays.next()).flatten();
    let [Some(mean), Some(variance)] = [arrays.next(), arrays.next()] else { return x.to_owned() };
    let epsilon = graph.number(layer.epsilon);
    let variance = graph.add("Add", &[variance, &epsilon]);
    let deviation = graph.add("Sqrt", &[&variance]);
    let centered = graph.add("Sub", &[x, mean]);
    let mut rows = graph.add("Div", &[&centered, &deviation]);
    if let Some(gamma) = gamma {
        rows = graph.add("Mul", &[&rows, gamma]);
    }
    if let Some(beta) = beta {
        rows = graph.add("Add", &[&rows, beta]);
    }
    rows
}

/// Mean 0 and variance 1 by numbers that data told beforehand, or the way back.
pub(super) fn by_data(graph: &mut Graph, layer: &Normalization, inputs: usize, x: &str) -> String {
    let numbers = layer.numbers(inputs);
    let column = |place: usize| numbers.iter().map(|pair| pair[place]).collect::<Vec<f32>>();
    let mean = graph.array("mean", &[inputs], &column(0));
    let deviation = graph.array("deviation", &[inputs], &column(1));
    if layer.invert {
        let spread = graph.add("Mul", &[x, &deviation]);
        return graph.add("Add", &[&spread, &mean]);
    }
    let centered = graph.add("Sub", &[x, &mean]);
    graph.add("Div", &[&centered, &deviation])
}

/// Each row over the root of the mean of its squares.
pub(super) fn by_root_mean_square(graph: &mut Graph, epsilon: f32, x: &str) -> String {
    let squares = graph.add("Mul", &[x, x]);
    let mean = graph.over_rows("ReduceMean", &squares);
    let epsilon = graph.number(epsilon);
    let sum = graph.add("Add", &[&mean, &epsilon]);
    let root = graph.add("Sqrt", &[&sum]);
    graph.add("Div", &[x, &root])
}

/// Each row over its length.
pub(super) fn by_length(graph: &mut Graph, x: &str) -> String {
    let square = graph.over_rows("ReduceSumSquare", x);
    let least = graph.number(LEAST);
    let held = graph.add("Max", &[&square, &least]);
    let root = graph.add("Sqrt", &[&held]);
    graph.add("Div", &[x, &root])
}
