//! Losses as names and arguments, and back.

use imfit_compute::Loss as Computed;
use serde_json::{Map, Value, json};

use super::{Loss, MAX_VAL, Which, function};
use crate::declare::{Arguments, Kind, component_value, text_or_component};
use crate::error::Result;
use crate::layers::{shortest, single};

impl Loss {
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
        let number = |name| single(arguments, name);
        Ok(Loss(Which::Fixed(match class_name {
            "Crossentropy" => return Ok(Loss::Crossentropy),
            "SSIM" => return Ok(Loss(Which::Ssim { max_val: number(MAX_VAL.name)? })),
            "Function" => {
                let gradient = !arguments.get("gradient").is_null();
                return Ok(Loss(Which::Function { gradient }));
            }
            "MeanSquaredError" => Computed::MeanSquaredError,
            "MeanAbsoluteError" => Computed::MeanAbsoluteError,
            "MeanAbsolutePercentageError" => Computed::MeanAbsolutePercentageError,
            "MeanSquaredLogarithmicError" => Computed::MeanSquaredLogarithmicError,
            "LogCosh" => Computed::LogCosh,
            "KLDivergence" => Computed::KlDivergence,
            "Poisson" => Computed::Poisson,
            "CosineSimilarity" => Computed::CosineSimilarity,
            "Huber" => Computed::Huber { delta: number("delta")? },
            "Charbonnier" => Computed::Charbonnier { epsilon: number("epsilon")? },
            "BinaryCrossentropy" => Computed::BinaryCrossentropy {
                from_logits: arguments.flag("from_logits"),
                label_smoothing: number("label_smoothing")?,
            },
            "CategoricalCrossentropy" => Computed::CategoricalCrossentropy {
                from_logits: arguments.flag("from_logits"),
                label_smoothing: number("label_smoothing")?,
            },
            "Hinge" => Computed::Hinge { binary: false },
            "SquaredHinge" => Computed::SquaredHinge { binary: false },
            "CategoricalHinge" => Computed::CategoricalHinge,
            "BinaryFocalCrossentropy" => Computed::BinaryFocalCrossentropy {
                apply_class_balancing: arguments.flag("apply_class_balancing"),
                alpha: number("alpha")?,
                gamma: number("gamma")?,
                from_logits: arguments.flag("from_logits"),
                label_smoothing: number("label_smoothing")?,
            },
            "CategoricalFocalCrossentropy" => Computed::CategoricalFocalCrossentropy {
                alpha: number("alpha")?,
                gamma: number("gamma")?,
                from_logits: arguments.flag("from_logits"),
                label_smoothing: number("label_smoothing")?,
            },
            "SparseCategoricalCrossentropy" => Computed::SparseCategoricalCrossentropy {
                from_logits: arguments.flag("from_logits"),
            },
            "CategoricalGeneralizedCrossEntropy" => {
                Computed::CategoricalGeneralizedCrossEntropy { q: number("q")? }
            }
            other => unreachable!("{other} is declared, but not made"),
        })))
    }

    /// The loss as `{"class_name", "config"}`.
    pub fn to_json(self) -> Value {
        let config = match self.0 {
            Which::Fixed(computed) => arguments(computed),
            Which::Crossentropy => json!({}),
            Which::Ssim { max_val } => json!({ (MAX_VAL.name): shortest(max_val) }),
            Which::Function { gradient } => function::config(gradient),
        };
        let config = config.as_object().cloned().unwrap_or_default();
        component_value(self.class_name(), config)
    }

    /// The name of its class, as `Huber`.
    pub fn class_name(self) -> &'static str {
        match self.0 {
            Which::Fixed(computed) => class_name(computed),
            Which::Crossentropy => "Crossentropy",
            Which::Ssim { .. } => "SSIM",
            Which::Function { .. } => function::FUNCTION.class_name,
        }
    }
}

fn arguments(computed: Computed) -> Value {
    match computed {
        Computed::Huber { delta } => json!({ "delta": shortest(delta) }),
        Computed::Charbonnier { epsilon } => json!({ "epsilon": shortest(epsilon) }),
        Computed::BinaryCrossentropy { from_logits, label_smoothing }
        | Computed::CategoricalCrossentropy { from_logits, label_smoothing } => {
            json!({ "from_logits": from_logits, "label_smoothing": shortest(label_smoothing) })
        }
        Computed::BinaryFocalCrossentropy {
            apply_class_balancing,
            alpha,
            gamma,
            from_logits,
            label_smoothing,
        } => json!({
            "apply_class_balancing": apply_class_balancing,
            "alpha": shortest(alpha),
            "gamma": shortest(gamma),
            "from_logits": from_logits,
            "label_smoothing": shortest(label_smoothing),
        }),
        Computed::CategoricalFocalCrossentropy { alpha, gamma, from_logits, label_smoothing } => {
            json!({
                "alpha": shortest(alpha),
                "gamma": shortest(gamma),
                "from_logits": from_logits,
                "label_smoothing": shortest(label_smoothing),
            })
        }
        Computed::SparseCategoricalCrossentropy { from_logits } => {
            json!({ "from_logits": from_logits })
        }
        Computed::CategoricalGeneralizedCrossEntropy { q } => json!({ "q": shortest(q) }),
        _ => json!({}),
    }
}

fn class_name(computed: Computed) -> &'static str {
    match computed {
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
        Computed::Hinge { .. } => "Hinge",
        Computed::SquaredHinge { .. } => "SquaredHinge",
        Computed::CategoricalHinge => "CategoricalHinge",
        Computed::BinaryFocalCrossentropy { .. } => "BinaryFocalCrossentropy",
        Computed::CategoricalFocalCrossentropy { .. } => "CategoricalFocalCrossentropy",
        Computed::SparseCategoricalCrossentropy { .. } => "SparseCategoricalCrossentropy",
        Computed::CategoricalGeneralizedCrossEntropy { .. } => "CategoricalGeneralizedCrossEntropy",
    }
}
