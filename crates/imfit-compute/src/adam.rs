//! The arithmetic of one Adam step.

use crate::isa::Isa;
use crate::simd::{Kernel, Simd, load_at, store_at};

/// The numbers of one step, the same for every parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AdamStep {
    /// The learning rate with both bias corrections in it: α·√(1 - β₂ᵗ) / (1 - β₁ᵗ).
    pub step_size: f32,
    /// 1 - β₁
    pub one_minus_beta_1: f32,
    /// 1 - β₂
    pub one_minus_beta_2: f32,
    /// Added to the square root.
    pub epsilon: f32,
}

impl AdamStep {
    /// Moves `values` against `gradient` and updates both moments. What would be denormal in a
    /// moment, or in the square of the gradient, is zero. All of one length, a multiple of
    /// the lane group.
    ///
    /// # Panics
    /// Panics if the lengths differ.
    pub fn apply(
        self,
        isa: Isa,
        values: &mut [f32],
        gradient: &[f32],
        first_moment: &mut [f32],
        second_moment: &mut [f32],
    ) {
        let length = values.len();
        assert!(gradient.len() == length, "values and gradient differ in length");
        assert!(first_moment.len() == length && second_moment.len() == length);
        isa.run(Apply { step: self, values, gradient, first_moment, second_moment });
    }
}

struct Apply<'a> {
    step: AdamStep,
    values: &'a mut [f32],
    gradient: &'a [f32],
    first_moment: &'a mut [f32],
    second_moment: &'a mut [f32],
}

impl Kernel for Apply<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let towards_first = simd.splat(self.step.one_minus_beta_1);
        let towards_second = simd.splat(self.step.one_minus_beta_2);
        let step_size = simd.splat(self.step.step_size);
        let epsilon = simd.splat(self.step.epsilon);
        for at in (0..self.values.len()).step_by(S::LANES) {
            let g = load_at(simd, self.gradient, at);
            let m = load_at(simd, self.first_moment, at);
            let v = load_at(simd, self.second_moment, at);
            let squared = without_tiny(simd, g, SQUARE_IS_NORMAL);
            let squared = simd.mul(squared, squared);
            let m = simd.mul_add(simd.sub(g, m), towards_first, m);
            let v = simd.mul_add(simd.sub(squared, v), towards_second, v);
            let m = without_tiny(simd, m, f32::MIN_POSITIVE);
            let v = without_tiny(simd, v, f32::MIN_POSITIVE);
            let step = simd.div(simd.mul(m, step_size), simd.add(simd.sqrt(v), epsilon));
            let value = simd.sub(load_at(simd, self.values, at), step);
            store_at(simd, self.first_moment, at, m);
            store_at(simd, self.second_moment, at, v);
            store_at(simd, self.values, at, value);
        }
    }
}

/// 2⁻⁶³: the square of anything smaller is below the normal numbers.
const SQUARE_IS_NORMAL: f32 = 1.084_202_2e-19;

/// Zero where `value` is smaller than `least` in size, else `value`.
///
/// The moments of a weight whose gradient has become zero would otherwise decay into the denormal
/// numbers and stay there for ever, where a square root takes several times as long.
#[inline(always)]
fn without_tiny<S: Simd>(simd: S, value: S::Vector, least: f32) -> S::Vector {
    simd.select_gt(simd.splat(least), simd.abs(value), simd.splat(0.0), value)
}
