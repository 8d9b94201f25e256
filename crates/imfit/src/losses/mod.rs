//! What training makes small. The arithmetic is in `imfit-compute`.

mod classification;
mod declarations;
mod describe;
mod function;
mod row_loss;
mod similarity;
mod targets;

pub(crate) use declarations::{AS_METRICS, DECLARATIONS};
pub(crate) use function::{FN, NAME};
pub(crate) use row_loss::RowLoss;
pub(crate) use similarity::MAX_VAL;
pub(crate) use targets::{Targets, Wanted};

use imfit_compute::Loss as Computed;

/// Any of the losses; those with arguments with Keras's defaults, [`from_json`](Loss::from_json) takes
/// others.
///
/// # Example
/// ```
/// let loss = imfit::Loss::from_json(&serde_json::json!({
///     "class_name": "Huber", "config": {"delta": 0.1}
/// }))?;
/// # Ok::<(), imfit::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Loss(pub(crate) Which);

/// What is computed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Which {
    /// Always the same.
    Fixed(Computed),
    /// The cross-entropy that suits the widths of outputs and targets.
    Crossentropy,
    /// 1 less the structural similarity.
    Ssim {
        /// The largest value that a target can have.
        max_val: f32,
    },
    /// What a function of the host's says.
    Function {
        /// Whether the host has another one for the slopes.
        gradient: bool,
    },
}

#[allow(non_upper_case_globals)]
impl Loss {
    /// The mean of the squares of the differences between predictions and targets.
    pub const MeanSquaredError: Loss = Loss(Which::Fixed(Computed::MeanSquaredError));
    /// The mean of the differences between predictions and targets, without their sign.
    pub const MeanAbsoluteError: Loss = Loss(Which::Fixed(Computed::MeanAbsoluteError));
    /// The mean of the differences in percent of the targets, without their sign.
    pub const MeanAbsolutePercentageError: Loss =
        Loss(Which::Fixed(Computed::MeanAbsolutePercentageError));
    /// The mean of the squares of log(1 + prediction) - log(1 + target).
    pub const MeanSquaredLogarithmicError: Loss =
        Loss(Which::Fixed(Computed::MeanSquaredLogarithmicError));
    /// Half the square of a difference up to delta, a straight line beyond.
    pub const Huber: Loss = Loss(Which::Fixed(Computed::Huber { delta: 1.0 }));
    /// The mean of the logarithm of the hyperbolic cosine of the differences.
    pub const LogCosh: Loss = Loss(Which::Fixed(Computed::LogCosh));
    /// The mean of sqrt(d^2 + epsilon^2) over the differences d: for pictures, between squares and sizes.
    pub const Charbonnier: Loss = Loss(Which::Fixed(Computed::Charbonnier { epsilon: 1e-3 }));
    /// The cross-entropy of each output on its own: targets and predictions are shares from 0 to 1.
    pub const BinaryCrossentropy: Loss = Loss(Which::Fixed(Computed::BinaryCrossentropy {
        from_logits: false,
        label_smoothing: 0.0,
    }));
    /// The cross-entropy of several classes: an output for each, and targets that add up to 1.
    pub const CategoricalCrossentropy: Loss =
        Loss(Which::Fixed(Computed::CategoricalCrossentropy {
            from_logits: false,
            label_smoothing: 0.0,
        }));
    /// The divergence of Kullback and Leibler: the sum of target * log(target / prediction).
    pub const KLDivergence: Loss = Loss(Which::Fixed(Computed::KlDivergence));
    /// The mean of prediction - target * log(prediction): for counts.
    pub const Poisson: Loss = Loss(Which::Fixed(Computed::Poisson));
    /// The cosine of the angle between prediction and target, negated: -1 where they point the same way.
    pub const CosineSimilarity: Loss = Loss(Which::Fixed(Computed::CosineSimilarity));

    /// The mean of max(1 - t·p, 0), for targets t of -1 and 1, or of 0 and 1.
    pub const Hinge: Loss = Loss(Which::Fixed(Computed::Hinge { binary: false }));
    /// The mean of max(1 - t·p, 0)², for targets t of -1 and 1, or of 0 and 1.
    pub const SquaredHinge: Loss = Loss(Which::Fixed(Computed::SquaredHinge { binary: false }));
    /// How much the right class lacks to be 1 above the largest wrong one.
    pub const CategoricalHinge: Loss = Loss(Which::Fixed(Computed::CategoricalHinge));
    /// The cross-entropy of each output on its own, where what is nearly right counts less.
    pub const BinaryFocalCrossentropy: Loss =
        Loss(Which::Fixed(Computed::BinaryFocalCrossentropy {
            apply_class_balancing: false,
            alpha: 0.25,
            gamma: 2.0,
            from_logits: false,
            label_smoothing: 0.0,
        }));
    /// The cross-entropy of several classes, where what is nearly right counts less.
    pub const CategoricalFocalCrossentropy: Loss =
        Loss(Which::Fixed(Computed::CategoricalFocalCrossentropy {
            alpha: 0.25,
            gamma: 2.0,
            from_logits: false,
            label_smoothing: 0.0,
        }));
    /// The cross-entropy of several classes, for targets that are one column: the number of the class, from 0.
    pub const SparseCategoricalCrossentropy: Loss =
        Loss(Which::Fixed(Computed::SparseCategoricalCrossentropy { from_logits: false }));
    /// (1 - √p) / ½ of the right class's p; the targets are its number.
    pub const CategoricalGeneralizedCrossEntropy: Loss =
        Loss(Which::Fixed(Computed::CategoricalGeneralizedCrossEntropy { q: 0.5 }));
    /// The cross-entropy that suits the data: binary for one output, sparse for one column of targets and more
    /// outputs, else categorical.
    pub const Crossentropy: Loss = Loss(Which::Crossentropy);
    /// 1 less the structural similarity to a picture, for batches that are the whole picture.
    pub const Ssim: Loss = Loss(Which::Ssim { max_val: 1.0 });
    /// A function of the host's: a training asks for its values, see [`Question`](crate::Question). Its
    /// slopes are found from differences of its values, unless [`from_json`](Loss::from_json) says that the
    /// host has a `gradient`.
    pub const Function: Loss = Loss(Which::Function { gradient: false });
}

#[cfg(test)]
mod tests {
    use super::Loss;

    /// The constants of losses with arguments repeat the declared defaults.
    #[test]
    fn constants_have_the_declared_defaults() {
        for constant in [
            Loss::Huber,
            Loss::Charbonnier,
            Loss::BinaryCrossentropy,
            Loss::CategoricalCrossentropy,
            Loss::BinaryFocalCrossentropy,
            Loss::CategoricalFocalCrossentropy,
            Loss::SparseCategoricalCrossentropy,
            Loss::CategoricalGeneralizedCrossEntropy,
            Loss::Crossentropy,
            Loss::Ssim,
        ] {
            assert_eq!(constant, Loss::from_json(&constant.class_name().into()).unwrap());
        }
    }
}
