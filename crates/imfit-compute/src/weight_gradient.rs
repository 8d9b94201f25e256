//! The gradient of a weight matrix: a sum over all rows of data, tile by tile.
//!
//! Its lanes are outputs. That takes the layer's delta with its outputs side by side, which
//! [`WeightGradient::turn`] makes. Where the outputs don't fill the last group of lanes by more than
//! half, their sums run along the rows of data instead, which costs a little at the end, but not a
//! vector that is nearly empty for each row.

use std::ops::Range;

use crate::isa::Isa;
use crate::prefetch;
use crate::records::field;
use crate::simd::{Kernel, Simd};
use crate::tile::{Sums, Terms, add_terms, share, with_shape};
use crate::{LANE_GROUP, Records, odd_lines};

/// Outputs in the last, partial group from which on the group is summed with its lanes as outputs.
const WORTH_A_VECTOR: usize = LANE_GROUP / 2 + 1;

/// Where the gradient of one dense layer is summed from: fields of records.
#[derive(Debug, Clone, Copy)]
pub struct WeightGradient {
    /// The field of the layer's inputs; with a bias, one feature of ones after them.
    pub x: usize,
    /// The field of the gradient of the loss with respect to the layer's outputs. It has room for
    /// [`delta_features`] of them; those past `outputs` may be anything, NaN too: they reach
    /// nothing but the places past `outputs` of the gradient's rows.
    pub delta: usize,
    /// The field that [`turn`](WeightGradient::turn) writes: [`turned_places`] values.
    pub turned: usize,
    /// Features in `x`, with the ones.
    pub inputs: usize,
    /// Features in `delta` that count.
    pub outputs: usize,
}

/// Outputs whose sums have them as lanes.
pub(crate) fn turned_outputs(outputs: usize) -> usize {
    let tail = outputs % LANE_GROUP;
    if tail >= WORTH_A_VECTOR { outputs } else { outputs - tail }
}

/// From one row of a turned delta to the next.
pub(crate) fn turned_stride(outputs: usize) -> usize {
    odd_lines(turned_outputs(outputs))
}

/// The features that the field of a layer's delta has room for: whole groups.
pub fn delta_features(outputs: usize) -> usize {
    outputs.next_multiple_of(LANE_GROUP)
}

/// The places that the turned delta of a layer takes in a record.
pub fn turned_places(outputs: usize) -> usize {
    if turned_outputs(outputs) == 0 { 0 } else { LANE_GROUP * turned_stride(outputs) }
}

impl WeightGradient {
    /// Writes the delta of every record with its outputs side by side, as far as
    /// [`write_to`](WeightGradient::write_to) wants it.
    ///
    /// # Panics
    /// Panics if a field doesn't fit its record.
    pub fn turn(self, isa: Isa, records: Records<'_>) {
        assert!(self.outputs <= records.length / LANE_GROUP, "there are fewer outputs");
        let delta = records.field(self.delta, delta_features(self.outputs));
        let turned = records.field(self.turned, turned_places(self.outputs) / LANE_GROUP);
        assert!(delta.end <= turned.start || turned.end <= delta.start, "the fields overlap");
        isa.run(Turn { layer: self, records });
    }

    /// `gradient[i] = Σ x[r][first + i] · delta[r]` over the rows r of data, in a fixed order, for
    /// the rows i of `gradient`, which stand `stride` places apart.
    ///
    /// Of the `records`, each `length` values, only the first `rows` rows of data count. In the last
    /// panel, the lanes past them must have a delta of zero and finite inputs. The places past
    /// `outputs` of the gradient's rows are overwritten, with values that mean nothing.
    ///
    /// # Panics
    /// Panics if a field doesn't fit its record, or there are fewer inputs or rows.
    pub fn write_to(
        self,
        isa: Isa,
        (records, length): (&[f32], usize),
        rows: usize,
        first: usize,
        gradient: &mut [f32],
        stride: usize,
    ) {
        self.check(records, length, rows, first, gradient, stride);
        field(length, self.turned, turned_places(self.outputs) / LANE_GROUP);
        isa.run(Sum { layer: self, records, length, rows, first, gradient, stride });
    }

