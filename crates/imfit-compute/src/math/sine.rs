//! Sine and cosine.
//!
//! Both are ±sin r, where r is what is left of x after taking away a multiple of π: a whole one for the
//! sine, a whole one and a half for the cosine. So both keep their relative accuracy around their zeros.

use super::{large_angle, polynomial};
use crate::LANE_GROUP;
use crate::simd::{ROUNDER, Simd, load_at, store_at};

/// π in three parts, each cut off after 24 bits: the multiple times the first part is taken from x
/// without any rounding.
const PI_HIGH: f32 = 3.141_592_5;
const PI_MIDDLE: f32 = 1.509_957_9e-7;
const PI_LOW: f32 = 1.078_060_5e-14;

/// (sin r / r - 1) / r² in powers of r², highest first, for |r| <= π / 2: sin r is then at most 6.4e-9
/// off, in relative terms. Fitted by minimax with the coefficients rounded to `f32` one after the other.
const SERIES: [f32; 4] = [2.605_784e-6, -1.980_966_6e-4, 8.333_068e-3, -0.166_666_6];

/// Up to here three parts of π are enough; larger angles are taken apart lane by lane.
const LARGEST: f32 = 131_072.0;

/// The two functions, by what is added to x / π before it is rounded to a whole number k.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Wave {
    /// x = k·π + r, sin x = (-1)ᵏ·sin r
    Sine,
    /// x = (k - ½)·π + r, cos x = (-1)ᵏ·sin r
    Cosine,
}

/// An angle without its multiple of π.
#[derive(Clone, Copy)]
struct Reduced<V> {
    /// Between -π / 2 and π / 2, but for roundings.
    r: V,
    /// Where k is odd the sign bit, else nothing.
    sign: V,
}

/// sin x, NaN for infinite x. At most 1.759 ulp off, 1.756 portable.
#[inline(always)]
pub(crate) fn sin<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    let magnitude = simd.abs(x);
    let reduced = reduce(simd, magnitude, Wave::Sine);
    simd.xor(sine_of(simd, reduced), simd.xor(x, magnitude))
}

/// [`sin`] in fewer steps, but 0 where x is -0: the multiples of π on both sides of 0 are the same.
#[inline(always)]
pub(crate) fn sin_without_sign_of_zero<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    sine_of(simd, reduce(simd, x, Wave::Sine))
}

/// cos x, NaN for infinite x. At most 1.778 ulp off, 1.798 portable.
#[inline(always)]
pub(crate) fn cos<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    sine_of(simd, reduce(simd, simd.abs(x), Wave::Cosine))
}

/// (-1)ᵏ·sin r
#[inline(always)]
fn sine_of<S: Simd>(simd: S, reduced: Reduced<S::Vector>) -> S::Vector {
    let Reduced { r, sign } = reduced;
    let square = simd.mul(r, r);
    let series = polynomial(simd, square, SERIES);
    simd.xor(simd.mul_add_fused(simd.mul(square, r), series, r), sign)
}

/// Takes the multiple of π from `x`.
#[inline(always)]
fn reduce<S: Simd>(simd: S, x: S::Vector, wave: Wave) -> Reduced<S::Vector> {
    let reduced = reduce_small(simd, x, wave);
    let any = simd.any_gt(simd.abs(x), simd.splat(LARGEST));
    if any { with_large(simd, x, wave, reduced) } else { reduced }
}

#[inline(always)]
fn reduce_small<S: Simd>(simd: S, x: S::Vector, wave: Wave) -> Reduced<S::Vector> {
    let (turns, rounder) = (simd.splat(std::f32::consts::FRAC_1_PI), simd.splat(ROUNDER));
    let half = simd.splat(0.5);
    let (shifted, multiple) = match wave {
        Wave::Sine => {
            let shifted = simd.mul_add(x, turns, rounder);
            (shifted, simd.sub(shifted, rounder))
        }
        Wave::Cosine => {
            let shifted = simd.add(simd.mul_add(x, turns, half), rounder);
            (shifted, simd.sub(simd.sub(shifted, rounder), half))
        }
    };
    let r = simd.mul_add_fused(multiple, simd.splat(-PI_HIGH), x);
    let r = simd.mul_add_fused(multiple, simd.splat(-PI_MIDDLE), r);
    let r = simd.mul_add_fused(multiple, simd.splat(-PI_LOW), r);
    // The lowest bit of `shifted` is that of k.
    Reduced { r, sign: simd.shift_into_sign(shifted) }
}

/// `reduced`, but with the lanes of large x taken apart exactly.
#[inline(always)]
fn with_large<S: Simd>(
    simd: S,
    x: S::Vector,
    wave: Wave,
    reduced: Reduced<S::Vector>,
) -> Reduced<S::Vector> {
    let [mut angles, mut r, mut sign] = [[0.0; LANE_GROUP]; 3];
    store_at(simd, &mut angles, 0, x);
    store_at(simd, &mut r, 0, reduced.r);
    store_at(simd, &mut sign, 0, reduced.sign);
    reduce_lanes(&angles, wave, &mut r, &mut sign);
    Reduced { r: load_at(simd, &r, 0), sign: load_at(simd, &sign, 0) }
}

/// Replaces r and the sign bit where the angle is large.
#[cold]
#[inline(never)]
fn reduce_lanes(
    angles: &[f32; LANE_GROUP],
    wave: Wave,
    r: &mut [f32; LANE_GROUP],
    sign: &mut [f32; LANE_GROUP],
) {
    for (lane, angle) in angles.iter().enumerate() {
        if angle.abs() > LARGEST {
            let (rest, odd) = large_angle::reduce(angle.abs(), wave);
            r[lane] = rest * angle.signum();
            sign[lane] = if odd { -0.0 } else { 0.0 };
        }
    }
}
