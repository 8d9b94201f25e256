//! Losses that are sums over the features of a row, or means.

use super::EPSILON;
use crate::math;
use crate::simd::Simd;

/// What one feature adds.
pub(super) trait Term: Copy {
    /// Whether the sum is divided by the number of features.
    fn is_mean(self) -> bool {
        true
    }

    /// A number that every slope is multiplied by.
    fn factor(self) -> f32 {
        1.0
    }

    /// The term for prediction p and target t.
    fn value<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector;

    /// Its derivative by p, over the factor.
    fn slope<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector;
}

/// -1, 0 or 1, as x is; 0 for NaN too.
#[inline(always)]
fn sign<S: Simd>(simd: S, x: S::Vector) -> S::Vector {
    let zero = simd.splat(0.0);
    let below = simd.select_gt(zero, x, simd.splat(-1.0), zero);
    simd.select_gt(x, zero, simd.splat(1.0), below)
}

/// t·(1 - `smoothing`) + `smoothing`·`rest`
#[inline(always)]
pub(super) fn smoothed<S: Simd>(simd: S, t: S::Vector, smoothing: f32, rest: f32) -> S::Vector {
    simd.add(simd.mul(t, simd.splat(1.0 - smoothing)), simd.splat(smoothing * rest))
}

/// `then` where `low` <= x <= `high`, else 0: the slope of a clamp.
#[inline(always)]
pub(super) fn inside<S: Simd>(
    simd: S,
    low: f32,
    x: S::Vector,
    high: f32,
    then: S::Vector,
) -> S::Vector {
    let zero = simd.splat(0.0);
    let not_above = simd.select_gt(x, simd.splat(high), zero, then);
    simd.select_gt(simd.splat(low), x, zero, not_above)
}

/// (p - t)²
#[derive(Clone, Copy)]
pub(super) struct Squared;

impl Term for Squared {
    fn factor(self) -> f32 {
        2.0
    }

    #[inline(always)]
    fn value<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let d = simd.sub(p, t);
        simd.mul(d, d)
    }

    #[inline(always)]
    fn slope<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        simd.sub(p, t)
    }
}

/// |p - t|, with slope 0 where they are equal.
#[derive(Clone, Copy)]
pub(super) struct Absolute;

impl Term for Absolute {
    #[inline(always)]
    fn value<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        simd.abs(simd.sub(p, t))
    }

    #[inline(always)]
    fn slope<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        sign(simd, simd.sub(p, t))
    }
}

/// 100·|p - t| / max(|t|, ε)
#[derive(Clone, Copy)]
pub(super) struct Percentage;

impl Term for Percentage {
    fn factor(self) -> f32 {
        100.0
    }

    #[inline(always)]
    fn value<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let size = simd.max(simd.splat(EPSILON), simd.abs(t));
        simd.mul(simd.splat(100.0), simd.abs(simd.div(simd.sub(p, t), size)))
    }

    #[inline(always)]
    fn slope<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let size = simd.max(simd.splat(EPSILON), simd.abs(t));
        simd.div(sign(simd, simd.sub(p, t)), size)
    }
}

/// (ln(1 + max(p, ε)) - ln(1 + max(t, ε)))²
#[derive(Clone, Copy)]
pub(super) struct SquaredLogarithmic;

impl Term for SquaredLogarithmic {
    fn factor(self) -> f32 {
        2.0
    }

    #[inline(always)]
    fn value<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let d = self.difference(simd, p, t);
        simd.mul(d, d)
    }

    #[inline(always)]
    fn slope<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let slope = simd.div(self.difference(simd, p, t), simd.add(p, simd.splat(1.0)));
        inside(simd, EPSILON, p, f32::INFINITY, slope)
    }
}

impl SquaredLogarithmic {
    #[inline(always)]
    fn difference<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let (epsilon, one) = (simd.splat(EPSILON), simd.splat(1.0));
        let p = math::log(simd, simd.add(simd.max(epsilon, p), one));
        let t = math::log(simd, simd.add(simd.max(epsilon, t), one));
        simd.sub(p, t)
    }
}

/// d² / 2 up to |d| = `delta`, `delta`·|d| - `delta`² / 2 beyond.
#[derive(Clone, Copy)]
pub(super) struct Huber {
    pub(super) delta: f32,
}

impl Term for Huber {
    #[inline(always)]
    fn value<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let (half, delta) = (simd.splat(0.5), simd.splat(self.delta));
        let d = simd.sub(p, t);
        let size = simd.abs(d);
        let line = simd.sub(simd.mul(delta, size), simd.splat(0.5 * self.delta * self.delta));
        simd.select_gt(size, delta, line, simd.mul(half, simd.mul(d, d)))
    }

    #[inline(always)]
    fn slope<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        simd.clamp(-self.delta, simd.sub(p, t), self.delta)
    }
}

