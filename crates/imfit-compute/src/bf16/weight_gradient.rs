//! The gradient of a weight matrix from bf16 values: a sum over pairs of rows of data.

use super::layer::Bf16Layer;
use super::{PairKernel, Pairs};
use crate::LANE_GROUP;
use crate::tile::{Sums, Terms, add_terms, share, with_shape};
use crate::weight_gradient::{turned_outputs, turned_stride};

/// The columns of a gradient that have outputs as lanes, for some of its rows.
pub(super) struct Sum<'a, 'b> {
    pub(super) layer: Bf16Layer,
    pub(super) records: &'a [f32],
    /// Values in a record.
    pub(super) length: usize,
    /// Rows of data.
    pub(super) rows: usize,
    /// The input that the gradient's first row belongs to.
    pub(super) first: usize,
    pub(super) gradient: &'b mut [f32],
    /// From one row of the gradient to the next.
    pub(super) stride: usize,
}

impl PairKernel for Sum<'_, '_> {
    #[inline(always)]
    fn run<S: Pairs>(mut self, simd: S) {
        const { assert!(S::LANES == LANE_GROUP) };
        let end = turned_outputs(self.layer.outputs).next_multiple_of(LANE_GROUP);
        let total = self.gradient.len() / self.stride;
        let mut column = 0;
        while column < end {
            let vectors = S::PANELS.min((end - column) / LANE_GROUP);
            let most = S::SUMS / vectors;
            let mut row = 0;
            for part in 0..total.div_ceil(most) {
                let rows = share(total, most, part);
                with_shape!(simd, rows, vectors, |F, V| {
                    // SAFETY: `Bf16Layer` held the fields against the record, and the gradient
                    // against the inputs and outputs.
                    unsafe { self.tile::<S, F, V>(simd, row, column) }
                });
                row += rows;
            }
            column += vectors * LANE_GROUP;
        }
    }
}

impl Sum<'_, '_> {
    /// `F` rows of the gradient from `row` on, `V` vectors from `column` on.
    ///
    /// # Safety
    /// These rows and columns must exist.
    #[inline(always)]
    unsafe fn tile<S: Pairs, const F: usize, const V: usize>(
        &mut self,
        simd: S,
        row: usize,
        column: usize,
    ) {
        const PAIRS: usize = LANE_GROUP / 2;
        let out = self.gradient.as_mut_ptr().wrapping_add(row * self.stride + column);
        let mut sums: Sums<S, F, V> = [[simd.splat(0.0); V]; F];
        for (panel, record) in self.records.chunks_exact(self.length).enumerate() {
            let Some(rows_left) = self.rows.checked_sub(panel * LANE_GROUP) else { break };
            let record = record.as_ptr();
            let terms = Terms {
                values: record.wrapping_add(self.layer.x_halves + (self.first + row) * PAIRS),
                row_step: PAIRS,
                value_step: 1,
                vectors: record.wrapping_add(self.layer.turned + column),
                vector_step: turned_stride(self.layer.outputs),
                half_step: LANE_GROUP,
                count: rows_left.min(LANE_GROUP).div_ceil(2),
            };
            // SAFETY: the caller's promise.
            unsafe {
                add_terms::<S, F, V>(
                    simd,
                    terms,
                    &mut sums,
                    #[inline(always)]
                    |value, vector, sum| simd.dot(value, vector, sum),
                )
            };
        }
        for (f, sum) in sums.iter().enumerate() {
            for (v, vector) in sum.iter().enumerate() {
                // SAFETY: the caller's promise.
                unsafe { simd.store(out.wrapping_add(f * self.stride + v * LANE_GROUP), *vector) };
            }
        }
    }
}
