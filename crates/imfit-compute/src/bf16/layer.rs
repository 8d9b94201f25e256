//! A dense layer whose products are of bf16: where everything stands, and what can be done with it.

use super::pack::{PackDelta, PackInputs};
use super::weight_gradient::Sum;
use super::{Bf16, halves_places, pairs_places};
use crate::product::{Backward, Forward, MadeBy, Sweep, activate};
use crate::records::field;
use crate::weight_gradient::{GradientRows, Part, delta_features, turned_outputs, turned_stride};
use crate::{Activation, Isa, LANE_GROUP, Records};

/// A dense layer in a record: the `f32` fields that it shares with other layers, and its own fields
/// of bf16, each the number of its first place.
#[derive(Debug, Clone, Copy)]
pub struct Bf16Layer {
    /// Features of input, without the ones.
    pub inputs: usize,
    /// Features of output.
    pub outputs: usize,
    /// Whether there is a bias, and a feature of ones after the inputs.
    pub bias: bool,
    /// The inputs, in `f32`.
    pub x: usize,
    /// The gradient of the loss with respect to the outputs, in `f32`. It has room for
    /// [`delta_features`] of them; those past `outputs` may be anything finite. In lanes that hold no
    /// row of data it must be zero.
    pub delta: usize,
    /// The inputs in pairs: [`x_pairs_places`](Bf16Layer::x_pairs_places).
    pub x_pairs: usize,
    /// The inputs and the ones in halves: [`x_halves_places`](Bf16Layer::x_halves_places).
    pub x_halves: usize,
    /// The delta in pairs: [`delta_pairs_places`](Bf16Layer::delta_pairs_places).
    pub delta_pairs: usize,
    /// The delta with its outputs side by side, and the rows of data in pairs:
    /// [`turned_places`](Bf16Layer::turned_places).
    pub turned: usize,
}

/// The weights of a dense layer in bf16, as [`pack_weights`](super::pack_weights) writes them, and its
/// bias in `f32`.
#[derive(Debug, Clone, Copy)]
pub struct Bf16Weights<'a> {
    /// Rows of weights in pairs.
    pub pairs: &'a [f32],
    /// Rows of weights in halves.
    pub halves: &'a [f32],
    /// The bias, or nothing.
    pub bias: Option<&'a [f32]>,
    /// From one row of the `f32` weights to the next.
    pub stride: usize,
}

impl Bf16Layer {
    /// The places of the field `x_pairs`.
    pub fn x_pairs_places(inputs: usize) -> usize {
        inputs.div_ceil(2) * LANE_GROUP
    }

    /// The places of the field `x_halves`.
    pub fn x_halves_places(inputs: usize, bias: bool) -> usize {
        (inputs + usize::from(bias)).div_ceil(2) * LANE_GROUP
    }

    /// The places of the field `delta_pairs`.
    pub fn delta_pairs_places(outputs: usize) -> usize {
        outputs.div_ceil(2) * LANE_GROUP
    }

    /// The places of the field `turned`.
    pub fn turned_places(outputs: usize) -> usize {
        if turned_outputs(outputs) == 0 { 0 } else { LANE_GROUP / 2 * turned_stride(outputs) }
    }

    /// Writes the inputs of every record as bf16.
    ///
    /// # Panics
    /// Panics if a field doesn't fit its record.
    pub fn pack_inputs(self, bf16: Bf16, records: Records<'_>) {
        self.check(records.length);
        bf16.run(PackInputs { layer: self, records });
    }

    /// Writes the delta of every record as bf16.
    ///
    /// # Panics
    /// Panics if a field doesn't fit its record.
    pub fn pack_delta(self, bf16: Bf16, records: Records<'_>) {
        self.check(records.length);
        bf16.run(PackDelta { layer: self, records });
    }

