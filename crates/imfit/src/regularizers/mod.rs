//! Penalties on weights, or on what layers give, that are added to the loss.

mod norms;
mod orthogonal;

pub use norms::{L1, L1L2, L2};
pub use orthogonal::OrthogonalRegularizer;

pub(crate) use orthogonal::{Orthogonality, OrthogonalityRoom};

use imfit_compute::Penalty;
use serde_json::Value;

use crate::declare::{Arguments, Component, Declaration, Kind, text_or_component};
use crate::error::{Error, Result};

macro_rules! regularizers {
    ($($name:ident),*) => {
        /// Any of the regularizers.
        #[derive(Debug, Clone, Copy, PartialEq)]
        #[non_exhaustive]
        pub enum Regularizer {
            $(
                #[doc = concat!("See [`struct@", stringify!($name), "`].")]
                $name($name),
            )*
        }

        /// The declarations of all regularizers.
        pub(crate) const DECLARATIONS: &[&Declaration] = &[$(&<$name>::DECLARATION),*];

        $(impl From<$name> for Regularizer {
            fn from(regularizer: $name) -> Self {
                Regularizer::$name(regularizer)
            }
        })*

        impl Regularizer {
            /// The regularizer as `{"class_name", "config"}`.
            pub fn to_json(&self) -> Value {
                match self {
                    $(Regularizer::$name(regularizer) => regularizer.to_json(),)*
                }
            }

            fn named(class_name: &str, arguments: &Arguments) -> Result<Regularizer> {
                match class_name {
                    $(name if name == <$name>::DECLARATION.class_name => {
                        Ok(<$name>::from_arguments(arguments)?.into())
                    })*
                    _ => unreachable!("{class_name} is declared, but not made"),
                }
            }
        }
    };
}

regularizers!(L1, L2, L1L2, OrthogonalRegularizer);

impl Regularizer {
    /// The regularizer that `value` names or describes.
    ///
    /// # Errors
    /// A name or an argument that doesn't exist, or is wrong.
    pub fn from_json(value: &Value) -> Result<Regularizer> {
        let (name, config) = text_or_component(value).unwrap_or(("", serde_json::Map::new()));
        let declaration = Kind::Regularizer.find(name)?;
        Regularizer::named(declaration.class_name, &Arguments::check(declaration, &config)?)
    }

    /// The regularizer of a kernel; nothing where `value` is nothing.
    ///
    /// # Errors
    /// As [`from_json`](Regularizer::from_json).
    pub(crate) fn of_matrix(value: &Value) -> Result<Option<Regularizer>> {
        if value.is_null() { Ok(None) } else { Regularizer::from_json(value).map(Some) }
    }

    /// The same for the argument `name` of a layer, whose values aren't a matrix of their own.
    ///
    /// # Errors
    /// As [`from_json`](Regularizer::from_json), and a regularizer that only matrices have.
    pub(crate) fn of_values(name: &'static str, value: &Value) -> Result<Option<Regularizer>> {
        match Regularizer::of_matrix(value)? {
            Some(Regularizer::OrthogonalRegularizer(_)) => Err(Error::argument(
                name,
                "OrthogonalRegularizer",
                "l1, l2 or l1_l2: the other one compares rows or columns of a kernel",
            )),
            other => Ok(other),
        }
    }

    /// The penalty as a sum over values, if it is one.
    pub(crate) fn penalty(&self) -> Option<Penalty> {
        match self {
            Regularizer::L1(L1 { l1 }) => Some(Penalty { l1: *l1 as f32, l2: 0.0 }),
            Regularizer::L2(L2 { l2 }) => Some(Penalty { l1: 0.0, l2: *l2 as f32 }),
            Regularizer::L1L2(both) => Some(both.penalty()),
            Regularizer::OrthogonalRegularizer(_) => None,
        }
    }

    /// The penalty on vectors that aren't orthogonal, if it is that.
    pub(crate) fn orthogonality(&self) -> Option<Orthogonality> {
        match self {
            Regularizer::OrthogonalRegularizer(regularizer) => Some(regularizer.penalty()),
            _ => None,
        }
    }
}

/// A regularizer, or nothing, as JSON.
pub(crate) fn or_null(regularizer: Option<Regularizer>) -> Value {
    regularizer.map_or(Value::Null, |regularizer| regularizer.to_json())
}
