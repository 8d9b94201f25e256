//! A dense product.

use std::slice::Chunks;

use imfit_compute::{
    Activation, GradientRows, Records, WeightGradient, Weights, prefetch, turned_places,
};

use super::{Back, Block, Operate, Turn};
use crate::engine::bf16::Forms;
use crate::panel::PANEL_ROWS;

/// Weights that are asked for while an activation is computed, at most.
const MOST_ASKED_FOR: usize = 1 << 15;

/// A dense product, with an activation whose derivative its own output tells.
#[derive(Debug, Clone)]
pub(crate) struct Dense {
    /// A row of weights for each input, and one of biases after them.
    pub(crate) block: Block,
    pub(crate) inputs: usize,
    pub(crate) outputs: usize,
    /// Whether there are biases.
    pub(crate) bias: bool,
    pub(crate) activation: Activation,
}

impl Dense {
    /// A product of `inputs` by `outputs` weights.
    pub(super) fn new(inputs: usize, outputs: usize, bias: bool, activation: Activation) -> Dense {
        let block = Block::new(inputs, usize::from(bias), outputs);
        Dense { block, inputs, outputs, bias, activation }
    }

    /// The weights, out of all those of the network.
    pub(crate) fn weights<'a>(&self, all: &'a [f32]) -> Weights<'a> {
        Weights {
            values: &all[self.block.range()],
            inputs: self.inputs,
            outputs: self.outputs,
            stride: self.block.stride,
            bias: self.bias,
        }
    }

    /// The weights of the next product, in as many parts as there are panels, where this product is
    /// through with its few terms before it could ask for them. Not very many: they would push each other
    /// out of the cache.
    fn ahead_of_activation<'w>(
        &self,
        turn: Turn<'w>,
        panels: usize,
        weights: Forms<'w>,
    ) -> Chunks<'w, f32> {
        let layout = turn.pass.layout;
        let few = self.inputs <= PANEL_ROWS && layout.goes_back && layout.asker.is_none();
        let values = if few { turn.pass.asked_for(turn.index, weights.plain)[0] } else { &[] };
        let values = if values.len() <= MOST_ASKED_FOR { values } else { &[] };
        values.chunks(values.len().div_ceil(panels).next_multiple_of(PANEL_ROWS).max(1))
    }

    /// Where the gradient of the weights is summed from.
    fn gradient(&self, turn: Turn<'_>) -> WeightGradient {
        WeightGradient {
            x: turn.input(),
            turned: turn.fields().terms,
            inputs: self.block.rows(),
            outputs: self.outputs,
        }
    }
}

impl Operate for Dense {
    fn width(&self) -> usize {
        self.outputs
    }

    fn inputs(&self) -> usize {
        self.inputs
    }

    fn work_per_row(&self) -> usize {
        self.inputs * self.outputs
    }

    fn trained(&self) -> Option<&Block> {
        Some(&self.block)
    }

    fn blocks_mut(&mut self) -> [Option<&mut Block>; 2] {
        [Some(&mut self.block), None]
    }

    fn terms(&self) -> usize {
        turned_places(self.outputs) / PANEL_ROWS
    }

    fn in_place(&self) -> bool {
        false
    }

    fn last_function(&self) -> Option<Activation> {
        Some(self.activation)
    }

    fn forward(&self, turn: Turn<'_>, records: &mut [f32], weights: Forms<'_>) {
        let (isa, length, out) = (turn.pass.isa, turn.length(), turn.fields().output);
        let fields = (turn.input(), out);
        let ahead = turn.pass.asked_for(turn.index, weights.plain);
        let mut lines = self.ahead_of_activation(turn, records.len() / length, weights);
        let all = Records { values: records, length };
        // With lines to ask for on the way, the activation comes after the product, panel by panel.
        let on_the_way = if lines.len() == 0 { self.activation } else { Activation::Linear };
        match &turn.fields().bf16 {
            Some(product) => product.forward(isa, self, all, weights, (out, on_the_way)),
            None => {
                self.weights(weights.plain).forward(isa, all, fields, on_the_way, ahead);
            }
        }
        if lines.len() == 0 {
            return;
        }
        for record in records.chunks_exact_mut(length) {
            if let Some(values) = lines.next() {
                (0..values.len()).step_by(PANEL_ROWS).for_each(|line| prefetch(values, line));
            }
            self.activation.apply(isa, &mut record[out..out + self.outputs * PANEL_ROWS]);
        }
    }

    fn backward(&self, turn: Turn<'_>, records: &mut [f32], weights: Forms<'_>, back: Back) {
        let (isa, fields) = (turn.pass.isa, turn.fields());
        if !back.through && turn.pass.activation_of_inputs(turn.index + 1).is_none() {
            turn.differentiate(records, (fields.output, self.outputs), self.activation);
        }
        let mut records = Records { values: records, length: turn.length() };
        match &fields.bf16 {
            Some(product) => product.pack_delta(records.again()),
            None => self.gradient(turn).turn(isa, records.again(), fields.delta),
        }
        if !back.inputs {
            return;
        }
        let before = turn.delta_before();
        let through = turn.pass.activation_of_inputs(turn.index);
        match &fields.bf16 {
            Some(product) => product.backward(isa, self, records, weights, (before, through)),
            None => {
                let fields = (fields.delta, before);
                self.weights(weights.plain).backward(isa, records, fields, through);
            }
        }
    }

    fn write_gradient(
        &self,
        turn: Turn<'_>,
        records: &[f32],
        rows: usize,
        gradient: GradientRows<'_>,
    ) {
        let records = (records, turn.length());
        match &turn.fields().bf16 {
            Some(product) => product.write_gradient(records, rows, gradient),
            None => self.gradient(turn).write_to(turn.pass.isa, records, rows, gradient),
        }
    }
}
