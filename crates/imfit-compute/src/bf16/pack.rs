//! Rounding to bf16, in the two forms that the products read.

use super::layer::Bf16Layer;
use super::{Bf16, PairKernel, Pairs};
use crate::simd::{load_at, store_at};
use crate::weight_gradient::{turned_outputs, turned_stride};
use crate::{LANE_GROUP, Records};

/// The places that `rows` rows of weights take in pairs, `stride` places for two of them.
pub fn pairs_places(rows: usize, stride: usize) -> usize {
    rows.div_ceil(2) * stride
}

/// The places that `rows` rows of weights take in halves, `stride / 2` places for each.
pub fn halves_places(rows: usize, stride: usize) -> usize {
    rows * (stride / 2)
}

/// Writes rows of `outputs` weights as bf16, in pairs and in halves. A row without a partner is paired
/// with zeros, and so is a value.
///
/// `rows` holds whole rows, `stride` places each: a multiple of [`LANE_GROUP`].
///
/// # Panics
/// Panics if `pairs` and `halves` don't have [`pairs_places`] and [`halves_places`], or `rows` a part
/// of a row.
pub fn pack_weights(
    bf16: Bf16,
    rows: &[f32],
    (outputs, stride): (usize, usize),
    pairs: &mut [f32],
    halves: &mut [f32],
) {
    assert!(stride >= outputs && stride.is_multiple_of(LANE_GROUP) && stride > 0);
    assert!(rows.len().is_multiple_of(stride), "there is a part of a row");
    let count = rows.len() / stride;
    assert_eq!(pairs.len(), pairs_places(count, stride), "pairs have other places");
    assert_eq!(halves.len(), halves_places(count, stride), "halves have other places");
    bf16.run(PackWeights { rows, outputs, stride, pairs, halves });
}

struct PackWeights<'a> {
    rows: &'a [f32],
    outputs: usize,
    stride: usize,
    pairs: &'a mut [f32],
    halves: &'a mut [f32],
}

impl PairKernel for PackWeights<'_> {
    #[inline(always)]
    fn run<S: Pairs>(self, simd: S) {
        const { assert!(S::LANES == LANE_GROUP) };
        let stride = self.stride;
        for (two, pairs) in self.rows.chunks(2 * stride).zip(self.pairs.chunks_exact_mut(stride)) {
            for at in (0..self.outputs).step_by(LANE_GROUP) {
                let low = load_at(simd, two, at);
                let high = load_or_zeros(simd, two, stride + at, two.len());
                store_at(simd, pairs, at, simd.interleave(simd.halves(low, high)));
            }
        }
        let rows = self.rows.chunks_exact(stride);
        for (row, halves) in rows.zip(self.halves.chunks_exact_mut(stride / 2)) {
            for at in (0..self.outputs).step_by(2 * LANE_GROUP) {
                let first = load_at(simd, row, at);
                let second = load_or_zeros(simd, row, at + LANE_GROUP, stride);
                let mut both = [0.0; LANE_GROUP];
                store_at(simd, &mut both, 0, simd.halves(first, second));
                let places = &mut halves[at / 2..];
                let count = places.len().min(LANE_GROUP);
                places[..count].copy_from_slice(&both[..count]);
            }
            if self.outputs % 2 == 1 {
                // What stands past the outputs is not a value.
                let last = &mut halves[self.outputs / 2];
                *last = f32::from_bits(last.to_bits() & 0xffff);
            }
        }
    }
}

/// Both packed forms of a layer's inputs.
pub(super) struct PackInputs<'a> {
    pub(super) layer: Bf16Layer,
    pub(super) records: Records<'a>,
}

impl PairKernel for PackInputs<'_> {
    #[inline(always)]
    fn run<S: Pairs>(self, simd: S) {
        const { assert!(S::LANES == LANE_GROUP) };
        let layer = self.layer;
        let features = layer.inputs + usize::from(layer.bias);
        for record in self.records.values.chunks_exact_mut(self.records.length) {
            for pair in 0..features.div_ceil(2) {
                let (at, end) = (layer.x + pair * 2 * LANE_GROUP, layer.x + features * LANE_GROUP);
                let first = load_at(simd, record, at);
                let second = load_or_zeros(simd, record, at + LANE_GROUP, end);
                let halves = simd.halves(first, second);
                store_at(simd, record, layer.x_halves + pair * LANE_GROUP, halves);
                // The last input may be paired with the ones: its weight has a zero for a partner.
                if pair < layer.inputs.div_ceil(2) {
                    let pairs = simd.interleave(halves);
                    store_at(simd, record, layer.x_pairs + pair * LANE_GROUP, pairs);
                }
            }
        }
    }
}

/// Both packed forms of a layer's delta.
pub(super) struct PackDelta<'a> {
    pub(super) layer: Bf16Layer,
    pub(super) records: Records<'a>,
}

impl PairKernel for PackDelta<'_> {
    #[inline(always)]
    fn run<S: Pairs>(self, simd: S) {
        const { assert!(S::LANES == LANE_GROUP) };
        let layer = self.layer;
        let end = layer.delta + layer.outputs * LANE_GROUP;
        for record in self.records.values.chunks_exact_mut(self.records.length) {
            for pair in 0..layer.outputs.div_ceil(2) {
                let at = layer.delta + pair * 2 * LANE_GROUP;
                let low = load_at(simd, record, at);
                let high = load_or_zeros(simd, record, at + LANE_GROUP, end);
                let pairs = simd.interleave(simd.halves(low, high));
                store_at(simd, record, layer.delta_pairs + pair * LANE_GROUP, pairs);
            }
            for first in (0..turned_outputs(layer.outputs)).step_by(2 * LANE_GROUP) {
                turn(simd, layer, record, first);
            }
        }
    }
}

/// Writes up to two groups of outputs from `first` on with their outputs side by side.
///
/// In halves, the rows of data of a feature are pairs already: eight places of them. Two groups of
/// features side by side make a square, and its transpose is what is wanted.
#[inline(always)]
fn turn<S: Pairs>(simd: S, layer: Bf16Layer, record: &mut [f32], first: usize) {
    const GROUP: usize = LANE_GROUP * LANE_GROUP;
    let end = turned_outputs(layer.outputs).next_multiple_of(LANE_GROUP);
    let (mut square, mut turned) = ([0.0; GROUP], [0.0; GROUP]);
    for row in 0..LANE_GROUP {
        let at = layer.delta + (first + row) * LANE_GROUP;
        let group = load_at(simd, record, at);
        let next = load_or_zeros(simd, record, at + GROUP, layer.delta + end * LANE_GROUP);
        store_at(simd, &mut square, row * LANE_GROUP, simd.halves(group, next));
    }
    // SAFETY: both are 16 rows of 16 places.
    unsafe { simd.transpose(square.as_ptr(), LANE_GROUP, turned.as_mut_ptr(), LANE_GROUP) };
    let stride = turned_stride(layer.outputs);
    for (row, values) in turned.chunks_exact(LANE_GROUP).enumerate() {
        let output = first + row / (LANE_GROUP / 2) * LANE_GROUP;
        if output < end {
            let at = layer.turned + row % (LANE_GROUP / 2) * stride + output;
            record[at..at + LANE_GROUP].copy_from_slice(values);
        }
    }
}

/// The vector that begins at `values[at]`, or zeros if that is not before `end`.
#[inline(always)]
fn load_or_zeros<S: Pairs>(simd: S, values: &[f32], at: usize, end: usize) -> S::Vector {
    if at < end { load_at(simd, values, at) } else { simd.splat(0.0) }
}
