//! The gradient of a weight matrix: a sum over all rows of data, tile by tile.
//!
//! Its lanes are outputs. That takes the layer's delta with its outputs side by side, which
//! [`WeightGradient::turn`] makes. Where the outputs don't fill the last group of lanes by more than
//! half, their sums run along the rows of data instead, which costs a little at the end, but not a
//! vector that is nearly empty for each row.

use crate::isa::Isa;
use crate::records::field;
use crate::simd::{Kernel, Simd};
use crate::tile::{Add, Sums, Terms, add_terms, share, side_by_side, with_shape};
use crate::{LANE_GROUP, Records, odd_lines};

/// Outputs in the last, partial group from which on the group is summed with its lanes as outputs.
const WORTH_A_VECTOR: usize = LANE_GROUP / 2 + 1;

/// Where the gradient of one dense layer is summed from: fields of records.
#[derive(Debug, Clone, Copy)]
pub struct WeightGradient {
    /// The field of the layer's inputs; with a bias, one feature of ones after them.
    pub x: usize,
    /// The field that [`turn`](WeightGradient::turn) writes: [`turned_places`] values.
    pub turned: usize,
    /// Features in `x`, with the ones.
    pub inputs: usize,
    /// Features in `delta` that count.
    pub outputs: usize,
}

/// Some rows of a gradient, where it is written.
#[derive(Debug)]
pub struct GradientRows<'a> {
    /// The rows, one after the other.
    pub values: &'a mut [f32],
    /// From one row to the next.
    pub stride: usize,
    /// The input that the first of these rows belongs to.
    pub first: usize,
    /// What the sums begin with.
    pub start: Start,
}

/// What the sums of a gradient begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Nothing: what the places hold is overwritten.
    Zero,
    /// What the places hold: the sum over earlier rows of data.
    Held,
}

/// Outputs whose sums have them as lanes.
pub(crate) fn turned_outputs(outputs: usize) -> usize {
    outputs - tail_outputs(outputs)
}

/// Outputs whose sums run along the rows of data: the last ones.
pub(crate) fn tail_outputs(outputs: usize) -> usize {
    let tail = outputs % LANE_GROUP;
    if tail >= WORTH_A_VECTOR { 0 } else { tail }
}

/// From one row of a turned delta to the next.
pub(crate) fn turned_stride(outputs: usize) -> usize {
    odd_lines(turned_outputs(outputs))
}

/// The features that the field of a layer's delta has room for: whole groups.
pub fn delta_features(outputs: usize) -> usize {
    outputs.next_multiple_of(LANE_GROUP)
}

/// The places that the turned delta of a layer takes in a record: rows of data, and after them the
/// last outputs as they were.
pub fn turned_places(outputs: usize) -> usize {
    square_places(outputs) + tail_outputs(outputs) * LANE_GROUP
}

/// The places of the rows of data in a turned delta.
fn square_places(outputs: usize) -> usize {
    if turned_outputs(outputs) == 0 { 0 } else { LANE_GROUP * turned_stride(outputs) }
}

impl WeightGradient {
    /// Writes the delta of every record, the gradient of the loss with respect to the layer's outputs,
    /// with its outputs side by side, as [`write_to`](WeightGradient::write_to) wants it.
    ///
    /// The field `delta` has room for [`delta_features`] of outputs. Those past `outputs` may be
    /// anything, NaN too: they reach nothing but the places past `outputs` of the gradient's rows.
    ///
    /// # Panics
    /// Panics if a field doesn't fit its record, or the two overlap.
    pub fn turn(self, isa: Isa, records: Records<'_>, delta: usize) {
        assert!(self.outputs <= records.length / LANE_GROUP, "there are fewer outputs");
        let from = records.field(delta, delta_features(self.outputs));
        let to = records.field(self.turned, turned_places(self.outputs) / LANE_GROUP);
        assert!(from.end <= to.start || to.end <= from.start, "the fields overlap");
        isa.run(Turn { layer: self, delta, records });
    }

    /// `gradient[i] = Σ x[r][first + i] · delta[r]` over the rows r of data, in a fixed order, for
    /// the rows i of `gradient`.
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
        gradient: GradientRows<'_>,
    ) {
        assert!(length > 0 && self.outputs <= length / LANE_GROUP, "there are fewer outputs");
        field(length, self.x, self.inputs);
        field(length, self.turned, turned_places(self.outputs) / LANE_GROUP);
        let (inputs, outputs) = (self.inputs, self.outputs);
        let part = Part { records, length, rows, inputs, outputs, gradient };
        part.check();
        isa.run(Sum { layer: self, part });
    }
}

struct Turn<'a> {
    layer: WeightGradient,
    delta: usize,
    records: Records<'a>,
}

