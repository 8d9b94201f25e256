//! The sum of two rows of values.

use crate::LANE_GROUP;
use crate::isa::Isa;
use crate::simd::{Kernel, Simd, load_at, store_at};

/// Adds `values` to `sum`, place by place. Both are of one length, a multiple of the lane group.
///
/// # Panics
/// Panics if the lengths differ, or aren't such a multiple.
///
/// # Example
/// ```
/// use imfit_compute::{Isa, add};
///
/// let mut sum = [1.0; 16];
/// add(Isa::detect(), &mut sum, &[0.5; 16]);
/// assert_eq!(sum, [1.5; 16]);
/// ```
pub fn add(isa: Isa, sum: &mut [f32], values: &[f32]) {
    assert!(sum.len() == values.len(), "sum and values differ in length");
    assert!(sum.len().is_multiple_of(LANE_GROUP), "a group of lanes isn't whole");
    isa.run(Add { sum, values });
}

struct Add<'a> {
    sum: &'a mut [f32],
    values: &'a [f32],
}

impl Kernel for Add<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        for at in (0..self.sum.len()).step_by(S::LANES) {
            let total = simd.add(load_at(simd, self.sum, at), load_at(simd, self.values, at));
            store_at(simd, self.sum, at, total);
        }
    }
}
