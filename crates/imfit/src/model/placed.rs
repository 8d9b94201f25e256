//! The layers of a model where they stand, those within blocks as well.

use std::ops::Range;

use super::sequential::Sequential;
use crate::layers::{Layer, WeightShape};

/// A layer at its place.
#[derive(Debug)]
pub(super) struct Placed<'a> {
    pub(super) layer: &'a Layer,
    /// Blocks that it is within.
    pub(super) depth: usize,
    /// The number of values in a row of its input, if it is known.
    pub(super) inputs: Option<usize>,
    /// Where its weights stand among those of the model; empty while the input isn't known.
    pub(super) weights: Range<usize>,
}

impl Placed<'_> {
    /// The number of values in a row of its output, if it is known.
    pub(super) fn outputs(&self) -> Option<usize> {
        self.inputs.map(|inputs| self.layer.outputs(inputs))
    }

    /// The shapes of its weights.
    pub(super) fn shapes(&self) -> Option<Vec<WeightShape>> {
        self.inputs.map(|inputs| self.layer.weights(inputs))
    }
}

impl Sequential {
    /// All layers from the input on, each block before the layers within it.
    pub(super) fn placed(&self) -> Vec<Placed<'_>> {
        let mut all = Vec::new();
        place(&self.layers, 0, self.input_shape, 0, &mut all);
        all
    }

    /// The layer of this name, also one within a block.
    pub(super) fn find(&self, name: &str) -> Option<Placed<'_>> {
        self.placed().into_iter().find(|placed| placed.layer.name() == Some(name))
    }
}

/// Adds `layers`, whose weights stand from `first` on.
fn place<'a>(
    layers: &'a [Layer],
    depth: usize,
    mut inputs: Option<usize>,
    mut first: usize,
    all: &mut Vec<Placed<'a>>,
) {
    for layer in layers {
        let count = inputs.map_or(0, |inputs| layer.weights(inputs).len());
        all.push(Placed { layer, depth, inputs, weights: first..first + count });
        place(layer.layers(), depth + 1, inputs, first, all);
        inputs = inputs.map(|inputs| layer.outputs(inputs));
        first += count;
    }
}
