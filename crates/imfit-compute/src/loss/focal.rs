//! Cross-entropies that count what is nearly right for less.
//!
//! A term is weight·f^γ·entropy, where f is how far the prediction is from right: its slope has a part from
//! the entropy and one from f.

use super::EPSILON;
use super::rows::{largest_and_sum, share, sum, total};
use super::terms::{Crossentropy, LogitCrossentropy, Term, inside, smoothed};
use crate::LANE_GROUP;
use crate::math::{self, power};
use crate::simd::{Simd, load_at, store_at};

/// The arguments of a focal loss of each output on its own.
#[derive(Clone, Copy)]
pub(super) struct Focus {
    /// The weight of targets of 1; those of 0 get the rest. `None`: all weigh 1.
    pub(super) alpha: Option<f32>,
    /// How much less what is nearly right counts.
    pub(super) gamma: f32,
    /// How much targets are drawn to ½.
    pub(super) label_smoothing: f32,
}

impl Focus {
    #[inline(always)]
    fn target<S: Simd>(self, simd: S, t: S::Vector) -> S::Vector {
        smoothed(simd, t, self.label_smoothing, 0.5)
    }

    /// How far p is from the smoothed target t: t + p - 2·t·p.
    #[inline(always)]
    fn distance<S: Simd>(simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let both = simd.mul(t, p);
        simd.sub(simd.add(t, p), simd.add(both, both))
    }

    /// The weight of the smoothed target t.
    #[inline(always)]
    fn weight<S: Simd>(self, simd: S, t: S::Vector) -> S::Vector {
        match self.alpha {
            None => simd.splat(1.0),
            Some(alpha) => {
                let rest = simd.mul(simd.sub(simd.splat(1.0), t), simd.splat(1.0 - alpha));
                simd.add(simd.mul(t, simd.splat(alpha)), rest)
            }
        }
    }

    #[inline(always)]
    fn value<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector, entropy: S::Vector) -> S::Vector {
        let factor = power(simd, Focus::distance(simd, p, t), self.gamma);
        simd.mul(self.weight(simd, t), simd.mul(factor, entropy))
    }

    /// weight·(f^γ·`entropy_slope` + γ·f^(γ - 1)·(1 - 2·t)·`entropy`), where `entropy_slope` and `entropy` are
    /// both multiplied by whatever takes the slope further back.
    #[inline(always)]
    fn slope<S: Simd>(
        self,
        simd: S,
        (p, t): (S::Vector, S::Vector),
        entropy_slope: S::Vector,
        entropy: S::Vector,
    ) -> S::Vector {
        let distance = Focus::distance(simd, p, t);
        let of_entropy = simd.mul(power(simd, distance, self.gamma), entropy_slope);
        let both = if self.gamma == 0.0 {
            of_entropy
        } else {
            let turn = simd.sub(simd.splat(1.0), simd.add(t, t));
            let slope = simd.mul(simd.splat(self.gamma), power(simd, distance, self.gamma - 1.0));
            simd.add(of_entropy, simd.mul(simd.mul(slope, turn), entropy))
        };
        simd.mul(self.weight(simd, t), both)
    }
}

/// Of shares.
#[derive(Clone, Copy)]
pub(super) struct Focal(pub(super) Focus);

impl Term for Focal {
    #[inline(always)]
    fn value<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let t = self.0.target(simd, t);
        self.0.value(simd, p, t, PLAIN.value(simd, p, t))
    }

    #[inline(always)]
    fn slope<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let t = self.0.target(simd, t);
        let (slope, entropy) = (PLAIN.slope(simd, p, t), PLAIN.value(simd, p, t));
        self.0.slope(simd, (p, t), slope, entropy)
    }
}

/// The entropy of targets that are smoothed already.
const PLAIN: Crossentropy = Crossentropy { label_smoothing: 0.0 };
const PLAIN_LOGIT: LogitCrossentropy = LogitCrossentropy { label_smoothing: 0.0 };

/// Of the sigmoids of logits.
#[derive(Clone, Copy)]
pub(super) struct LogitFocal(pub(super) Focus);

impl Term for LogitFocal {
    #[inline(always)]
    fn value<S: Simd>(self, simd: S, x: S::Vector, t: S::Vector) -> S::Vector {
        let (p, t) = (math::sigmoid(simd, x), self.0.target(simd, t));
        self.0.value(simd, p, t, PLAIN_LOGIT.value(simd, x, t))
    }

    #[inline(always)]
    fn slope<S: Simd>(self, simd: S, x: S::Vector, t: S::Vector) -> S::Vector {
        let (p, t) = (math::sigmoid(simd, x), self.0.target(simd, t));
        let entropy = PLAIN_LOGIT.value(simd, x, t);
        through_sigmoid(simd, self.0, (p, t), entropy)
    }
}

