//! Losses: one number for each row of a panel, and its gradient with respect to the predictions.

mod by_row;
mod focal;
mod hinge;
mod rows;
mod sparse;
mod terms;

use focal::Focus;
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
    /// The mean of max(1 - t·p, 0).
    Hinge {
        /// Whether targets are 0 and 1, and 0 means -1.
        binary: bool,
    },
    /// The mean of max(1 - t·p, 0)².
    SquaredHinge {
        /// Whether targets are 0 and 1, and 0 means -1.
        binary: bool,
    },
    /// max(w - Σ t·p + 1, 0), where w is the largest (1 - t)·p.
    CategoricalHinge,
    /// The mean of the terms of [`BinaryCrossentropy`](Loss::BinaryCrossentropy), each times (t + p - 2·t·p)^`gamma`.
    BinaryFocalCrossentropy {
        /// Whether targets of 1 weigh `alpha` and those of 0 weigh 1 - `alpha`.
        apply_class_balancing: bool,
        /// See `apply_class_balancing`.
        alpha: f32,
        /// How much less what is nearly right counts: at least 0.
        gamma: f32,
        /// Whether the predictions are logits: p is then their sigmoid.
        from_logits: bool,
        /// How much the targets are drawn to ½.
        label_smoothing: f32,
    },
    /// The sum of -`alpha`·(1 - p)^`gamma`·t·ln p, for p divided by their sum.
    CategoricalFocalCrossentropy {
        /// What all terms are multiplied by.
        alpha: f32,
        /// How much less what is nearly right counts: at least 0.
        gamma: f32,
        /// Whether the predictions are logits: p is then their softmax.
        from_logits: bool,
        /// How much the targets are drawn to equal shares.
        label_smoothing: f32,
    },
    /// -ln p of the class that the one target numbers, for p divided by their sum.
    SparseCategoricalCrossentropy {
        /// Whether the predictions are logits: p is then their softmax.
        from_logits: bool,
    },
    /// (1 - p^`q`) / `q` of the class that the one target numbers.
    CategoricalGeneralizedCrossEntropy {
        /// More than 0, less than 1.
        q: f32,
    },
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
            Loss::Hinge { binary } => with!(hinge::Hinge { binary }),
            Loss::SquaredHinge { binary } => with!(hinge::SquaredHinge { binary }),
            Loss::BinaryFocalCrossentropy { from_logits: true, .. } => {
                with!(focal::LogitFocal($loss.focus()))
            }
            Loss::BinaryFocalCrossentropy { from_logits: false, .. } => {
                with!(focal::Focal($loss.focus()))
            }
            $rows @ (Loss::CategoricalCrossentropy { .. }
            | Loss::CosineSimilarity
            | Loss::CategoricalHinge
            | Loss::CategoricalFocalCrossentropy { .. }
            | Loss::SparseCategoricalCrossentropy { .. }
            | Loss::CategoricalGeneralizedCrossEntropy { .. }) => $row_work,
        }
    }};
}

impl Loss {
    /// Whether a row's target is the number of its class, and not as wide as the prediction.
    pub fn is_sparse(self) -> bool {
        matches!(
            self,
            Loss::SparseCategoricalCrossentropy { .. }
                | Loss::CategoricalGeneralizedCrossEntropy { .. }
        )
    }

    /// Writes the loss of each row of a panel. `prediction` is (features, [`LANE_GROUP`]), and so is `target`,
    /// but for a [sparse](Loss::is_sparse) loss, where it is one feature.
    ///
    /// # Panics
    /// Panics if the lengths are others, or no multiple of the lane group.
    pub fn rows(self, isa: Isa, prediction: &[f32], target: &[f32], out: &mut [f32; LANE_GROUP]) {
        self.check(prediction, target, prediction.len());
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
        self.check(prediction, target, out.len());
        isa.run(Gradient { loss: self, through: false, prediction, target, scale, out });
    }

    /// Whether [`gradient_through`](Loss::gradient_through) knows this activation.
    pub fn goes_through(self, activation: Activation) -> bool {
        match self {
            Loss::BinaryCrossentropy { from_logits: false, .. }
            | Loss::BinaryFocalCrossentropy { from_logits: false, .. } => {
                activation == Activation::Sigmoid
            }
            Loss::CategoricalCrossentropy { from_logits: false, .. }
            | Loss::SparseCategoricalCrossentropy { from_logits: false, .. } => {
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
        self.check(prediction, target, out.len());
        isa.run(Gradient { loss: self, through: true, prediction, target, scale, out });
    }

    fn check(self, prediction: &[f32], target: &[f32], out: usize) {
        let targets = if self.is_sparse() { LANE_GROUP } else { prediction.len() };
        assert!(target.len() == targets && prediction.len() == out);
        assert!(prediction.len().is_multiple_of(LANE_GROUP));
    }

    /// The arguments of a binary focal loss.
    #[inline(always)]
    fn focus(self) -> Focus {
        match self {
            Loss::BinaryFocalCrossentropy {
                apply_class_balancing,
                alpha,
                gamma,
                label_smoothing,
                ..
            } => Focus { alpha: apply_class_balancing.then_some(alpha), gamma, label_smoothing },
            _ => Focus { alpha: None, gamma: 0.0, label_smoothing: 0.0 },
        }
    }
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
                let value = by_row::value(simd, rows, (prediction, target), lane);
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
                store_at(simd, self.out, at, simd.without_tiny(slope));
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
        if let (true, Loss::BinaryFocalCrossentropy { .. }) = (self.through, self.loss) {
            let focus = self.loss.focus();
            return self.slopes(simd, focal::SigmoidFocal(focus));
        }
        dispatch!(
            self.loss,
            term => self.slopes(simd, term),
            rows => for lane in (0..LANE_GROUP).step_by(S::LANES) {
                let sides = (prediction, target);
                let scale = load_at(simd, self.scale, lane);
                by_row::slopes(simd, (rows, self.through), sides, lane, scale, self.out);
            }
        );
    }
}
