//! Losses that look at all features of a row at once: sums over features come first. `lane` is the first
//! of the lanes that are worked on.

use super::EPSILON;
use super::terms::{inside, smoothed};
use crate::LANE_GROUP;
use crate::math;
use crate::simd::{Simd, load_at, store_at};

/// A vector's length is taken for no less than the root of this.
const LEAST_SQUARE: f32 = 1e-12;

/// The sum over the features of what `f` makes of a prediction and a target.
#[inline(always)]
pub(super) fn sum<S: Simd>(
    simd: S,
    (prediction, target): (&[f32], &[f32]),
    lane: usize,
    f: impl Fn(S::Vector, S::Vector) -> S::Vector,
) -> S::Vector {
    let mut sum = simd.splat(0.0);
    for at in (lane..prediction.len()).step_by(LANE_GROUP) {
        let (p, t) = (load_at(simd, prediction, at), load_at(simd, target, at));
        sum = simd.add(sum, f(p, t));
    }
    sum
}

/// The sum over the features.
#[inline(always)]
pub(super) fn total<S: Simd>(simd: S, x: &[f32], lane: usize) -> S::Vector {
    sum(
        simd,
        (x, x),
        lane,
        #[inline(always)]
        |x, _| x,
    )
}

/// The scalar product.
#[inline(always)]
pub(super) fn product<S: Simd>(simd: S, sides: (&[f32], &[f32]), lane: usize) -> S::Vector {
    sum(
        simd,
        sides,
        lane,
        #[inline(always)]
        |p, t| simd.mul(p, t),
    )
}

/// The largest of what `f` makes of a prediction and a target.
#[inline(always)]
pub(super) fn largest<S: Simd>(
    simd: S,
    (prediction, target): (&[f32], &[f32]),
    lane: usize,
    f: impl Fn(S::Vector, S::Vector) -> S::Vector,
) -> S::Vector {
    let mut largest = simd.splat(f32::NEG_INFINITY);
    for at in (lane..prediction.len()).step_by(LANE_GROUP) {
        let (p, t) = (load_at(simd, prediction, at), load_at(simd, target, at));
        largest = simd.max(largest, f(p, t));
    }
    largest
}

/// Writes what `f` makes of each prediction and target.
#[inline(always)]
pub(super) fn write<S: Simd>(
    simd: S,
    (prediction, target): (&[f32], &[f32]),
    lane: usize,
    out: &mut [f32],
    f: impl Fn(S::Vector, S::Vector) -> S::Vector,
) {
    for at in (lane..prediction.len()).step_by(LANE_GROUP) {
        let (p, t) = (load_at(simd, prediction, at), load_at(simd, target, at));
        store_at(simd, out, at, simd.without_tiny(f(p, t)));
    }
}

/// What each class gets of the targets that smoothing takes away.
pub(super) fn share(field: &[f32]) -> f32 {
    1.0 / (field.len() / LANE_GROUP) as f32
}

/// The scalar product of p and t, and the lengths of both, never quite 0.
#[inline(always)]
fn product_and_lengths<S: Simd>(simd: S, p: &[f32], t: &[f32], lane: usize) -> [S::Vector; 3] {
    let length =
        |of: &[f32]| simd.sqrt(simd.max(simd.splat(LEAST_SQUARE), product(simd, (of, of), lane)));
    [product(simd, (p, t), lane), length(p), length(t)]
}

/// -p·t / (|p|·|t|)
#[inline(always)]
pub(super) fn cosine<S: Simd>(simd: S, p: &[f32], t: &[f32], lane: usize) -> S::Vector {
    let [product, p_length, t_length] = product_and_lengths(simd, p, t, lane);
    simd.neg(simd.div(product, simd.mul(p_length, t_length)))
}

/// (p·cos / |p| - t / |t|) / |p|
#[inline(always)]
pub(super) fn cosine_slopes<S: Simd>(
    simd: S,
    p: &[f32],
    t: &[f32],
    lane: usize,
    scale: S::Vector,
    out: &mut [f32],
) {
    let [product, p_length, t_length] = product_and_lengths(simd, p, t, lane);
    let cosine = simd.div(product, simd.mul(p_length, t_length));
    // Of a vector that is 0 the length is held, and doesn't change with it.
    let moves = simd.select_gt(p_length, simd.splat(1e-6), cosine, simd.splat(0.0));
    let scale = simd.div(scale, p_length);
    let (along, across) = (simd.div(moves, p_length), simd.div(simd.splat(1.0), t_length));
    write(
        simd,
        (p, t),
        lane,
        out,
        #[inline(always)]
        |p, t| simd.mul(scale, simd.sub(simd.mul(p, along), simd.mul(t, across))),
    );
}

