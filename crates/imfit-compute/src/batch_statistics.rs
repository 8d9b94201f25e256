//! What some rows of a batch know of each feature: what the statistics of batch normalisation are put
//! together from.

use crate::LANE_GROUP;
use crate::isa::Isa;
use crate::panels::Panels;
use crate::simd::{Kernel, Simd, load_at};

impl Panels<'_> {
    /// Writes the sum, and the sum of the squared distances from these rows' mean, of the features of the
    /// field `x`, as many as `out` has places for.
    ///
    /// Sums are of distances from the first row, in `f32`: they are right to some 1e-6 of how far the rows
    /// are apart, wherever the rows lie.
    ///
    /// # Panics
    /// Panics if there are fewer rows or none, or the field ends behind its record.
    ///
    /// # Example
    /// ```
    /// use imfit_compute::{Isa, Panels};
    ///
    /// let mut records = [f32::NAN; 16];
    /// records[..2].copy_from_slice(&[1.0, 4.0]);
    /// let mut moments = [[0.0; 2]];
    /// Panels { records: &records, length: 16, rows: 2 }.write_moments(Isa::detect(), 0, &mut moments);
    /// assert_eq!(moments, [[5.0, 4.5]]);
    /// ```
    pub fn write_moments(self, isa: Isa, x: usize, out: &mut [[f64; 2]]) {
        self.check([x], out.len());
        assert!(self.rows > 0, "there are no rows");
        isa.run(Moments { of: self, x, out });
    }

    /// Writes the sum of the field `dy`, and the sum of dy · (x - mean) with the field `x`, of the features
    /// that have these `means`.
    ///
    /// # Panics
    /// Panics if there are fewer rows, a field ends behind its record, or there are not as many means as
    /// places.
    pub fn write_slopes(
        self,
        isa: Isa,
        (x, dy): (usize, usize),
        means: &[f32],
        out: &mut [[f64; 2]],
    ) {
        self.check([x, dy], out.len());
        assert!(means.len() == out.len(), "there is not one mean for each feature");
        isa.run(Slopes { of: self, x, dy, means, out });
    }
}

struct Moments<'a> {
    of: Panels<'a>,
    x: usize,
    out: &'a mut [[f64; 2]],
}

impl Kernel for Moments<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let rows = self.of.rows as f64;
        for (group, out) in self.out.chunks_mut(LANE_GROUP).enumerate() {
            let x = self.x + group * LANE_GROUP * LANE_GROUP;
            let mut pivots = [0.0; LANE_GROUP];
            for feature in 0..out.len() {
                pivots[feature] = self.of.records[x + feature * LANE_GROUP];
            }
            let sums = self.of.sums(
                simd,
                out.len(),
                #[inline(always)]
                |record, place| {
                    let pivot = simd.splat(pivots[place / LANE_GROUP]);
                    simd.sub(load_at(simd, record, x + place), pivot)
                },
            );
            let mut means = [0.0; LANE_GROUP];
            for feature in 0..out.len() {
                means[feature] = sums[feature] / self.of.rows as f32;
            }
            let squares = self.of.sums(
                simd,
                out.len(),
                #[inline(always)]
                |record, place| {
                    let feature = place / LANE_GROUP;
                    let from_pivot =
                        simd.sub(load_at(simd, record, x + place), simd.splat(pivots[feature]));
                    let distance = simd.sub(from_pivot, simd.splat(means[feature]));
                    simd.mul(distance, distance)
                },
            );
            for (feature, out) in out.iter_mut().enumerate() {
                let sum = f64::from(pivots[feature]) * rows + f64::from(sums[feature]);
                *out = [sum, f64::from(squares[feature])];
            }
        }
    }
}

struct Slopes<'a> {
    of: Panels<'a>,
    x: usize,
    dy: usize,
    means: &'a [f32],
    out: &'a mut [[f64; 2]],
}

impl Kernel for Slopes<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let groups = self.out.chunks_mut(LANE_GROUP).zip(self.means.chunks(LANE_GROUP));
        for (group, (out, means)) in groups.enumerate() {
            let from = group * LANE_GROUP * LANE_GROUP;
            let (x, dy) = (self.x + from, self.dy + from);
            let sums = self.of.sums(
                simd,
                out.len(),
                #[inline(always)]
                |record, place| load_at(simd, record, dy + place),
            );
            let along = self.of.sums(
                simd,
                out.len(),
                #[inline(always)]
                |record, place| {
                    let mean = simd.splat(means[place / LANE_GROUP]);
                    let distance = simd.sub(load_at(simd, record, x + place), mean);
                    simd.mul(load_at(simd, record, dy + place), distance)
                },
            );
            for (feature, out) in out.iter_mut().enumerate() {
                *out = [f64::from(sums[feature]), f64::from(along[feature])];
            }
        }
    }
}
