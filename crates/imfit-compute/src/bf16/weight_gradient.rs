//! The gradient of a weight matrix from bf16 values: a sum over pairs of rows of data.

use super::layer::Bf16Layer;
use super::{PairKernel, Pairs};
use crate::LANE_GROUP;
use crate::weight_gradient::{Factors, Part, turned_outputs};

/// Some rows of a gradient. The few columns that don't fill a vector are summed in `f32`.
pub(super) struct Sum<'a, 'b> {
    pub(super) layer: Bf16Layer,
    pub(super) part: Part<'a, 'b>,
}

impl PairKernel for Sum<'_, '_> {
    #[inline(always)]
    fn run<S: Pairs>(mut self, simd: S) {
        const { assert!(S::LANES == LANE_GROUP) };
        let Bf16Layer { x, x_halves, delta, turned, outputs, .. } = self.layer;
        let factors =
            Factors { values: x_halves, value_step: LANE_GROUP / 2, vectors: turned, together: 2 };
        self.part.outputs_as_lanes(
            simd,
            factors,
            #[inline(always)]
            |value, vector, sum| simd.dot(value, vector, sum),
        );
        self.part.rows_as_lanes(simd, x, delta + turned_outputs(outputs) * LANE_GROUP);
    }
}
