//! What kernels of bf16 need beyond the vocabulary of `simd.rs`.

use crate::simd::Simd;

/// Vectors of [`LANE_GROUP`](crate::LANE_GROUP) places, each with two bf16 values in the bits of one
/// `f32`.
pub(crate) trait Pairs: Simd {
    /// The values of `first`, and after them those of `second`, rounded to bf16.
    fn halves(self, first: Self::Vector, second: Self::Vector) -> Self::Vector;
    /// Pairs out of what [`halves`](Pairs::halves) returned: in place i, value i of the first vector in
    /// the low bits and value i of the second in the high bits.
    fn interleave(self, halves: Self::Vector) -> Self::Vector;
    /// c + a·b, where a and b hold two values in each place, and the products of the high ones are
    /// added first.
    fn dot(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector;
}

/// Work with bf16 values: the body of a kernel, before the instructions are chosen.
pub(crate) trait PairKernel {
    /// Runs the work with the given instructions.
    fn run<S: Pairs>(self, simd: S);
}
