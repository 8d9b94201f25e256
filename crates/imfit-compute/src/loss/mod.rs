//! Losses: one number for each row of a panel, and its gradient with respect to the predictions.

mod rows;
mod terms;

use terms::Term;

use crate::LANE_GROUP;
use crate::activation::Activation;
use crate::isa::Isa;
use crate::simd::{Kernel, Simd, load_at, store_at};

/// Keras's epsilon: what keeps logarithms and quotients finite.
pub(crate) const EPSILON: f32 = 1e-7;

/// A loss of the predictions p and targets t of a row; d is p - t.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Loss {
    /// The mean of d².
    MeanSquaredError,
    /// The mean of |d|.
    MeanAbsoluteError,
    /// The mean of 100·|d| / max(|t|, 1e-7).
    MeanAbsolutePercentageError,
    /// The mean of (ln(1 + p) - ln(1 + t))², where neither is taken for less than 1e-7.
    MeanSquaredLogarithmicError,
    /// The mean of d² / 2 up to |d| = `delta`, and of `delta`·|d| - `delta`² / 2 beyond.
    Huber {
        /// Where the parabola ends: more than 0.
        delta: f32,
    },
    /// The mean of ln cosh d.
    LogCosh,
    /// The mean of √(d² + `epsilon`²).
    Charbonnier {
        /// How round the bend is: more than 0.
        epsilon: f32,
    },
    /// The mean of -t·ln p - (1 - t)·ln(1 - p).
    BinaryCrossentropy {
        /// Whether the predictions are logits: p is then their sigmoid.
        from_logits: bool,
        /// How much the targets are drawn to ½.
        label_smoothing: f32,
    },
    /// The sum of -t·ln p, for p divided by their sum.
    CategoricalCrossentropy {
        /// Whether the predictions are logits: p is then their softmax.
        from_logits: bool,
        /// How much the targets are drawn to equal shares.
        label_smoothing: f32,
    },
    /// The sum of t·ln(t / p), with both held between 1e-7 and 1.
    KlDivergence,
    /// The mean of p - t·ln(p + 1e-7).
    Poisson,
    /// The cosine of the angle between p and t, negated.
    CosineSimilarity,
}

/// Does `$work` with the term that is summed over a row, called `$term`, and `$rows` with what isn't
/// such a sum.
macro_rules! dispatch {
    ($loss:expr, $term:ident => $work:expr, $rows:ident => $row_work:expr) => {{
        macro_rules! with {
            ($made:expr) => {{
                let $term = $made;
                $work
            }};
        }
        match $loss {
            Loss::MeanSquaredError => with!(terms::Squared),
            Loss::MeanAbsoluteError => with!(terms::Absolute),
            Loss::MeanAbsolutePercentageError => with!(terms::Percentage),
            Loss::MeanSquaredLogarithmicError => with!(terms::SquaredLogarithmic),
            Loss::Huber { delta } => with!(terms::Huber { delta }),
            Loss::LogCosh => with!(terms::LogCosh),
            Loss::Charbonnier { epsilon } => with!(terms::Charbonnier { epsilon }),
            Loss::BinaryCrossentropy { from_logits: true, label_smoothing } => {
                with!(terms::LogitCrossentropy { label_smoothing })
            }
            Loss::BinaryCrossentropy { from_logits: false, label_smoothing } => {
                with!(terms::Crossentropy { label_smoothing })
            }
            Loss::KlDivergence => with!(terms::Divergence),
            Loss::Poisson => with!(terms::Poisson),
            $rows @ (Loss::CategoricalCrossentropy { .. } | Loss::CosineSimilarity) => $row_work,
        }
    }};
}

impl Loss {
    /// Writes the loss of each row of a panel. `prediction` and `target` are (features, [`LANE_GROUP`]).
    ///
    /// # Panics
    /// Panics if the lengths differ, or aren't a multiple of the lane group.
    pub fn rows(self, isa: Isa, prediction: &[f32], target: &[f32], out: &mut [f32; LANE_GROUP]) {
        check(prediction, target, prediction.len());
        isa.run(Values { loss: self, prediction, target, out });
    }

    /// Writes the gradient of `scale` times the loss of each row, with respect to the predictions.
    ///
    /// # Panics
    /// As [`rows`](Loss::rows).
    pub fn gradient(
        self,
        isa: Isa,
        prediction: &[f32],
        target: &[f32],
        scale: &[f32; LANE_GROUP],
        out: &mut [f32],
    ) {
        check(prediction, target, out.len());
        isa.run(Gradient { loss: self, through: false, prediction, target, scale, out });
    }

    /// Whether [`gradient_through`](Loss::gradient_through) knows this activation.
    pub fn goes_through(self, activation: Activation) -> bool {
        match self {
            Loss::BinaryCrossentropy { from_logits: false, .. } => {
                activation == Activation::Sigmoid
            }
            Loss::CategoricalCrossentropy { from_logits: false, .. } => {
                activation == Activation::Softmax
            }
            _ => false,
        }
    }

