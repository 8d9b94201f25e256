//! The gradient of vectors of weights, such as a scale for each feature: sums of fields over all rows
//! of data.

use crate::LANE_GROUP;
use crate::isa::Isa;
use crate::panels::Panels;
use crate::simd::{Kernel, Simd, load_at};
use crate::weight_gradient::{GradientRows, Start};

/// Where the gradient of one or more vectors is summed from: a field with a feature for each weight, one
/// vector after the other. What a row of data adds to a weight's gradient stands in its lane.
#[derive(Debug, Clone, Copy)]
pub struct VectorGradient {
    /// The field.
    pub terms: usize,
    /// Weights in a vector.
    pub columns: usize,
}

impl VectorGradient {
    /// Sums the gradient of some vectors over `rows` rows of data, out of `records`: values, and how many
    /// of them are a record. Nothing else of the gradient's places changes.
    ///
    /// # Panics
    /// Panics if there are fewer rows or terms, or the vectors overlap.
    pub fn write_to(
        self,
        isa: Isa,
        (records, length): (&[f32], usize),
        rows: usize,
        gradient: GradientRows<'_>,
    ) {
        let vectors = gradient.values.len() / gradient.stride;
        assert!(gradient.stride >= self.columns, "the vectors overlap");
        let features =
            gradient.first.checked_add(vectors).and_then(|n| n.checked_mul(self.columns));
        let panels = Panels { records, length, rows };
        panels.check([self.terms], features.expect("there are fewer terms"));
        isa.run(Sum { of: self, panels, gradient });
    }
}

struct Sum<'a, 'b> {
    of: VectorGradient,
    panels: Panels<'a>,
    gradient: GradientRows<'b>,
}

impl Kernel for Sum<'_, '_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let Sum { of, panels, gradient } = self;
        let GradientRows { values, stride, first, start } = gradient;
        for (vector, row) in values.chunks_exact_mut(stride).enumerate() {
            let terms = of.terms + (first + vector) * of.columns * LANE_GROUP;
            for (group, weights) in row[..of.columns].chunks_mut(LANE_GROUP).enumerate() {
                let terms = terms + group * LANE_GROUP * LANE_GROUP;
                let sums = panels.sums(
                    simd,
                    weights.len(),
                    #[inline(always)]
                    |record, place| load_at(simd, record, terms + place),
                );
                for (weight, sum) in weights.iter_mut().zip(sums) {
                    *weight = if start == Start::Held { *weight + sum } else { sum };
                }
            }
        }
    }
}
