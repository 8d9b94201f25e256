//! Which feature of a row is the largest.

use crate::LANE_GROUP;
use crate::isa::Isa;
use crate::simd::{Kernel, Simd, load_at, store_at};

/// The number of the largest feature of each row of a panel, counted from 0; the first one where several are as
/// large. A NaN is never larger, and nothing is larger than a NaN that comes first. `values` is (features,
/// [`LANE_GROUP`]), of at most 2²⁴ features.
///
/// # Panics
/// Panics if there is no feature, or the length is no multiple of the lane group.
pub fn index_of_largest(isa: Isa, values: &[f32]) -> [f32; LANE_GROUP] {
    check(values);
    let mut out = [0.0; LANE_GROUP];
    isa.run(IndexOfLargest { values, out: &mut out });
    out
}

/// For each row of a panel, 1 where its largest prediction and its largest target are the same feature, else
/// 0: [`index_of_largest`] of both, which are (features, [`LANE_GROUP`]).
///
/// ```
/// use imfit_compute::{Isa, same_largest};
///
/// let [mut prediction, mut target] = [[0.5; 32]; 2];
/// (prediction[16], target[16]) = (0.9, 0.6);
/// prediction[17] = 0.9;
/// assert_eq!(same_largest(Isa::detect(), &prediction, &target)[..3], [1.0, 0.0, 1.0]);
/// ```
///
/// # Panics
/// Panics if the lengths differ, and as [`index_of_largest`].
pub fn same_largest(isa: Isa, prediction: &[f32], target: &[f32]) -> [f32; LANE_GROUP] {
    assert!(prediction.len() == target.len());
    check(prediction);
    let mut out = [0.0; LANE_GROUP];
    isa.run(SameLargest { prediction, target, out: &mut out });
    out
}

fn check(values: &[f32]) {
    assert!(!values.is_empty() && values.len().is_multiple_of(LANE_GROUP));
}

struct IndexOfLargest<'a> {
    values: &'a [f32],
    out: &'a mut [f32; LANE_GROUP],
}

impl Kernel for IndexOfLargest<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        for lane in (0..LANE_GROUP).step_by(S::LANES) {
            store_at(simd, self.out, lane, largest_of(simd, self.values, lane));
        }
    }
}

struct SameLargest<'a> {
    prediction: &'a [f32],
    target: &'a [f32],
    out: &'a mut [f32; LANE_GROUP],
}

impl Kernel for SameLargest<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        for lane in (0..LANE_GROUP).step_by(S::LANES) {
            let predicted = largest_of(simd, self.prediction, lane);
            let right = largest_of(simd, self.target, lane);
            let apart = simd.abs(simd.sub(predicted, right));
            let same = simd.select_gt(apart, simd.splat(0.5), simd.splat(0.0), simd.splat(1.0));
            store_at(simd, self.out, lane, same);
        }
    }
}

/// The number of the largest feature, as a float.
#[inline(always)]
fn largest_of<S: Simd>(simd: S, values: &[f32], lane: usize) -> S::Vector {
    let (mut largest, mut at) = (load_at(simd, values, lane), simd.splat(0.0));
    let mut index = 0.0;
    for place in (lane + LANE_GROUP..values.len()).step_by(LANE_GROUP) {
        index += 1.0;
        let value = load_at(simd, values, place);
        at = simd.select_gt(value, largest, simd.splat(index), at);
        largest = simd.select_gt(value, largest, value, largest);
    }
    at
}