/// -Σ t·ln p, for p divided by their sum and held between ε and 1 - ε
#[inline(always)]
pub(super) fn entropy<S: Simd>(
    simd: S,
    p: &[f32],
    t: &[f32],
    lane: usize,
    smoothing: f32,
) -> S::Vector {
    let whole = total(simd, p, lane);
    let entropy = sum(
        simd,
        (p, t),
        lane,
        #[inline(always)]
        |p, target| {
            let held = simd.clamp(EPSILON, simd.div(p, whole), 1.0 - EPSILON);
            simd.mul(smoothed(simd, target, smoothing, share(t)), math::log(simd, held))
        },
    );
    simd.neg(entropy)
}

/// With q = p / Σ p it is (Σ t - t / q) / Σ p, sums over those q that aren't held.
#[inline(always)]
pub(super) fn entropy_slopes<S: Simd>(
    simd: S,
    p: &[f32],
    t: &[f32],
    lane: usize,
    smoothing: f32,
    scale: S::Vector,
    out: &mut [f32],
) {
    let whole = total(simd, p, lane);
    let of_free = |q: S::Vector, value: S::Vector| inside(simd, EPSILON, q, 1.0 - EPSILON, value);
    let targets = sum(
        simd,
        (p, t),
        lane,
        #[inline(always)]
        |p, target| of_free(simd.div(p, whole), smoothed(simd, target, smoothing, share(t))),
    );
    let scale = simd.div(scale, whole);
    write(
        simd,
        (p, t),
        lane,
        out,
        #[inline(always)]
        |p, target| {
            let q = simd.div(p, whole);
            let quotient = simd.div(smoothed(simd, target, smoothing, share(t)), q);
            simd.mul(scale, simd.sub(targets, of_free(q, quotient)))
        },
    );
}

/// The largest logit of each row, and the sum of e^(logit - the largest).
#[inline(always)]
pub(super) fn largest_and_sum<S: Simd>(simd: S, x: &[f32], lane: usize) -> [S::Vector; 2] {
    let largest = largest(
        simd,
        (x, x),
        lane,
        #[inline(always)]
        |x, _| x,
    );
    let whole = sum(
        simd,
        (x, x),
        lane,
        #[inline(always)]
        |x, _| math::exp(simd, simd.sub(x, largest)),
    );
    [largest, whole]
}

/// Σ t·(ln Σ e^x - x)
#[inline(always)]
pub(super) fn logit_entropy<S: Simd>(
    simd: S,
    x: &[f32],
    t: &[f32],
    lane: usize,
    smoothing: f32,
) -> S::Vector {
    let [largest, whole] = largest_and_sum(simd, x, lane);
    let log = math::log(simd, whole);
    sum(
        simd,
        (x, t),
        lane,
        #[inline(always)]
        |x, target| {
            let off = simd.sub(log, simd.sub(x, largest));
            simd.mul(smoothed(simd, target, smoothing, share(t)), off)
        },
    )
}

/// softmax(x)·Σ t - t
#[inline(always)]
pub(super) fn logit_entropy_slopes<S: Simd>(
    simd: S,
    x: &[f32],
    t: &[f32],
    lane: usize,
    smoothing: f32,
    scale: S::Vector,
    out: &mut [f32],
) {
    let [largest, whole] = largest_and_sum(simd, x, lane);
    let share = share(t);
    let targets = smoothed_sum(simd, t, lane, smoothing);
    write(
        simd,
        (x, t),
        lane,
        out,
        #[inline(always)]
        |x, target| {
            let q = simd.div(math::exp(simd, simd.sub(x, largest)), whole);
            let target = smoothed(simd, target, smoothing, share);
            simd.mul(scale, simd.sub(simd.mul(q, targets), target))
        },
    );
}

/// For the softmax p of the logits: p·Σ t - t
#[inline(always)]
pub(super) fn softmax_entropy_slopes<S: Simd>(
    simd: S,
    p: &[f32],
    t: &[f32],
    lane: usize,
    smoothing: f32,
    scale: S::Vector,
    out: &mut [f32],
) {
    let share = share(t);
    let targets = smoothed_sum(simd, t, lane, smoothing);
    write(
        simd,
        (p, t),
        lane,
        out,
        #[inline(always)]
        |p, target| {
            let target = smoothed(simd, target, smoothing, share);
            simd.mul(scale, simd.sub(simd.mul(p, targets), target))
        },
    );
}

/// The sum of the smoothed targets.
#[inline(always)]
fn smoothed_sum<S: Simd>(simd: S, t: &[f32], lane: usize, smoothing: f32) -> S::Vector {
    let share = share(t);
    sum(
        simd,
        (t, t),
        lane,
        #[inline(always)]
        |target, _| smoothed(simd, target, smoothing, share),
    )
}
