//! The dense product of bf16 and its transpose, on panels of rows. A term is two features of the vectors, in pairs, and
//! two values for each feature that is written.

use super::{PairKernel, Pairs};
use crate::product::{Backward, Forward};
use crate::tile::Add;

impl PairKernel for Forward<'_, '_> {
    #[inline(always)]
    fn run<S: Pairs>(self, simd: S) {
        self.sum(simd, dot(simd));
    }
}

impl PairKernel for Backward<'_, '_> {
    #[inline(always)]
    fn run<S: Pairs>(self, simd: S) {
        self.sum(simd, dot(simd));
    }
}

#[inline(always)]
fn dot<S: Pairs>(simd: S) -> impl Add<S> {
    #[inline(always)]
    move |value, vector, sum| simd.dot(value, vector, sum)
}