impl Kernel for Turn<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let (outputs, turned) = (self.layer.outputs, self.layer.turned);
        let whole = turned_outputs(outputs);
        let tail = self.delta + whole * LANE_GROUP..self.delta + outputs * LANE_GROUP;
        for record in self.records.values.chunks_exact_mut(self.records.length) {
            for first in (0..whole).step_by(LANE_GROUP) {
                // Both from one borrow: a second one would end the first.
                let record = record.as_mut_ptr();
                let from = record.wrapping_add(self.delta + first * LANE_GROUP);
                let to = record.wrapping_add(turned + first);
                // SAFETY: `turn` checked that both fields lie in the record, apart from each other,
                // and hold whole groups.
                unsafe { simd.transpose(from, LANE_GROUP, to, turned_stride(outputs)) };
            }
            if whole < outputs {
                record.copy_within(tail.clone(), turned + square_places(outputs));
            }
        }
    }
}

struct Sum<'a, 'b> {
    layer: WeightGradient,
    part: Part<'a, 'b>,
}

impl Kernel for Sum<'_, '_> {
    #[inline(always)]
    fn run<S: Simd>(mut self, simd: S) {
        let WeightGradient { x, turned, outputs, .. } = self.layer;
        let factors = Factors { values: x, value_step: LANE_GROUP, vectors: turned, together: 1 };
        self.part.outputs_as_lanes(
            simd,
            factors,
            #[inline(always)]
            |value, vector, sum| simd.mul_add(value, vector, sum),
        );
        self.part.rows_as_lanes(simd, x, turned + square_places(outputs));
    }
}

/// Some rows of a weight matrix's gradient, and the records that they are summed over.
pub(crate) struct Part<'a, 'b> {
    pub(crate) records: &'a [f32],
    /// Values in a record.
    pub(crate) length: usize,
    /// Rows of data.
    pub(crate) rows: usize,
    /// Rows of the whole gradient.
    pub(crate) inputs: usize,
    /// Columns of the gradient that count.
    pub(crate) outputs: usize,
    pub(crate) gradient: GradientRows<'b>,
}

/// Where in a record the factors of those sums stand that have outputs as lanes.
#[derive(Clone, Copy)]
pub(crate) struct Factors {
    /// The value of input 0 in the first term.
    pub(crate) values: usize,
    /// From one input's value to the next one's. The values of one input's terms stand side by side.
    pub(crate) value_step: usize,
    /// The outputs of the first term, of those that follow [`turned_stride`] places on.
    pub(crate) vectors: usize,
    /// Rows of data in a term.
    pub(crate) together: usize,
}

impl Part<'_, '_> {
    /// Holds the rows and columns against each other and the records; not the fields.
    pub(crate) fn check(&self) {
        let places = self.rows.div_ceil(LANE_GROUP).checked_mul(self.length);
        assert!(places.is_some_and(|places| places <= self.records.len()), "there are fewer rows");
        let columns = self.outputs.next_multiple_of(LANE_GROUP);
        assert!(self.gradient.stride >= columns, "the gradient's rows overlap");
        assert!(
            self.gradient.values.len().is_multiple_of(self.gradient.stride),
            "the gradient has a part of a row"
        );
        let end =
            self.gradient.first.checked_add(self.gradient.values.len() / self.gradient.stride);
        assert!(end.is_some_and(|end| end <= self.inputs), "there are fewer inputs");
    }