/// ln cosh(p - t) = |d| + ln(1 + e^(-2|d|)) - ln 2
#[derive(Clone, Copy)]
pub(super) struct LogCosh;

impl Term for LogCosh {
    #[inline(always)]
    fn value<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let size = simd.abs(simd.sub(p, t));
        let bend = math::softplus(simd, simd.mul(simd.splat(-2.0), size));
        simd.sub(simd.add(size, bend), simd.splat(std::f32::consts::LN_2))
    }

    #[inline(always)]
    fn slope<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        math::tanh(simd, simd.sub(p, t))
    }
}

/// √((p - t)² + `epsilon`²)
#[derive(Clone, Copy)]
pub(super) struct Charbonnier {
    pub(super) epsilon: f32,
}

impl Term for Charbonnier {
    #[inline(always)]
    fn value<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let d = simd.sub(p, t);
        self.root(simd, d)
    }

    #[inline(always)]
    fn slope<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let d = simd.sub(p, t);
        simd.div(d, self.root(simd, d))
    }
}

impl Charbonnier {
    #[inline(always)]
    fn root<S: Simd>(self, simd: S, d: S::Vector) -> S::Vector {
        simd.sqrt(simd.mul_add(d, d, simd.splat(self.epsilon * self.epsilon)))
    }
}

/// -t·ln p - (1 - t)·ln(1 - p), with p held between ε and 1 - ε.
#[derive(Clone, Copy)]
pub(super) struct Crossentropy {
    pub(super) label_smoothing: f32,
}

impl Term for Crossentropy {
    #[inline(always)]
    fn value<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let one = simd.splat(1.0);
        let t = smoothed(simd, t, self.label_smoothing, 0.5);
        let held = simd.clamp(EPSILON, p, 1.0 - EPSILON);
        let wrong = simd.mul(simd.sub(one, t), math::log(simd, simd.sub(one, held)));
        simd.neg(simd.add(simd.mul(t, math::log(simd, held)), wrong))
    }

    #[inline(always)]
    fn slope<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let one = simd.splat(1.0);
        let t = smoothed(simd, t, self.label_smoothing, 0.5);
        let held = simd.clamp(EPSILON, p, 1.0 - EPSILON);
        let slope = simd.div(simd.sub(held, t), simd.mul(held, simd.sub(one, held)));
        inside(simd, EPSILON, p, 1.0 - EPSILON, slope)
    }
}

/// The same for the sigmoid of p: ln(1 + e^p) - p·t.
#[derive(Clone, Copy)]
pub(super) struct LogitCrossentropy {
    pub(super) label_smoothing: f32,
}

impl Term for LogitCrossentropy {
    #[inline(always)]
    fn value<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let t = smoothed(simd, t, self.label_smoothing, 0.5);
        // p - p·t where p is positive: nothing large is taken from something large.
        let (zero, size) = (simd.splat(0.0), simd.abs(p));
        let linear = simd.sub(simd.max(zero, p), simd.mul(p, t));
        simd.add(linear, math::softplus(simd, simd.neg(size)))
    }

    #[inline(always)]
    fn slope<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let t = smoothed(simd, t, self.label_smoothing, 0.5);
        simd.sub(math::sigmoid(simd, p), t)
    }
}

/// t·ln(t / p), with both held between ε and 1.
#[derive(Clone, Copy)]
pub(super) struct Divergence;

impl Term for Divergence {
    fn is_mean(self) -> bool {
        false
    }

    #[inline(always)]
    fn value<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let (p, t) = (simd.clamp(EPSILON, p, 1.0), simd.clamp(EPSILON, t, 1.0));
        simd.mul(t, math::log(simd, simd.div(t, p)))
    }

    #[inline(always)]
    fn slope<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let t = simd.clamp(EPSILON, t, 1.0);
        let held = simd.clamp(EPSILON, p, 1.0);
        inside(simd, EPSILON, p, 1.0, simd.neg(simd.div(t, held)))
    }
}

/// p - t·ln(p + ε)
#[derive(Clone, Copy)]
pub(super) struct Poisson;

impl Term for Poisson {
    #[inline(always)]
    fn value<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let log = math::log(simd, simd.add(p, simd.splat(EPSILON)));
        simd.sub(p, simd.mul(t, log))
    }

    #[inline(always)]
    fn slope<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let quotient = simd.div(t, simd.add(p, simd.splat(EPSILON)));
        simd.sub(simd.splat(1.0), quotient)
    }
}

/// The slope of [`LogitCrossentropy`] at the logit whose sigmoid p is.
#[derive(Clone, Copy)]
pub(super) struct SigmoidCrossentropy {
    pub(super) label_smoothing: f32,
}

impl Term for SigmoidCrossentropy {
    #[inline(always)]
    fn value<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        Crossentropy { label_smoothing: self.label_smoothing }.value(simd, p, t)
    }

    #[inline(always)]
    fn slope<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        simd.sub(p, smoothed(simd, t, self.label_smoothing, 0.5))
    }
}
