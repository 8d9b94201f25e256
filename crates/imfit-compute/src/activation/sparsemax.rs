//! Sparsemax: the point of the simplex that is nearest to a row. Martins and Astudillo,
//! <https://arxiv.org/abs/1602.02068>.

use crate::LANE_GROUP;
use crate::simd::{Simd, load_at, store_at};

/// Replaces the features of each row by max(x - τ, 0), where τ is such that they add up to 1.
///
/// τ is (Σ x - 1) / n over the features above it. Of a lower bound it makes a higher one, until nothing more
/// lies between: each round leaves out one feature at least. A row isn't changed by more rounds than it
/// needs, so that rows side by side don't depend on each other.
#[inline(always)]
pub(super) fn sparsemax<S: Simd>(simd: S, field: &mut [f32]) {
    for lane in (0..LANE_GROUP).step_by(S::LANES) {
        lower_by_largest(simd, field, lane);
        let features = field.len() / LANE_GROUP;
        // The largest is 0 now, and is at most 1 above the threshold.
        let mut threshold = simd.splat(-1.0);
        for _ in 0..features {
            let higher = next_threshold(simd, field, lane, threshold);
            let moves = simd.any_gt(higher, threshold);
            threshold = higher;
            if !moves {
                break;
            }
        }
        for at in (lane..field.len()).step_by(LANE_GROUP) {
            let above = simd.sub(load_at(simd, field, at), threshold);
            let share = simd.max(simd.splat(0.0), above);
            store_at(simd, field, at, simd.without_denormals(share));
        }
    }
}

/// Takes the largest feature from all, which leaves the result as it is and sums small.
#[inline(always)]
fn lower_by_largest<S: Simd>(simd: S, field: &mut [f32], lane: usize) {
    let mut largest = simd.splat(f32::NEG_INFINITY);
    for at in (lane..field.len()).step_by(LANE_GROUP) {
        largest = simd.max(largest, load_at(simd, field, at));
    }
    for at in (lane..field.len()).step_by(LANE_GROUP) {
        let lower = simd.sub(load_at(simd, field, at), largest);
        store_at(simd, field, at, lower);
    }
}

/// (Σ x - 1) / n over the features that aren't below `threshold`; never less than it. A NaN comes through.
#[inline(always)]
fn next_threshold<S: Simd>(simd: S, field: &[f32], lane: usize, threshold: S::Vector) -> S::Vector {
    let (zero, one) = (simd.splat(0.0), simd.splat(1.0));
    let (mut sum, mut count) = (simd.neg(one), zero);
    for at in (lane..field.len()).step_by(LANE_GROUP) {
        let x = load_at(simd, field, at);
        sum = simd.add(sum, simd.select_gt(threshold, x, zero, x));
        count = simd.add(count, simd.select_gt(threshold, x, zero, one));
    }
    simd.max(threshold, simd.div(sum, count))
}

/// Replaces the gradient g by g - (Σ g) / n over the n outputs above 0, and by 0 for the others.
#[inline(always)]
pub(super) fn backward<S: Simd>(simd: S, outputs: &[f32], gradient: &mut [f32]) {
    let (zero, one) = (simd.splat(0.0), simd.splat(1.0));
    for lane in (0..LANE_GROUP).step_by(S::LANES) {
        let places = || (lane..outputs.len()).step_by(LANE_GROUP);
        let (mut sum, mut count) = (zero, zero);
        for at in places() {
            let y = load_at(simd, outputs, at);
            sum = simd.add(sum, simd.select_gt(y, zero, load_at(simd, gradient, at), zero));
            count = simd.add(count, simd.select_gt(y, zero, one, zero));
        }
        let mean = simd.div(sum, count);
        for at in places() {
            let g = simd.sub(load_at(simd, gradient, at), mean);
            let g = simd.select_gt(load_at(simd, outputs, at), zero, g, zero);
            store_at(simd, gradient, at, simd.without_tiny(g));
        }
    }
}
