//! Which function computes which of the losses that look at all features of a row.

use super::focal::ClassFocus;
use super::{Loss, hinge, rows, sparse};
use crate::simd::Simd;

/// The losses that are sums over the features of a row, which never come here. They are named so that a new
/// loss has to stand either with them or in both functions.
macro_rules! summed {
    () => {
        Loss::MeanSquaredError
            | Loss::MeanAbsoluteError
            | Loss::MeanAbsolutePercentageError
            | Loss::MeanSquaredLogarithmicError
            | Loss::Huber { .. }
            | Loss::LogCosh
            | Loss::Charbonnier { .. }
            | Loss::BinaryCrossentropy { .. }
            | Loss::KlDivergence
            | Loss::Poisson
            | Loss::Hinge { .. }
            | Loss::SquaredHinge { .. }
            | Loss::BinaryFocalCrossentropy { .. }
    };
}

/// The loss of the rows from `lane` on.
#[inline(always)]
pub(super) fn value<S: Simd>(
    simd: S,
    loss: Loss,
    (p, t): (&[f32], &[f32]),
    lane: usize,
) -> S::Vector {
    match loss {
        Loss::CosineSimilarity => rows::cosine(simd, p, t, lane),
        Loss::CategoricalCrossentropy { from_logits: true, label_smoothing } => {
            rows::logit_entropy(simd, p, t, lane, label_smoothing)
        }
        Loss::CategoricalCrossentropy { label_smoothing, .. } => {
            rows::entropy(simd, p, t, lane, label_smoothing)
        }
        Loss::CategoricalHinge => hinge::categorical(simd, p, t, lane),
        Loss::CategoricalFocalCrossentropy { alpha, gamma, from_logits, label_smoothing } => {
            ClassFocus { alpha, gamma, from_logits, label_smoothing }.value(simd, p, t, lane)
        }
        Loss::SparseCategoricalCrossentropy { from_logits } => {
            if from_logits {
                sparse::logit_entropy(simd, p, t, lane)
            } else {
                sparse::entropy(simd, p, t, lane)
            }
        }
        Loss::CategoricalGeneralizedCrossEntropy { q } => sparse::generalized(simd, p, t, lane, q),
        summed!() => unreachable!("a sum of terms"),
    }
}

/// Writes the gradient of `scale` times the loss of the rows from `lane` on; with `through`, with respect
/// to what the last activation was made of.
#[inline(always)]
pub(super) fn slopes<S: Simd>(
    simd: S,
    (loss, through): (Loss, bool),
    (p, t): (&[f32], &[f32]),
    lane: usize,
    scale: S::Vector,
    out: &mut [f32],
) {
    match loss {
        Loss::CosineSimilarity => rows::cosine_slopes(simd, p, t, lane, scale, out),
        Loss::CategoricalCrossentropy { label_smoothing: s, .. } if through => {
            rows::softmax_entropy_slopes(simd, p, t, lane, s, scale, out);
        }
        Loss::CategoricalCrossentropy { from_logits: true, label_smoothing: s } => {
            rows::logit_entropy_slopes(simd, p, t, lane, s, scale, out);
        }
        Loss::CategoricalCrossentropy { label_smoothing: s, .. } => {
            rows::entropy_slopes(simd, p, t, lane, s, scale, out);
        }
        Loss::CategoricalHinge => hinge::categorical_slopes(simd, p, t, lane, scale, out),
        Loss::CategoricalFocalCrossentropy { alpha, gamma, from_logits, label_smoothing } => {
            let focus = ClassFocus { alpha, gamma, from_logits, label_smoothing };
            focus.slopes(simd, (p, t), lane, scale, out);
        }
        Loss::SparseCategoricalCrossentropy { from_logits } => {
            if through {
                sparse::softmax_entropy_slopes(simd, p, t, lane, scale, out);
            } else if from_logits {
                sparse::logit_entropy_slopes(simd, p, t, lane, scale, out);
            } else {
                sparse::entropy_slopes(simd, p, t, lane, scale, out);
            }
        }
        Loss::CategoricalGeneralizedCrossEntropy { q } => {
            sparse::generalized_slopes(simd, (p, t), lane, q, scale, out);
        }
        summed!() => unreachable!("a sum of terms"),
    }
}
