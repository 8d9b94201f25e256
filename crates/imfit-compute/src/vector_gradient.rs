//! The gradient of vectors of weights, such as a scale for each feature: sums of fields over all rows
//! of data.

use crate::LANE_GROUP;
use crate::isa::Isa;
use crate::records::field;
use crate::simd::{Kernel, Simd};
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

/// Weights that are summed side by side.
const BESIDE: usize = 8;

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
        field(length, self.terms, features.expect("there are fewer terms"));
        assert!(rows.div_ceil(LANE_GROUP) <= records.len() / length, "there are fewer rows");
        isa.run(Sum { of: self, records, length, rows, gradient });
    }
}

struct Sum<'a, 'b> {
    of: VectorGradient,
    records: &'a [f32],
    length: usize,
    rows: usize,
    gradient: GradientRows<'b>,
}

impl Kernel for Sum<'_, '_> {
    /// Plain loops, which the compiler turns into the vectors of the instruction set.
    #[inline(always)]
    fn run<S: Simd>(self, _: S) {
        let GradientRows { values, stride, first, start } = self.gradient;
        for (vector, row) in values.chunks_exact_mut(stride).enumerate() {
            let terms = self.of.terms + (first + vector) * self.of.columns * LANE_GROUP;
            for (group, weights) in row[..self.of.columns].chunks_mut(BESIDE).enumerate() {
                let terms = terms + group * BESIDE * LANE_GROUP;
                let mut sums = [[0.0; LANE_GROUP]; BESIDE];
                let panels = self.rows.div_ceil(LANE_GROUP);
                for (panel, record) in
                    self.records.chunks_exact(self.length).take(panels).enumerate()
                {
                    let lanes = (self.rows - panel * LANE_GROUP).min(LANE_GROUP);
                    let (terms, _) = record[terms..].as_chunks();
                    add(&mut sums[..weights.len()], &terms[..weights.len()], lanes);
                }
                for (weight, sums) in weights.iter_mut().zip(&sums) {
                    let held = if start == Start::Held { *weight } else { 0.0 };
                    *weight = held + total(sums);
                }
            }
        }
    }
}

/// Adds the first lanes of some features.
#[inline(always)]
fn add(sums: &mut [[f32; LANE_GROUP]], terms: &[[f32; LANE_GROUP]], lanes: usize) {
    for feature in 0..sums.len() {
        if lanes == LANE_GROUP {
            for lane in 0..LANE_GROUP {
                sums[feature][lane] += terms[feature][lane];
            }
        } else {
            for lane in 0..lanes {
                sums[feature][lane] += terms[feature][lane];
            }
        }
    }
}

/// The sum of all lanes, in one order: halves are added to each other.
#[inline(always)]
fn total(lanes: &[f32; LANE_GROUP]) -> f32 {
    let mut sums = *lanes;
    let mut half = LANE_GROUP / 2;
    while half > 0 {
        for lane in 0..half {
            sums[lane] += sums[lane + half];
        }
        half /= 2;
    }
    sums[0]
}
