//! What training makes small. The arithmetic is in `imfit-compute`.

mod declarations;

pub(crate) use declarations::{AS_METRICS, DECLARATIONS};

use imfit_compute::{Activation, Isa, Loss as Computed};
use serde_json::{Map, Value};

use crate::declare::{Arguments, Kind, component_value, text_or_component};
use crate::error::{Error, Result};
use crate::layers::{shortest, single};
use crate::panel::Lanes;

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
pub struct Loss(pub(crate) Computed);

#[allow(non_upper_case_globals)]
impl Loss {
    /// The mean of the squares of the differences between predictions and targets.
    pub const MeanSquaredError: Loss = Loss(Computed::MeanSquaredError);
    /// The mean of the differences between predictions and targets, without their sign.
    pub const MeanAbsoluteError: Loss = Loss(Computed::MeanAbsoluteError);
    /// The mean of the differences in percent of the targets, without their sign.
    pub const MeanAbsolutePercentageError: Loss = Loss(Computed::MeanAbsolutePercentageError);
    /// The mean of the squares of log(1 + prediction) - log(1 + target).
    pub const MeanSquaredLogarithmicError: Loss = Loss(Computed::MeanSquaredLogarithmicError);
    /// Half the square of a difference up to delta, a straight line beyond.
    pub const Huber: Loss = Loss(Computed::Huber { delta: 1.0 });
    /// The mean of the logarithm of the hyperbolic cosine of the differences.
    pub const LogCosh: Loss = Loss(Computed::LogCosh);
    /// The mean of sqrt(d^2 + epsilon^2) over the differences d: for pictures, between squares and sizes.
    pub const Charbonnier: Loss = Loss(Computed::Charbonnier { epsilon: 1e-3 });
    /// The cross-entropy of each output on its own: targets and predictions are shares from 0 to 1.
    pub const BinaryCrossentropy: Loss =
        Loss(Computed::BinaryCrossentropy { from_logits: false, label_smoothing: 0.0 });
    /// The cross-entropy of several classes: an output for each, and targets that add up to 1.
    pub const CategoricalCrossentropy: Loss =
        Loss(Computed::CategoricalCrossentropy { from_logits: false, label_smoothing: 0.0 });
    /// The divergence of Kullback and Leibler: the sum of target * log(target / prediction).
    pub const KLDivergence: Loss = Loss(Computed::KlDivergence);
    /// The mean of prediction - target * log(prediction): for counts.
    pub const Poisson: Loss = Loss(Computed::Poisson);
    /// The cosine of the angle between prediction and target, negated: -1 where they point the same way.
    pub const CosineSimilarity: Loss = Loss(Computed::CosineSimilarity);

    /// The loss that `value` names or describes.
    ///
    /// # Errors
    /// A name or an argument that doesn't exist, or is wrong.
    pub fn from_json(value: &Value) -> Result<Loss> {
        let (name, config) = text_or_component(value).unwrap_or(("", Map::new()));
        let declaration = Kind::Loss.find(name)?;
        Loss::made(declaration.class_name, &Arguments::check(declaration, &config)?)
    }

    /// The loss of a class, from checked arguments.
    pub(crate) fn made(class_name: &str, arguments: &Arguments) -> Result<Loss> {
        Ok(Loss(match class_name {
            "MeanSquaredError" => Computed::MeanSquaredError,
            "MeanAbsoluteError" => Computed::MeanAbsoluteError,
            "MeanAbsolutePercentageError" => Computed::MeanAbsolutePercentageError,
            "MeanSquaredLogarithmicError" => Computed::MeanSquaredLogarithmicError,
            "LogCosh" => Computed::LogCosh,
            "KLDivergence" => Computed::KlDivergence,
            "Poisson" => Computed::Poisson,
            "CosineSimilarity" => Computed::CosineSimilarity,
            "Huber" => Computed::Huber { delta: single(arguments, "delta")? },
            "Charbonnier" => Computed::Charbonnier { epsilon: single(arguments, "epsilon")? },
            "BinaryCrossentropy" => Computed::BinaryCrossentropy {
                from_logits: arguments.flag("from_logits"),
                label_smoothing: single(arguments, "label_smoothing")?,
            },
            "CategoricalCrossentropy" => Computed::CategoricalCrossentropy {
                from_logits: arguments.flag("from_logits"),
                label_smoothing: single(arguments, "label_smoothing")?,
            },
            other => unreachable!("{other} is declared, but not made"),
        }))
    }