/// The slope of [`LogitFocal`] at the logit whose sigmoid p is.
#[derive(Clone, Copy)]
pub(super) struct SigmoidFocal(pub(super) Focus);

impl Term for SigmoidFocal {
    #[inline(always)]
    fn value<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        Focal(self.0).value(simd, p, t)
    }

    #[inline(always)]
    fn slope<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let t = self.0.target(simd, t);
        through_sigmoid(simd, self.0, (p, t), PLAIN.value(simd, p, t))
    }
}

/// The slope at the logit of p: that of the entropy is p - t there.
#[inline(always)]
fn through_sigmoid<S: Simd>(
    simd: S,
    focus: Focus,
    (p, t): (S::Vector, S::Vector),
    entropy: S::Vector,
) -> S::Vector {
    let back = simd.mul(p, simd.sub(simd.splat(1.0), p));
    focus.slope(simd, (p, t), simd.sub(p, t), simd.mul(back, entropy))
}

/// The arguments of a focal loss of classes.
#[derive(Clone, Copy)]
pub(super) struct ClassFocus {
    pub(super) alpha: f32,
    pub(super) gamma: f32,
    pub(super) from_logits: bool,
    pub(super) label_smoothing: f32,
}

impl ClassFocus {
    /// The share q of a class, before it is held between ε and 1 - ε.
    #[inline(always)]
    fn share<S: Simd>(self, simd: S, p: S::Vector, [largest, whole]: [S::Vector; 2]) -> S::Vector {
        let part = if self.from_logits { math::exp(simd, simd.sub(p, largest)) } else { p };
        simd.div(part, whole)
    }

    /// The largest logit, and what the parts are shares of.
    #[inline(always)]
    fn whole<S: Simd>(self, simd: S, p: &[f32], lane: usize) -> [S::Vector; 2] {
        if self.from_logits {
            return largest_and_sum(simd, p, lane);
        }
        [simd.splat(0.0), total(simd, p, lane)]
    }

    /// -Σ α·(1 - q)^γ·t·ln q
    #[inline(always)]
    pub(super) fn value<S: Simd>(self, simd: S, p: &[f32], t: &[f32], lane: usize) -> S::Vector {
        let (whole, rest) = (self.whole(simd, p, lane), share(t));
        let entropy = sum(
            simd,
            (p, t),
            lane,
            #[inline(always)]
            |p, t| {
                let q = simd.clamp(EPSILON, self.share(simd, p, whole), 1.0 - EPSILON);
                let factor = power(simd, simd.sub(simd.splat(1.0), q), self.gamma);
                let t = smoothed(simd, t, self.label_smoothing, rest);
                simd.mul(factor, simd.mul(t, math::log(simd, q)))
            },
        );
        simd.mul(simd.splat(-self.alpha), entropy)
    }

    /// α·t·(γ·(1 - q)^(γ - 1)·ln q - (1 - q)^γ / q), 0 where q is held.
    #[inline(always)]
    fn slope<S: Simd>(self, simd: S, q: S::Vector, t: S::Vector) -> S::Vector {
        let held = simd.clamp(EPSILON, q, 1.0 - EPSILON);
        let rest = simd.sub(simd.splat(1.0), held);
        let of_entropy = simd.neg(simd.div(power(simd, rest, self.gamma), held));
        let both = if self.gamma == 0.0 {
            of_entropy
        } else {
            let slope = simd.mul(simd.splat(self.gamma), power(simd, rest, self.gamma - 1.0));
            simd.add(of_entropy, simd.mul(slope, math::log(simd, held)))
        };
        let slope = simd.mul(simd.mul(simd.splat(self.alpha), t), both);
        inside(simd, EPSILON, q, 1.0 - EPSILON, slope)
    }

    /// With g the slopes by q: (g - Σ q·g) / Σ p, and for logits q·(g - Σ q·g).
    #[inline(always)]
    pub(super) fn slopes<S: Simd>(
        self,
        simd: S,
        (p, t): (&[f32], &[f32]),
        lane: usize,
        scale: S::Vector,
        out: &mut [f32],
    ) {
        let (whole, rest) = (self.whole(simd, p, lane), share(t));
        let mut along = simd.splat(0.0);
        for at in (lane..p.len()).step_by(LANE_GROUP) {
            let q = self.share(simd, load_at(simd, p, at), whole);
            let t = smoothed(simd, load_at(simd, t, at), self.label_smoothing, rest);
            let g = self.slope(simd, q, t);
            along = simd.add(along, simd.mul(q, g));
            store_at(simd, out, at, g);
        }
        for at in (lane..p.len()).step_by(LANE_GROUP) {
            let g = simd.mul(scale, simd.sub(load_at(simd, out, at), along));
            let slope = if self.from_logits {
                simd.mul(self.share(simd, load_at(simd, p, at), whole), g)
            } else {
                simd.div(g, whole[1])
            };
            store_at(simd, out, at, simd.without_tiny(slope));
        }
    }
}