    /// The gradient with respect to what the last activation was made of, a sigmoid or a softmax: p - t,
    /// which is there even where the activation is so sure of itself that its own slope is 0.
    ///
    /// # Panics
    /// As [`rows`](Loss::rows).
    pub fn gradient_through(
        self,
        isa: Isa,
        prediction: &[f32],
        target: &[f32],
        scale: &[f32; LANE_GROUP],
        out: &mut [f32],
    ) {
        check(prediction, target, out.len());
        isa.run(Gradient { loss: self, through: true, prediction, target, scale, out });
    }
}

fn check(prediction: &[f32], target: &[f32], out: usize) {
    assert!(prediction.len() == target.len() && prediction.len() == out);
    assert!(prediction.len().is_multiple_of(LANE_GROUP));
}

struct Values<'a> {
    loss: Loss,
    prediction: &'a [f32],
    target: &'a [f32],
    out: &'a mut [f32; LANE_GROUP],
}

impl Values<'_> {
    /// The sum or the mean of the terms of each row.
    #[inline(always)]
    fn sum<S: Simd>(self, simd: S, term: impl Term) {
        let count = (self.prediction.len() / LANE_GROUP) as f32;
        for lane in (0..LANE_GROUP).step_by(S::LANES) {
            let mut sum = simd.splat(0.0);
            for at in (lane..self.prediction.len()).step_by(LANE_GROUP) {
                let p = load_at(simd, self.prediction, at);
                let t = load_at(simd, self.target, at);
                sum = simd.add(sum, term.value(simd, p, t));
            }
            let value = if term.is_mean() { simd.div(sum, simd.splat(count)) } else { sum };
            store_at(simd, self.out, lane, value);
        }
    }
}

impl Kernel for Values<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let (prediction, target) = (self.prediction, self.target);
        dispatch!(
            self.loss,
            term => self.sum(simd, term),
            rows => for lane in (0..LANE_GROUP).step_by(S::LANES) {
                let value = match rows {
                    Loss::CosineSimilarity => rows::cosine(simd, prediction, target, lane),
                    Loss::CategoricalCrossentropy { from_logits: true, label_smoothing } => {
                        rows::logit_entropy(simd, prediction, target, lane, label_smoothing)
                    }
                    Loss::CategoricalCrossentropy { label_smoothing, .. } => {
                        rows::entropy(simd, prediction, target, lane, label_smoothing)
                    }
                    _ => simd.splat(0.0),
                };
                store_at(simd, self.out, lane, value);
            }
        );
    }
}

struct Gradient<'a> {
    loss: Loss,
    through: bool,
    prediction: &'a [f32],
    target: &'a [f32],
    scale: &'a [f32; LANE_GROUP],
    out: &'a mut [f32],
}

impl Gradient<'_> {
    #[inline(always)]
    fn slopes<S: Simd>(self, simd: S, term: impl Term) {
        let count = (self.prediction.len() / LANE_GROUP) as f32;
        for lane in (0..LANE_GROUP).step_by(S::LANES) {
            let scale = simd.mul(simd.splat(term.factor()), load_at(simd, self.scale, lane));
            let scale = if term.is_mean() { simd.div(scale, simd.splat(count)) } else { scale };
            for at in (lane..self.prediction.len()).step_by(LANE_GROUP) {
                let p = load_at(simd, self.prediction, at);
                let t = load_at(simd, self.target, at);
                let slope = simd.mul(scale, term.slope(simd, p, t));
                store_at(simd, self.out, at, simd.without_denormals(slope));
            }
        }
    }
}

impl Kernel for Gradient<'_> {
    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let (prediction, target) = (self.prediction, self.target);
        if let (true, Loss::BinaryCrossentropy { label_smoothing, .. }) = (self.through, self.loss)
        {
            return self.slopes(simd, terms::SigmoidCrossentropy { label_smoothing });
        }
        dispatch!(
            self.loss,
            term => self.slopes(simd, term),
            rows => for lane in (0..LANE_GROUP).step_by(S::LANES) {
                let scale = load_at(simd, self.scale, lane);
                let out = &mut *self.out;
                match rows {
                    Loss::CosineSimilarity => {
                        rows::cosine_slopes(simd, prediction, target, lane, scale, out);
                    }
                    Loss::CategoricalCrossentropy { label_smoothing: s, .. } if self.through => {
                        rows::softmax_entropy_slopes(simd, prediction, target, lane, s, scale, out);
                    }
                    Loss::CategoricalCrossentropy { from_logits: true, label_smoothing: s } => {
                        rows::logit_entropy_slopes(simd, prediction, target, lane, s, scale, out);
                    }
                    Loss::CategoricalCrossentropy { label_smoothing: s, .. } => {
                        rows::entropy_slopes(simd, prediction, target, lane, s, scale, out);
                    }
                    _ => {}
                }
            }
        );
    }
}
