//! Sums over rows of data: what many panels say of each feature.

use crate::LANE_GROUP;
use crate::records::field;
use crate::simd::{Simd, load_at, store_at};

/// Some records to read, and how many rows of data they hold. Lanes behind the last row may hold anything.
#[derive(Debug, Clone, Copy)]
pub struct Panels<'a> {
    /// The records, one after the other.
    pub records: &'a [f32],
    /// Values in a record.
    pub length: usize,
    /// Rows of data in them.
    pub rows: usize,
}

/// Vectors that are summed side by side: an addition waits for the one before it.
const BESIDE: usize = 8;

/// Values of as many features as a group has lanes.
const SQUARE: usize = LANE_GROUP * LANE_GROUP;

/// From `LANE_GROUP - rows` on: 1 in the lanes of so many rows, 0 in those behind.
const COUNTED: [f32; 2 * LANE_GROUP] = {
    let mut lanes = [0.0; 2 * LANE_GROUP];
    lanes.split_at_mut(LANE_GROUP).0.copy_from_slice(&[1.0; LANE_GROUP]);
    lanes
};

impl Panels<'_> {
    /// # Panics
    /// Panics if there are fewer rows, or a field of `features` features ends behind its record.
    pub(crate) fn check<const N: usize>(self, fields: [usize; N], features: usize) {
        for at in fields {
            field(self.length, at, features);
        }
        let records = self.records.len() / self.length;
        assert!(self.rows.div_ceil(LANE_GROUP) <= records, "there are fewer rows");
    }

    /// The sums over all rows of up to [`LANE_GROUP`] features, in one order. `value(record, place)` is what
    /// a record's rows add: a vector, of which `place` counts the values from the first feature's on.
    #[inline(always)]
    pub(crate) fn sums<S: Simd>(
        self,
        simd: S,
        features: usize,
        value: impl Fn(&[f32], usize) -> S::Vector,
    ) -> [f32; LANE_GROUP] {
        let mut lanes = [0.0; SQUARE];
        let (mut done, all) = (0, features * LANE_GROUP);
        while done + BESIDE * S::LANES <= all {
            self.add_up::<S, BESIDE>(simd, done, &value, &mut lanes);
            done += BESIDE * S::LANES;
        }
        while done < all {
            self.add_up::<S, 1>(simd, done, &value, &mut lanes);
            done += S::LANES;
        }
        simd.sums_of_lanes(
            features,
            #[inline(always)]
            |number, part| load_at(simd, &lanes, number * LANE_GROUP + part * S::LANES),
        )
    }

    /// Writes `N` vectors of sums to the places from `first` on.
    #[inline(always)]
    fn add_up<S: Simd, const N: usize>(
        self,
        simd: S,
        first: usize,
        value: &impl Fn(&[f32], usize) -> S::Vector,
        lanes: &mut [f32; SQUARE],
    ) {
        let (panels, left) = (self.rows / LANE_GROUP, self.rows % LANE_GROUP);
        let mut records = self.records.chunks_exact(self.length);
        let mut sums = [simd.splat(0.0); N];
        for record in records.by_ref().take(panels) {
            for n in 0..N {
                sums[n] = simd.add(sums[n], value(record, first + n * S::LANES));
            }
        }
        if let Some(record) = records.next().filter(|_| left > 0) {
            for n in 0..N {
                let place = first + n * S::LANES;
                let counted = load_at(simd, &COUNTED[LANE_GROUP - left..], place % LANE_GROUP);
                let value = simd.keep_gt(counted, simd.splat(0.0), value(record, place));
                sums[n] = simd.add(sums[n], value);
            }
        }
        for n in 0..N {
            store_at(simd, lanes, first + n * S::LANES, sums[n]);
        }
    }
}