    fn check(
        self,
        records: &[f32],
        length: usize,
        rows: usize,
        first: usize,
        gradient: &[f32],
        stride: usize,
    ) {
        let places = rows.div_ceil(LANE_GROUP).checked_mul(length);
        assert!(places.is_some_and(|places| places <= records.len()), "there are fewer rows");
        field(length, self.x, self.inputs);
        field(length, self.delta, self.outputs);
        assert!(stride >= self.outputs.next_multiple_of(LANE_GROUP), "the gradient's rows overlap");
        assert!(gradient.len().is_multiple_of(stride), "the gradient has a part of a row");
        let end = first.checked_add(gradient.len() / stride);
        assert!(end.is_some_and(|end| end <= self.inputs), "there are fewer inputs");
    }
}

/// Writes those columns of the gradient whose sums run along the rows of data, as
/// [`WeightGradient::write_to`] does; the other columns, and the turned delta, are left alone.
pub(crate) fn write_tail(
    isa: Isa,
    layer: WeightGradient,
    (records, length): (&[f32], usize),
    rows: usize,
    first: usize,
    gradient: &mut [f32],
    stride: usize,
) {
    layer.check(records, length, rows, first, gradient, stride);
    isa.run(Tail(Sum { layer, records, length, rows, first, gradient, stride }));
}

struct Turn<'a> {
    layer: WeightGradient,
    records: Records<'a>,
}

impl Kernel for Turn<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let layer = self.layer;
        let stride = turned_stride(layer.outputs);
        for record in self.records.values.chunks_exact_mut(self.records.length) {
            for first in (0..turned_outputs(layer.outputs)).step_by(LANE_GROUP) {
                // Both from one borrow: a second one would end the first.
                let record = record.as_mut_ptr();
                let from = record.wrapping_add(layer.delta + first * LANE_GROUP);
                let to = record.wrapping_add(layer.turned + first);
                // SAFETY: `turn` checked that both fields lie in the record, apart from each other,
                // and hold whole groups.
                unsafe { simd.transpose(from, LANE_GROUP, to, stride) };
            }
        }
    }
}

struct Sum<'a, 'b> {
    layer: WeightGradient,
    records: &'a [f32],
    length: usize,
    rows: usize,
    first: usize,
    gradient: &'b mut [f32],
    stride: usize,
}

impl Kernel for Sum<'_, '_> {
    #[inline(always)]
    fn run<S: Simd>(mut self, simd: S) {
        let turned = turned_outputs(self.layer.outputs);
        self.outputs_as_lanes(simd, turned);
        self.rows_as_lanes(simd, turned..self.layer.outputs);
    }
}

/// The part of a [`Sum`] that runs along the rows of data.
struct Tail<'a, 'b>(Sum<'a, 'b>);

impl Kernel for Tail<'_, '_> {
    #[inline(always)]
    fn run<S: Simd>(mut self, simd: S) {
        let outputs = self.0.layer.outputs;
        self.0.rows_as_lanes(simd, turned_outputs(outputs)..outputs);
    }
}

impl Sum<'_, '_> {
    #[inline(always)]
    fn outputs_as_lanes<S: Simd>(&mut self, simd: S, outputs: usize) {
        let groups = outputs.div_ceil(LANE_GROUP);
        let mut column = 0;
        let total = self.gradient.len() / self.stride;
        // A few rows alone would be too few sums to keep the processor busy.
        let wide = if total * 4 <= S::SUMS && S::LANES == LANE_GROUP { 4 } else { S::PANELS };
        while column < groups * LANE_GROUP {
            let left = groups - column / LANE_GROUP;
            let beside = if left >= wide { wide } else { S::PANELS.min(left) };
            let vectors = beside * (LANE_GROUP / S::LANES);
            let most = S::SUMS / vectors;
            let mut row = 0;
            for part in 0..total.div_ceil(most) {
                let rows = share(total, most, part);
                with_shape!(simd, rows, vectors, |F, V| {
                    // SAFETY: `write_to` held the fields against the record, and the gradient against
                    // the inputs and outputs.
                    unsafe { self.tile::<S, F, V>(simd, row, column) }
                });
                row += rows;
            }
            column += beside * LANE_GROUP;
        }
    }

