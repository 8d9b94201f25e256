//! Losses of several classes, whose target is one number: which class is right, counted from 0.

use super::EPSILON;
use super::rows::{largest_and_sum, sum};
use super::terms::inside;
use crate::LANE_GROUP;
use crate::math::{self, power};
use crate::simd::{Simd, load_at, store_at};

/// The places of each class, with the class as a number.
#[inline(always)]
fn classes(p: &[f32], lane: usize) -> impl Iterator<Item = (usize, f32)> {
    (lane..p.len()).step_by(LANE_GROUP).enumerate().map(|(class, at)| (at, class as f32))
}

/// `then` where the target is the class, else `otherwise`.
#[inline(always)]
fn if_class<S: Simd>(
    simd: S,
    target: S::Vector,
    class: f32,
    then: S::Vector,
    otherwise: S::Vector,
) -> S::Vector {
    let off = simd.abs(simd.sub(target, simd.splat(class)));
    simd.select_gt(simd.splat(0.5), off, then, otherwise)
}

/// What the right class has.
#[inline(always)]
fn of_right<S: Simd>(simd: S, p: &[f32], target: S::Vector, lane: usize) -> S::Vector {
    let mut right = simd.splat(0.0);
    for (at, class) in classes(p, lane) {
        right = if_class(simd, target, class, load_at(simd, p, at), right);
    }
    right
}

/// The sum of the shares, held between ε and 1 - ε.
#[inline(always)]
fn whole<S: Simd>(simd: S, p: &[f32], lane: usize) -> S::Vector {
    sum(
        simd,
        (p, p),
        lane,
        #[inline(always)]
        |p, _| simd.clamp(EPSILON, p, 1.0 - EPSILON),
    )
}

/// -ln(p / Σ p) of the right class, p held between ε and 1 - ε.
#[inline(always)]
pub(super) fn entropy<S: Simd>(simd: S, p: &[f32], t: &[f32], lane: usize) -> S::Vector {
    let right = of_right(simd, p, load_at(simd, t, lane), lane);
    let held = simd.clamp(EPSILON, right, 1.0 - EPSILON);
    simd.sub(math::log(simd, whole(simd, p, lane)), math::log(simd, held))
}

/// 1 / Σ p, less 1 / p for the right class; 0 where p is held.
#[inline(always)]
pub(super) fn entropy_slopes<S: Simd>(
    simd: S,
    p: &[f32],
    t: &[f32],
    lane: usize,
    scale: S::Vector,
    out: &mut [f32],
) {
    let (target, one) = (load_at(simd, t, lane), simd.splat(1.0));
    let of_whole = simd.div(one, whole(simd, p, lane));
    for (at, class) in classes(p, lane) {
        let p = load_at(simd, p, at);
        let of_right = simd.sub(of_whole, simd.div(one, p));
        let slope = if_class(simd, target, class, of_right, of_whole);
        let slope = simd.mul(scale, inside(simd, EPSILON, p, 1.0 - EPSILON, slope));
        store_at(simd, out, at, simd.without_tiny(slope));
    }
}

/// ln Σ e^x - x of the right class.
#[inline(always)]
pub(super) fn logit_entropy<S: Simd>(simd: S, x: &[f32], t: &[f32], lane: usize) -> S::Vector {
    let [largest, whole] = largest_and_sum(simd, x, lane);
    let right = of_right(simd, x, load_at(simd, t, lane), lane);
    simd.add(math::log(simd, whole), simd.sub(largest, right))
}

/// softmax(x), less 1 for the right class.
#[inline(always)]
pub(super) fn logit_entropy_slopes<S: Simd>(
    simd: S,
    x: &[f32],
    t: &[f32],
    lane: usize,
    scale: S::Vector,
    out: &mut [f32],
) {
    let [largest, whole] = largest_and_sum(simd, x, lane);
    for at in (lane..x.len()).step_by(LANE_GROUP) {
        let power = math::exp(simd, simd.sub(load_at(simd, x, at), largest));
        store_at(simd, out, at, simd.div(power, whole));
    }
    less_right(simd, t, lane, scale, out);
}

/// The same for the softmax p of the logits.
#[inline(always)]
pub(super) fn softmax_entropy_slopes<S: Simd>(
    simd: S,
    p: &[f32],
    t: &[f32],
    lane: usize,
    scale: S::Vector,
    out: &mut [f32],
) {
    for at in (lane..p.len()).step_by(LANE_GROUP) {
        store_at(simd, out, at, load_at(simd, p, at));
    }
    less_right(simd, t, lane, scale, out);
}

/// Takes 1 from the right class, and multiplies by `scale`.
#[inline(always)]
fn less_right<S: Simd>(simd: S, t: &[f32], lane: usize, scale: S::Vector, out: &mut [f32]) {
    let target = load_at(simd, t, lane);
    for class in 0..out.len() / LANE_GROUP {
        let at = class * LANE_GROUP + lane;
        let p = load_at(simd, out, at);
        let less = simd.sub(p, simd.splat(1.0));
        let slope = simd.mul(scale, if_class(simd, target, class as f32, less, p));
        store_at(simd, out, at, simd.without_tiny(slope));
    }
}

/// (1 - p^q) / q of the right class's p.
#[inline(always)]
pub(super) fn generalized<S: Simd>(
    simd: S,
    p: &[f32],
    t: &[f32],
    lane: usize,
    q: f32,
) -> S::Vector {
    let right = of_right(simd, p, load_at(simd, t, lane), lane);
    let lost = simd.sub(simd.splat(1.0), power(simd, right, q));
    simd.div(lost, simd.splat(q))
}

/// -p^(q - 1) for the right class. A p of 0 is taken for ε: the slope there is infinite.
#[inline(always)]
pub(super) fn generalized_slopes<S: Simd>(
    simd: S,
    (p, t): (&[f32], &[f32]),
    lane: usize,
    q: f32,
    scale: S::Vector,
    out: &mut [f32],
) {
    let target = load_at(simd, t, lane);
    for (at, class) in classes(p, lane) {
        let p = simd.max(simd.splat(EPSILON), load_at(simd, p, at));
        let slope = simd.neg(simd.mul(scale, power(simd, p, q - 1.0)));
        let slope = if_class(simd, target, class, slope, simd.splat(0.0));
        store_at(simd, out, at, simd.without_tiny(slope));
    }
}