    /// Sums the columns that have outputs as lanes. The part and the fields were checked.
    #[inline(always)]
    pub(crate) fn outputs_as_lanes<S: Simd>(
        &mut self,
        simd: S,
        factors: Factors,
        add: impl Add<S>,
    ) {
        let groups = turned_outputs(self.outputs).div_ceil(LANE_GROUP);
        let mut column = 0;
        let total = self.gradient.values.len() / self.gradient.stride;
        while column < groups * LANE_GROUP {
            let beside = side_by_side::<S>(groups - column / LANE_GROUP);
            let vectors = beside * (LANE_GROUP / S::LANES);
            let most = S::SUMS / vectors;
            let mut row = 0;
            for part in 0..total.div_ceil(most) {
                let rows = share(total, most, part);
                with_shape!(simd, rows, vectors, |F, V| {
                    // SAFETY: whoever made the part held the fields against the record, and the
                    // gradient against the inputs and outputs.
                    unsafe { self.tile::<S, F, V>(simd, (row, column), factors, add) }
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
        (row, column): (usize, usize),
        factors: Factors,
        add: impl Add<S>,
    ) {
        let out =
            self.gradient.values.as_mut_ptr().wrapping_add(row * self.gradient.stride + column);
        let values = factors.values + (self.gradient.first + row) * factors.value_step;
        let (vectors, vector_step) = (factors.vectors + column, turned_stride(self.outputs));
        let mut sums: Sums<S, F, V> = [[simd.splat(0.0); V]; F];
        if self.gradient.start == Start::Held {
            for f in 0..F {
                for v in 0..V {
                    let place = out.wrapping_add(f * self.gradient.stride + v * S::LANES);
                    // SAFETY: the caller's promise.
                    sums[f][v] = unsafe { simd.load(place) };
                }
            }
        }
        for (panel, record) in self.records.chunks_exact(self.length).enumerate() {
            let Some(rows_left) = self.rows.checked_sub(panel * LANE_GROUP) else { break };
            let terms = Terms {
                values: record.as_ptr().wrapping_add(values),
                row_step: factors.value_step,
                value_step: 1,
                vectors: record.as_ptr().wrapping_add(vectors),
                vector_step,
                group_step: LANE_GROUP,
                count: rows_left.min(LANE_GROUP).div_ceil(factors.together),
                ahead: None,
            };
            // SAFETY: the caller's promise.
            unsafe { add_terms(simd, terms, &mut sums, add) };
        }
        for f in 0..F {
            for v in 0..V {
                let place = out.wrapping_add(f * self.gradient.stride + v * S::LANES);
                // SAFETY: the caller's promise.
                unsafe { simd.store(place, sums[f][v]) };
            }
        }
    }

    /// Sums the columns that run along the rows of data: field `x` holds the inputs, field `tail` the
    /// deltas of these columns alone. The part and the fields were checked.
    #[inline(always)]
    pub(crate) fn rows_as_lanes<S: Simd>(&mut self, simd: S, x: usize, tail: usize) {
        let vectors = LANE_GROUP / S::LANES;
        let total = self.gradient.values.len() / self.gradient.stride;
        let mut column = 0;
        while column < tail_outputs(self.outputs) {
            let left = tail_outputs(self.outputs) - column;
            // Columns side by side share their inputs, and their sums fill a square. Where lanes are in several
            // vectors, there are registers for few rows of them, which costs more.
            let beside = match (vectors, left) {
                (1, 4..) => 4,
                (1, 2..) => 2,
                _ => 1,
            };
            // As many as are summed up together.
            let most = (S::SUMS / (beside * vectors)).min(LANE_GROUP / beside);
            let mut row = 0;
            for part in 0..total.div_ceil(most) {
                let rows = share(total, most, part);
                let x = x + (self.gradient.first + row) * LANE_GROUP;
                let delta = tail + column * LANE_GROUP;
                with_shape!(simd, rows, beside * vectors, |F, V| {
                    // SAFETY: as above.
                    unsafe { self.columns::<S, F, V>(simd, (row, column), x, delta) }
                });
                row += rows;
            }
            column += beside;
        }
    }

    /// `F` rows from `row` on of the columns from number `column` of the last ones on, whose lanes fill `V`
    /// vectors: at most [`LANE_GROUP`] sums.
    ///
    /// # Safety
    /// These rows and columns must exist, and `x` and `delta` be their first features in a record.
    #[inline(always)]
    unsafe fn columns<S: Simd, const F: usize, const V: usize>(
        &mut self,
        simd: S,
        (row, column): (usize, usize),
        x: usize,
        delta: usize,
    ) {
        let vectors = LANE_GROUP / S::LANES;
        let beside = V / vectors;
        let mut sums: Sums<S, F, V> = [[simd.splat(0.0); V]; F];
        let panels = self.rows.div_ceil(LANE_GROUP);
        for record in self.records.chunks_exact(self.length).take(panels) {
            let (x, delta) = (record.as_ptr().wrapping_add(x), record.as_ptr().wrapping_add(delta));
            for lane in 0..vectors {
                for f in 0..F {
                    // SAFETY: the caller's promise: these features exist in the fields.
                    let x = unsafe { simd.load(x.wrapping_add(f * LANE_GROUP + lane * S::LANES)) };
                    for v in (lane..V).step_by(vectors) {
                        // SAFETY: as above.
                        let delta = unsafe { simd.load(delta.wrapping_add(v * S::LANES)) };
                        sums[f][v] = simd.mul_add(x, delta, sums[f][v]);
                    }
                }
            }
        }
        let totals = simd.sums_of_lanes(
            F * beside,
            #[inline(always)]
            |number, part| sums[number / beside][number % beside * vectors + part],
        );
        for (f, totals) in totals.chunks_exact(beside).take(F).enumerate() {
            let first = (row + f) * self.gradient.stride + turned_outputs(self.outputs) + column;
            for (place, total) in self.gradient.values[first..][..beside].iter_mut().zip(totals) {
                let held = if self.gradient.start == Start::Held { *place } else { 0.0 };
                *place = held + total;
            }
        }
    }
}
