//! Our own vector functions: the same bytes on every platform, which a libm doesn't promise.
//!
//! Each is at most 2 units in the last place (ulp) from the exact value, for every `f32` there is and on
//! every instruction set. The maxima in the comments were measured over all 2³² arguments, those of `expm1`,
//! `log` and `softplus` over every 61st, by `examples/accuracy.rs`; "fused" means AVX-512, AVX2 and NEON, which give the same bytes.
//! Divisions and square roots are the correctly rounded instructions: the approximate ones differ
//! between processors.

mod exp;
mod expm1;
mod large_angle;
mod log;
mod normal;
mod power;
mod sigmoid;
mod sine;
mod softplus;
mod tanh;

pub(crate) use exp::{Reduced, exp, exp_or_zero, reduce};
pub(crate) use expm1::expm1;
pub(crate) use log::log;
pub(crate) use normal::{FAR, Normal, normal};
pub(crate) use power::power;
pub(crate) use sigmoid::{
    SIGMOID_IS_1, SigmoidQuotient, sigmoid, sigmoid_or_zero, sigmoid_quotient,
};
pub(crate) use sine::{cos, sin, sin_without_sign_of_zero};
pub(crate) use softplus::{softplus, softplus_derivative, softplus_or_zero};
pub(crate) use tanh::tanh;

use crate::simd::Simd;

/// c₀ + c₁x + c₂x² + ..., for `coefficients` that begin with the highest power.
#[inline(always)]
fn polynomial<S: Simd, const N: usize>(simd: S, x: S::Vector, coefficients: [f32; N]) -> S::Vector {
    let mut sum = simd.splat(coefficients[0]);
    for coefficient in &coefficients[1..] {
        sum = simd.mul_add(sum, x, simd.splat(*coefficient));
    }
    sum
}