    /// `F` rows of the gradient from `row` on, `V` vectors from `column` on.
    ///
    /// # Safety
    /// These rows and columns must exist.
    #[inline(always)]
    unsafe fn tile<S: Simd, const F: usize, const V: usize>(
        &mut self,
        simd: S,
        row: usize,
        column: usize,
    ) {
        let out = self.gradient.as_mut_ptr().wrapping_add(row * self.stride + column);
        let place = |f: usize, v: usize| out.wrapping_add(f * self.stride + v * S::LANES);
        let mut sums: Sums<S, F, V> = [[simd.splat(0.0); V]; F];
        for (panel, record) in self.records.chunks_exact(self.length).enumerate() {
            let Some(rows_left) = self.rows.checked_sub(panel * LANE_GROUP) else { break };
            let terms = Terms {
                values: record
                    .as_ptr()
                    .wrapping_add(self.layer.x + (self.first + row) * LANE_GROUP),
                row_step: LANE_GROUP,
                value_step: 1,
                vectors: record.as_ptr().wrapping_add(self.layer.turned + column),
                vector_step: turned_stride(self.layer.outputs),
                half_step: LANE_GROUP,
                count: rows_left.min(LANE_GROUP),
            };
            // Another core may have written the next record.
            let next = &self.records[((panel + 1) * self.length).min(self.records.len())..];
            for row in 0..LANE_GROUP {
                let at = self.layer.turned + column + row * turned_stride(self.layer.outputs);
                for line in 0..V * S::LANES / LANE_GROUP {
                    prefetch(next, at + line * LANE_GROUP);
                }
            }
            for f in 0..F {
                prefetch(next, self.layer.x + (self.first + row + f) * LANE_GROUP);
            }
            // SAFETY: the caller's promise.
            unsafe {
                add_terms::<S, F, V>(
                    simd,
                    terms,
                    &mut sums,
                    #[inline(always)]
                    |value, vector, sum| simd.mul_add(value, vector, sum),
                )
            };
        }
        for (f, sum) in sums.iter().enumerate() {
            for (v, vector) in sum.iter().enumerate() {
                // SAFETY: the caller's promise.
                unsafe { simd.store(place(f, v), *vector) };
            }
        }
    }

    #[inline(always)]
    fn rows_as_lanes<S: Simd>(&mut self, simd: S, outputs: Range<usize>) {
        let vectors = LANE_GROUP / S::LANES;
        let most = S::SUMS / vectors;
        let total = self.gradient.len() / self.stride;
        for output in outputs {
            let mut row = 0;
            for part in 0..total.div_ceil(most) {
                let rows = share(total, most, part);
                with_shape!(simd, rows, vectors, |F, V| {
                    // SAFETY: as above.
                    unsafe { self.column::<S, F, V>(simd, row, output) }
                });
                row += rows;
            }
        }
    }

    /// `F` rows from `row` on of one column of the gradient.
    ///
    /// # Safety
    /// These rows and this output must exist.
    #[inline(always)]
    unsafe fn column<S: Simd, const F: usize, const V: usize>(
        &mut self,
        simd: S,
        row: usize,
        output: usize,
    ) {
        let mut sums: Sums<S, F, V> = [[simd.splat(0.0); V]; F];
        let panels = self.rows.div_ceil(LANE_GROUP);
        for record in self.records.chunks_exact(self.length).take(panels) {
            let x = record.as_ptr().wrapping_add(self.layer.x + (self.first + row) * LANE_GROUP);
            let delta = record.as_ptr().wrapping_add(self.layer.delta + output * LANE_GROUP);
            for v in 0..V {
                let lane = v * S::LANES;
                // SAFETY: the caller's promise: these features exist in the fields.
                unsafe {
                    let delta = simd.load(delta.wrapping_add(lane));
                    for (f, sum) in sums.iter_mut().enumerate() {
                        let x = simd.load(x.wrapping_add(f * LANE_GROUP + lane));
                        sum[v] = simd.mul_add(x, delta, sum[v]);
                    }
                }
            }
        }
        for (f, sum) in sums.iter().enumerate() {
            let mut lanes = [0.0; LANE_GROUP];
            for (v, vector) in sum.iter().enumerate() {
                // SAFETY: V vectors are LANE_GROUP values.
                unsafe { simd.store(lanes.as_mut_ptr().wrapping_add(v * S::LANES), *vector) };
            }
            self.gradient[(row + f) * self.stride + output] = sum_of_lanes(lanes);
        }
    }
}

/// The sum of the lanes, always in this order.
#[inline(always)]
fn sum_of_lanes(lanes: [f32; LANE_GROUP]) -> f32 {
    let eight: [f32; 8] = std::array::from_fn(|i| lanes[i] + lanes[i + 8]);
    let four: [f32; 4] = std::array::from_fn(|i| eight[i] + eight[i + 4]);
    (four[0] + four[2]) + (four[1] + four[3])
}
