//! The dense product of bf16 and its transpose, on panels of rows.

use std::ops::Range;

use super::{PairKernel, Pairs};
use crate::tile::{Sums, Terms, add_terms, share, vector_at, with_shape};
use crate::{LANE_GROUP, Records};

/// One product over all records. A term is two features of the vectors, in pairs, and two values for
/// each feature that is written.
pub(super) struct Sweep<'a, 'b> {
    pub(super) records: Records<'b>,
    /// The field that is read.
    pub(super) vectors: usize,
    /// The field that is written.
    pub(super) out: usize,
    /// Features that are written.
    pub(super) features: usize,
    /// Terms of each sum.
    pub(super) terms: usize,
    /// The packed weights.
    pub(super) values: &'a [f32],
    /// From one feature's value to the next one's.
    pub(super) feature_step: usize,
    /// From one term's value to the next one's.
    pub(super) term_step: usize,
    /// What the sums begin with.
    pub(super) bias: Option<&'a [f32]>,
}

impl PairKernel for Sweep<'_, '_> {
    /// Panels side by side while there are several, then the last one alone.
    #[inline(always)]
    fn run<S: Pairs>(mut self, simd: S) {
        let count = self.records.count();
        let side_by_side = count / S::PANELS * S::PANELS;
        if side_by_side > 0 {
            self.features_of(simd, 0..side_by_side, S::PANELS);
        }
        if side_by_side < count {
            self.features_of(simd, side_by_side..count, 1);
        }
    }
}

impl Sweep<'_, '_> {
    /// All features of some panels, `panels` of them at a time.
    #[inline(always)]
    fn features_of<S: Pairs>(&mut self, simd: S, range: Range<usize>, panels: usize) {
        let vectors = panels * (LANE_GROUP / S::LANES);
        let most = S::SUMS / vectors;
        let mut first = 0;
        for part in 0..self.features.div_ceil(most) {
            let features = share(self.features, most, part);
            with_shape!(simd, features, vectors, |F, V| {
                for panel in range.clone().step_by(panels) {
                    // SAFETY: `Bf16Layer` held the fields and the weights against the shapes, and the
                    // panels and features are among those.
                    unsafe { self.tile::<S, F, V>(simd, first, panel) }
                }
            });
            first += features;
        }
    }

    /// `F` features from `first` on, of the panels from `panel` on that `V` vectors hold.
    ///
    /// # Safety
    /// The features and panels must exist.
    #[inline(always)]
    unsafe fn tile<S: Pairs, const F: usize, const V: usize>(
        &mut self,
        simd: S,
        first: usize,
        panel: usize,
    ) {
        let length = self.records.length;
        let record = self.records.values.as_mut_ptr().wrapping_add(panel * length);
        let terms = Terms {
            values: self.values.as_ptr().wrapping_add(first * self.feature_step),
            row_step: self.feature_step,
            value_step: self.term_step,
            vectors: record.wrapping_add(self.vectors),
            vector_step: LANE_GROUP,
            half_step: length,
            count: self.terms,
        };
        let mut sums: Sums<S, F, V> =
            std::array::from_fn(|f| [simd.splat(self.bias.map_or(0.0, |bias| bias[first + f])); V]);
        // SAFETY: the caller's promise.
        unsafe {
            add_terms::<S, F, V>(
                simd,
                terms,
                &mut sums,
                #[inline(always)]
                |value, vector, sum| simd.dot(value, vector, sum),
            )
        };
        let out = record.wrapping_add(self.out + first * LANE_GROUP);
        for (f, sum) in sums.iter().enumerate() {
            for (v, vector) in sum.iter().enumerate() {
                let at = f * LANE_GROUP + vector_at::<S>(v, length);
                // SAFETY: feature `first + f` of this panel lies in the field.
                unsafe { simd.store(out.wrapping_add(at), *vector) };
            }
        }
    }
}
