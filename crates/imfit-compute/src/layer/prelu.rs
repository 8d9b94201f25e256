//! The rectifier whose slope below 0 is learnt (He and others, 2015).

use crate::LANE_GROUP;
use crate::isa::Isa;
use crate::simd::{Kernel, Simd, load_at, store_at};

/// x above 0, alpha·x below, with an `alpha` for each feature: from the field `x` to `out`.
///
/// # Panics
/// Panics if the lengths differ.
pub fn prelu(isa: Isa, alpha: &[f32], x: &[f32], out: &mut [f32]) {
    check(alpha, [x, out]);
    isa.run(Forward { alpha, x, out });
}

/// Replaces the gradient of the outputs by that of the inputs, and writes what each row adds to the
/// gradient of each alpha to `terms`. At 0 both are 0, as in Keras.
///
/// # Panics
/// Panics if the lengths differ.
pub fn prelu_backward(isa: Isa, alpha: &[f32], x: &[f32], gradient: &mut [f32], terms: &mut [f32]) {
    check(alpha, [x, gradient]);
    check(alpha, [x, terms]);
    isa.run(Backward { alpha, x, gradient, terms });
}

fn check(alpha: &[f32], fields: [&[f32]; 2]) {
    let fits = fields.iter().all(|field| field.len() == alpha.len() * LANE_GROUP);
    assert!(fits, "a field has another number of features than there are alphas");
}

struct Forward<'a> {
    alpha: &'a [f32],
    x: &'a [f32],
    out: &'a mut [f32],
}

impl Kernel for Forward<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let zero = simd.splat(0.0);
        for (feature, alpha) in self.alpha.iter().enumerate() {
            let alpha = simd.splat(*alpha);
            for at in (feature * LANE_GROUP..(feature + 1) * LANE_GROUP).step_by(S::LANES) {
                let x = load_at(simd, self.x, at);
                let below = simd.without_denormals(simd.mul(alpha, x));
                store_at(simd, self.out, at, simd.select_gt(x, zero, x, below));
            }
        }
    }
}

struct Backward<'a> {
    alpha: &'a [f32],
    x: &'a [f32],
    gradient: &'a mut [f32],
    terms: &'a mut [f32],
}

impl Kernel for Backward<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let zero = simd.splat(0.0);
        for (feature, alpha) in self.alpha.iter().enumerate() {
            let alpha = simd.splat(*alpha);
            for at in (feature * LANE_GROUP..(feature + 1) * LANE_GROUP).step_by(S::LANES) {
                let x = load_at(simd, self.x, at);
                let g = load_at(simd, self.gradient, at);
                let term = simd.select_gt(zero, x, simd.mul(g, x), zero);
                let below = simd.without_tiny(simd.mul(g, alpha));
                let g = simd.select_gt(x, zero, g, simd.select_gt(zero, x, below, zero));
                store_at(simd, self.terms, at, term);
                store_at(simd, self.gradient, at, g);
            }
        }
    }
}
