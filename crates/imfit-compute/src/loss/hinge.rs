//! Losses that ask for a margin between right and wrong.

use super::rows::{largest, product, sum, write};
use super::terms::Term;
use crate::simd::Simd;

/// max(1 - t·p, 0), for targets of -1 and 1.
#[derive(Clone, Copy)]
pub(super) struct Hinge {
    /// Whether targets are 0 and 1, and 0 means -1.
    pub(super) binary: bool,
}

/// The square of [`Hinge`].
#[derive(Clone, Copy)]
pub(super) struct SquaredHinge {
    /// As [`Hinge`] has it.
    pub(super) binary: bool,
}

impl Hinge {
    /// The target as -1 or 1.
    #[inline(always)]
    fn sign<S: Simd>(self, simd: S, t: S::Vector) -> S::Vector {
        if self.binary { simd.sub(simd.add(t, t), simd.splat(1.0)) } else { t }
    }

    /// 1 - t·p: how much is missing where it is positive.
    #[inline(always)]
    fn missing<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        simd.sub(simd.splat(1.0), simd.mul(self.sign(simd, t), p))
    }
}

impl Term for Hinge {
    #[inline(always)]
    fn value<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        simd.max(simd.splat(0.0), self.missing(simd, p, t))
    }

    /// Where nothing is missing and nothing is left over it still pulls, as on TensorFlow.
    #[inline(always)]
    fn slope<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let (zero, pull) = (simd.splat(0.0), simd.neg(self.sign(simd, t)));
        simd.select_gt(zero, self.missing(simd, p, t), zero, pull)
    }
}

impl Term for SquaredHinge {
    fn factor(self) -> f32 {
        2.0
    }

    #[inline(always)]
    fn value<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let missing = Hinge { binary: self.binary }.value(simd, p, t);
        simd.mul(missing, missing)
    }

    #[inline(always)]
    fn slope<S: Simd>(self, simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
        let hinge = Hinge { binary: self.binary };
        simd.neg(simd.mul(hinge.value(simd, p, t), hinge.sign(simd, t)))
    }
}

/// What the right class has, and the most that a wrong one has: Σ t·p and max (1 - t)·p.
#[inline(always)]
fn right_and_wrong<S: Simd>(simd: S, p: &[f32], t: &[f32], lane: usize) -> [S::Vector; 2] {
    let wrong = largest(
        simd,
        (p, t),
        lane,
        #[inline(always)]
        |p, t| of_wrong(simd, p, t),
    );
    [product(simd, (p, t), lane), wrong]
}

/// (1 - t)·p
#[inline(always)]
fn of_wrong<S: Simd>(simd: S, p: S::Vector, t: S::Vector) -> S::Vector {
    simd.mul(simd.sub(simd.splat(1.0), t), p)
}

/// 1 where `value` is at least `bound`, else 0.
#[inline(always)]
fn one_if_not_below<S: Simd>(simd: S, value: S::Vector, bound: S::Vector) -> S::Vector {
    simd.select_gt(bound, value, simd.splat(0.0), simd.splat(1.0))
}

/// max(wrong - right + 1, 0)
#[inline(always)]
pub(super) fn categorical<S: Simd>(simd: S, p: &[f32], t: &[f32], lane: usize) -> S::Vector {
    let [right, wrong] = right_and_wrong(simd, p, t, lane);
    let missing = simd.add(simd.sub(wrong, right), simd.splat(1.0));
    simd.max(simd.splat(0.0), missing)
}

/// -t, and for the largest of the wrong ones 1 - t more; they share it where there are several.
#[inline(always)]
pub(super) fn categorical_slopes<S: Simd>(
    simd: S,
    p: &[f32],
    t: &[f32],
    lane: usize,
    scale: S::Vector,
    out: &mut [f32],
) {
    let (zero, one) = (simd.splat(0.0), simd.splat(1.0));
    let [right, wrong] = right_and_wrong(simd, p, t, lane);
    let missing = simd.add(simd.sub(wrong, right), one);
    let scale = simd.select_gt(zero, missing, zero, scale);
    let count = sum(
        simd,
        (p, t),
        lane,
        #[inline(always)]
        |p, t| one_if_not_below(simd, of_wrong(simd, p, t), wrong),
    );
    write(
        simd,
        (p, t),
        lane,
        out,
        #[inline(always)]
        |p, t| {
            let share = simd.div(one_if_not_below(simd, of_wrong(simd, p, t), wrong), count);
            let slope = simd.sub(simd.mul(share, simd.sub(one, t)), t);
            simd.mul(scale, slope)
        },
    );
}