    /// Writes `activation(weightsᵀ · x + bias)` for every record, from the packed inputs to the `f32` field
    /// `out` of `outputs` features.
    ///
    /// # Panics
    /// Panics if a field doesn't fit its record, `out` overlaps the packed inputs, or there are fewer
    /// weights.
    pub fn forward(
        self,
        (isa, bf16): (Isa, Bf16),
        mut records: Records<'_>,
        weights: Bf16Weights<'_>,
        (out, activation): (usize, Activation),
    ) {
        self.check(records.length);
        apart(&records, out, self.outputs, self.x_pairs, Self::x_pairs_places(self.inputs));
        assert!(weights.stride >= self.outputs, "rows overlap");
        assert!(weights.pairs.len() >= pairs_places(self.inputs, weights.stride));
        assert!(weights.bias.is_none_or(|bias| bias.len() >= self.outputs));
        let sweep = Sweep {
            records: records.again(),
            vectors: self.x_pairs,
            out,
            features: self.outputs,
            terms: self.inputs.div_ceil(2),
            values: weights.pairs,
            feature_step: 1,
            term_step: weights.stride,
            bias: weights.bias,
            ahead: [&[]; 2],
        };
        bf16.run(Forward::new(sweep, activation));
        activate(isa, records, (out, self.outputs), activation);
    }

    /// Writes `weights · delta` for every record, the gradient of the inputs, from the packed delta to
    /// the `f32` field `out` of `inputs` features; through an activation, as in
    /// [`Weights::backward`](crate::Weights::backward).
    ///
    /// # Panics
    /// As [`forward`](Bf16Layer::forward), for the packed delta, and if the activation needs its inputs.
    pub fn backward(
        self,
        (isa, bf16): (Isa, Bf16),
        mut records: Records<'_>,
        weights: Bf16Weights<'_>,
        (out, activation): (usize, Option<(Activation, usize)>),
    ) {
        self.check(records.length);
        let made_by = MadeBy::check(activation, &records, (out, self.inputs));
        let places = Self::delta_pairs_places(self.outputs);
        apart(&records, out, self.inputs, self.delta_pairs, places);
        assert!(weights.stride >= self.outputs && weights.stride.is_multiple_of(2));
        assert!(weights.halves.len() >= halves_places(self.inputs, weights.stride));
        let sweep = Sweep {
            records: records.again(),
            vectors: self.delta_pairs,
            out,
            features: self.inputs,
            terms: self.outputs.div_ceil(2),
            values: weights.halves,
            feature_step: weights.stride / 2,
            term_step: 1,
            bias: None,
            ahead: [&[]; 2],
        };
        bf16.run(Backward::new(sweep, made_by));
        made_by.differentiate(isa, records, (out, self.inputs));
    }

    /// As [`WeightGradient::write_to`](crate::WeightGradient::write_to), from the packed inputs and the
    /// turned delta. The few columns that don't fill a vector are summed in `f32`.
    ///
    /// # Panics
    /// As [`WeightGradient::write_to`](crate::WeightGradient::write_to).
    pub fn write_gradient(
        self,
        bf16: Bf16,
        (records, length): (&[f32], usize),
        rows: usize,
        gradient: GradientRows<'_>,
    ) {
        self.check(length);
        let (inputs, outputs) = (self.inputs + usize::from(self.bias), self.outputs);
        let part = Part { records, length, rows, inputs, outputs, gradient };
        part.check();
        bf16.run(Sum { layer: self, part });
    }

    /// Holds all fields against a record of `length` values.
    fn check(self, length: usize) {
        assert!(length > 0, "a record has no places");
        assert!(self.inputs.max(self.outputs) < length, "there are fewer features");
        field(length, self.x, self.inputs + usize::from(self.bias));
        field(length, self.delta, delta_features(self.outputs));
        let packed = [
            (self.x_pairs, Self::x_pairs_places(self.inputs)),
            (self.x_halves, Self::x_halves_places(self.inputs, self.bias)),
            (self.delta_pairs, Self::delta_pairs_places(self.outputs)),
            (self.turned, Self::turned_places(self.outputs)),
        ];
        for (at, places) in packed {
            field(length, at, places.div_ceil(LANE_GROUP));
        }
    }
}

/// Holds that the field `out` lies in its record, and apart from another one.
fn apart(records: &Records<'_>, out: usize, features: usize, at: usize, places: usize) {
    let out = records.field(out, features);
    assert!(out.end <= at || at + places <= out.start, "the fields overlap");
}
