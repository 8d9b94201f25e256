//! The dense product of bf16 and its transpose, on panels of rows.

use super::{PairKernel, Pairs};
use crate::product::{AsItIs, Sweep};

/// A product whose terms are two features of the vectors, in pairs, and two values for each feature
/// that is written.
pub(super) struct Product<'a, 'b>(pub(super) Sweep<'a, 'b>);

impl PairKernel for Product<'_, '_> {
    #[inline(always)]
    fn run<S: Pairs>(self, simd: S) {
        self.0.run(
            simd,
            #[inline(always)]
            |value, vector, sum| simd.dot(value, vector, sum),
            AsItIs,
        );
    }
}