    /// The loss as `{"class_name", "config"}`.
    pub fn to_json(self) -> Value {
        let config = match self.0 {
            Computed::Huber { delta } => Map::from_iter([("delta".into(), shortest(delta).into())]),
            Computed::Charbonnier { epsilon } => {
                Map::from_iter([("epsilon".into(), shortest(epsilon).into())])
            }
            Computed::BinaryCrossentropy { from_logits, label_smoothing }
            | Computed::CategoricalCrossentropy { from_logits, label_smoothing } => {
                Map::from_iter([
                    ("from_logits".into(), from_logits.into()),
                    ("label_smoothing".into(), shortest(label_smoothing).into()),
                ])
            }
            _ => Map::new(),
        };
        component_value(self.class_name(), config)
    }

    /// The name of its class, as `Huber`.
    pub fn class_name(self) -> &'static str {
        match self.0 {
            Computed::MeanSquaredError => "MeanSquaredError",
            Computed::MeanAbsoluteError => "MeanAbsoluteError",
            Computed::MeanAbsolutePercentageError => "MeanAbsolutePercentageError",
            Computed::MeanSquaredLogarithmicError => "MeanSquaredLogarithmicError",
            Computed::LogCosh => "LogCosh",
            Computed::KlDivergence => "KLDivergence",
            Computed::Poisson => "Poisson",
            Computed::CosineSimilarity => "CosineSimilarity",
            Computed::Huber { .. } => "Huber",
            Computed::Charbonnier { .. } => "Charbonnier",
            Computed::BinaryCrossentropy { .. } => "BinaryCrossentropy",
            Computed::CategoricalCrossentropy { .. } => "CategoricalCrossentropy",
        }
    }

    /// Refuses a loss that is the same for every prediction.
    ///
    /// # Errors
    /// A model of one output, and a loss that compares the outputs of a row with each other.
    pub(crate) fn check_outputs(self, outputs: usize) -> Result<()> {
        let needs_more =
            matches!(self.0, Computed::CategoricalCrossentropy { .. } | Computed::CosineSimilarity);
        if !needs_more || outputs > 1 {
            return Ok(());
        }
        let given = format!("{} for a model of one output", self.class_name());
        let allowed = "another one, as BinaryCrossentropy: it compares the outputs of a row";
        Err(Error::argument("loss", given, allowed))
    }

    /// The loss of each row of a panel; prediction and target are (outputs, rows).
    pub(crate) fn rows(self, isa: Isa, prediction: &[Lanes], target: &[Lanes]) -> Lanes {
        let mut out = Lanes::default();
        self.0.rows(isa, prediction.as_flattened(), target.as_flattened(), &mut out);
        out
    }

    /// Whether the gradient is that of what `last`, the model's last activation, was made of.
    pub(crate) fn goes_through(self, last: Activation) -> bool {
        self.0.goes_through(last)
    }

    /// The gradient of `scale` times the loss of each row, with respect to the prediction, or, with
    /// `through`, to what the last activation was made of.
    pub(crate) fn gradient(
        self,
        (isa, through): (Isa, bool),
        prediction: &[Lanes],
        target: &[Lanes],
        scale: &Lanes,
        out: &mut [Lanes],
    ) {
        let (prediction, target) = (prediction.as_flattened(), target.as_flattened());
        let out = out.as_flattened_mut();
        if through {
            self.0.gradient_through(isa, prediction, target, scale, out);
        } else {
            self.0.gradient(isa, prediction, target, scale, out);
        }
    }
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
        ] {
            assert_eq!(constant, Loss::from_json(&constant.class_name().into()).unwrap());
        }
    }
}
