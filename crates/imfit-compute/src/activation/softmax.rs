//! The functions that look at all features of a row: rows are lanes, so that their sums need no lane's
//! neighbours.

use crate::LANE_GROUP;
use crate::math;
use crate::simd::{Simd, load_at, store_at};

/// Replaces the features of each row by e^x / Σ e^x.
#[inline(always)]
pub(super) fn softmax<S: Simd>(simd: S, field: &mut [f32]) {
    for lane in (0..LANE_GROUP).step_by(S::LANES) {
        let sum = exponentials(simd, field, lane);
        for at in (lane..field.len()).step_by(LANE_GROUP) {
            let share = simd.div(load_at(simd, field, at), sum);
            store_at(simd, field, at, share);
        }
    }
}

/// Replaces the features of each row by x - ln Σ e^x.
#[inline(always)]
pub(super) fn log_softmax<S: Simd>(simd: S, field: &mut [f32]) {
    for lane in (0..LANE_GROUP).step_by(S::LANES) {
        let largest = largest(simd, field, lane);
        let mut sum = simd.splat(0.0);
        for at in (lane..field.len()).step_by(LANE_GROUP) {
            let x = simd.sub(load_at(simd, field, at), largest);
            sum = simd.add(sum, math::exp_or_zero(simd, x));
            store_at(simd, field, at, x);
        }
        let log = math::log(simd, sum);
        for at in (lane..field.len()).step_by(LANE_GROUP) {
            let x = simd.sub(load_at(simd, field, at), log);
            store_at(simd, field, at, x);
        }
    }
}

/// Replaces the gradient g by y·(g - Σ g·y), for the outputs y of [`softmax`].
#[inline(always)]
pub(super) fn softmax_backward<S: Simd>(simd: S, outputs: &[f32], gradient: &mut [f32]) {
    for lane in (0..LANE_GROUP).step_by(S::LANES) {
        let places = || (lane..outputs.len()).step_by(LANE_GROUP);
        let mut sum = simd.splat(0.0);
        for at in places() {
            sum = simd.mul_add(load_at(simd, outputs, at), load_at(simd, gradient, at), sum);
        }
        for at in places() {
            let rest = simd.sub(load_at(simd, gradient, at), sum);
            let g = simd.product_without_tiny(rest, load_at(simd, outputs, at));
            store_at(simd, gradient, at, g);
        }
    }
}

/// Replaces the gradient g by g - e^y·Σ g, for the outputs y of [`log_softmax`].
#[inline(always)]
pub(super) fn log_softmax_backward<S: Simd>(simd: S, outputs: &[f32], gradient: &mut [f32]) {
    for lane in (0..LANE_GROUP).step_by(S::LANES) {
        let places = || (lane..outputs.len()).step_by(LANE_GROUP);
        let mut sum = simd.splat(0.0);
        for at in places() {
            sum = simd.add(sum, load_at(simd, gradient, at));
        }
        for at in places() {
            let share = math::exp_or_zero(simd, load_at(simd, outputs, at));
            let g = simd.mul_add(simd.neg(share), sum, load_at(simd, gradient, at));
            store_at(simd, gradient, at, simd.without_tiny(g));
        }
    }
}

/// Replaces the features x by e^(x - the largest) and returns their sum.
#[inline(always)]
fn exponentials<S: Simd>(simd: S, field: &mut [f32], lane: usize) -> S::Vector {
    let largest = largest(simd, field, lane);
    let mut sum = simd.splat(0.0);
    for at in (lane..field.len()).step_by(LANE_GROUP) {
        let power = math::exp_or_zero(simd, simd.sub(load_at(simd, field, at), largest));
        sum = simd.add(sum, power);
        store_at(simd, field, at, power);
    }
    sum
}

/// The largest feature of each row. A NaN may be passed over: what is made of it spreads.
#[inline(always)]
fn largest<S: Simd>(simd: S, field: &[f32], lane: usize) -> S::Vector {
    let mut largest = simd.splat(f32::NEG_INFINITY);
    for at in (lane..field.len()).step_by(LANE_GROUP) {
        largest = simd.max(largest, load_at(simd, field, at));
    }
    largest
}
