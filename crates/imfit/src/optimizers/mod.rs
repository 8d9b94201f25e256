//! How weights follow their gradients.

mod adam;

pub use adam::Adam;

use imfit_compute::{Buffer, Isa};
use serde_json::{Map, Value};

use crate::declare::{Arguments, Component, Declaration, Kind, text_or_component};
use crate::error::Result;

/// The declarations of all optimizers.
pub(crate) const DECLARATIONS: &[&Declaration] = &[&Adam::DECLARATION];

/// Any of the optimizers.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Optimizer {
    /// Adam; see [`struct@Adam`].
    Adam(Adam),
}

/// The numbers of one step, the same for all weights.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    Adam(imfit_compute::AdamStep),
}

impl From<Adam> for Optimizer {
    fn from(adam: Adam) -> Self {
        Optimizer::Adam(adam)
    }
}

impl Optimizer {
    /// The optimizer that `value` names or describes.
    ///
    /// # Errors
    /// A name or an argument that doesn't exist, or is wrong.
    pub fn from_json(value: &Value) -> Result<Optimizer> {
        let (name, config) = text_or_component(value).unwrap_or(("", Map::new()));
        let declaration = Kind::Optimizer.find(name)?;
        let arguments = Arguments::check(declaration, &config)?;
        match declaration.class_name {
            "Adam" => Ok(Adam::from_arguments(&arguments)?.into()),
            other => unreachable!("{other} is declared, but not made"),
        }
    }

    /// The optimizer as `{"class_name", "config"}`.
    pub fn to_json(&self) -> Value {
        match self {
            Optimizer::Adam(adam) => adam.to_json(),
        }
    }

    /// The names of the values that the optimizer keeps for each weight.
    pub(crate) fn slots(&self) -> &'static [&'static str] {
        match self {
            Optimizer::Adam(_) => Adam::SLOTS,
        }
    }

    /// The numbers of step number `iteration`, counted from 1.
    pub(crate) fn step(&self, iteration: u64) -> Step {
        match self {
            Optimizer::Adam(adam) => Step::Adam(adam.step(iteration)),
        }
    }
}

impl Step {
    /// Moves weights against their gradient. `slots` holds what [`Optimizer::slots`] names.
    pub(crate) fn apply(
        self,
        isa: Isa,
        values: &mut [f32],
        gradient: &[f32],
        slots: &mut [Buffer],
    ) {
        match (self, slots) {
            (Step::Adam(step), [first, second]) => step.apply(isa, values, gradient, first, second),
            _ => unreachable!("slots are made by the optimizer's own list"),
        }
    }
}
