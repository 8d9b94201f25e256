//! The gated linear unit (Dauphin and others, 2017): one half of the features opens and closes the other.

use crate::LANE_GROUP;
use crate::isa::Isa;
use crate::math;
use crate::simd::{Kernel, Simd, load_at, store_at};

/// a / (1 + e⁻ᵇ), for the first half a and the second half b of the features of `x`.
///
/// # Panics
/// Panics if `x` isn't twice as long as `out`.
pub fn glu(isa: Isa, x: &[f32], out: &mut [f32]) {
    check(x, out);
    isa.run(Forward { x, out });
}

/// The gradient with respect to `x` of [`glu`], from that with respect to its outputs.
///
/// # Panics
/// Panics if `x` and its gradient aren't twice as long as the gradient of the outputs.
pub fn glu_backward(isa: Isa, x: &[f32], gradient: &[f32], out: &mut [f32]) {
    check(x, gradient);
    check(out, gradient);
    isa.run(Backward { x, gradient, out });
}

fn check(whole: &[f32], half: &[f32]) {
    assert!(half.len().is_multiple_of(LANE_GROUP) && whole.len() == 2 * half.len());
}

struct Forward<'a> {
    x: &'a [f32],
    out: &'a mut [f32],
}

impl Kernel for Forward<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let (a, b) = self.x.split_at(self.out.len());
        for at in (0..a.len()).step_by(S::LANES) {
            let gate = math::sigmoid_or_zero(simd, load_at(simd, b, at));
            let out = simd.mul(load_at(simd, a, at), gate);
            store_at(simd, self.out, at, simd.without_denormals(out));
        }
    }
}

struct Backward<'a> {
    x: &'a [f32],
    gradient: &'a [f32],
    out: &'a mut [f32],
}

impl Kernel for Backward<'_> {
    /// g·σ(b) and g·a·σ(b)·(1 - σ(b))
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let (a, b) = self.x.split_at(self.gradient.len());
        let (to_a, to_b) = self.out.split_at_mut(self.gradient.len());
        for at in (0..a.len()).step_by(S::LANES) {
            let g = load_at(simd, self.gradient, at);
            let gate = math::sigmoid_or_zero(simd, load_at(simd, b, at));
            let shut = simd.sub(simd.splat(1.0), gate);
            let open = simd.product_without_tiny(g, gate);
            let turned = simd.product_without_tiny(open, simd.mul(load_at(simd, a, at), shut));
            store_at(simd, to_a, at, open);
            store_at(simd, to_b, at, turned);
        }
    }
}
