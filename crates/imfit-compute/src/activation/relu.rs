//! The rectifier, with the three arguments that Keras gives it.

use super::elementwise::Elementwise;
use crate::simd::Simd;

/// f(x) = `max_value` for x >= `max_value`, x from `threshold` up to there, and
/// `negative_slope` · (x - `threshold`) below. See <https://keras.io/api/layers/activation_layers/relu/>.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relu {
    /// Where the output stops growing; infinite if it never does.
    pub max_value: f32,
    /// The slope below the threshold.
    pub negative_slope: f32,
    /// Where the identity begins.
    pub threshold: f32,
}

impl Default for Relu {
    fn default() -> Self {
        Relu { max_value: f32::INFINITY, negative_slope: 0.0, threshold: 0.0 }
    }
}

impl Elementwise for Relu {
    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        let threshold = simd.splat(self.threshold);
        let below = simd.mul(simd.splat(self.negative_slope), simd.sub(x, threshold));
        let open = simd.select_gt(x, threshold, x, below);
        simd.min(simd.splat(self.max_value), open)
    }

    /// g · f'(x). At the kinks the slope is TensorFlow's: 1 at `max_value`, 0 at the threshold, but
    /// `negative_slope` at 0 where that is the only argument.
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, x: S::Vector, _: S::Vector, g: S::Vector) -> S::Vector {
        let (zero, threshold) = (simd.splat(0.0), simd.splat(self.threshold));
        let below = simd.mul(simd.splat(self.negative_slope), g);
        let at_threshold = if self.is_leaky() { below } else { zero };
        let not_above = simd.select_gt(threshold, x, below, at_threshold);
        let open = simd.select_gt(x, threshold, g, not_above);
        simd.select_gt(x, simd.splat(self.max_value), zero, open)
    }
}

impl Relu {
    /// Whether `negative_slope` is the only argument that isn't the usual one.
    pub(crate) fn is_leaky(self) -> bool {
        self.max_value == f32::INFINITY && self.threshold == 0.0
    }
}

/// max(x, 0): the rectifier without arguments.
#[derive(Clone, Copy)]
pub(crate) struct PlainRelu;

impl Elementwise for PlainRelu {
    fn derivative_from_output(self) -> bool {
        true
    }

    fn makes_denormals(self) -> bool {
        false
    }

    fn derivative_shrinks(self) -> bool {
        false
    }

    #[inline(always)]
    fn forward<S: Simd>(self, simd: S, x: S::Vector) -> S::Vector {
        simd.max(simd.splat(0.0), x)
    }

    /// g above 0, else 0
    #[inline(always)]
    fn backward<S: Simd>(self, simd: S, _: S::Vector, y: S::Vector, g: S::Vector) -> S::Vector {
        simd.keep_gt(y, simd.splat(0.0), g)
    }
}
