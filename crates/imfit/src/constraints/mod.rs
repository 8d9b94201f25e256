//! What weights are held to after each step.

mod declarations;

pub use declarations::{MaxNorm, MinMaxNorm, NonNeg, UnitNorm};

use serde_json::Value;

use crate::declare::{Arguments, Component, Declaration, Kind, text_or_component};
use crate::error::{Error, Result};

macro_rules! constraints {
    ($($name:ident),*) => {
        /// Any of the constraints.
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum Constraint {
            $(
                #[doc = concat!("See [`struct@", stringify!($name), "`].")]
                $name($name),
            )*
        }

        /// The declarations of all constraints.
        pub(crate) const DECLARATIONS: &[&Declaration] = &[$(&<$name>::DECLARATION),*];

        $(impl From<$name> for Constraint {
            fn from(constraint: $name) -> Self {
                Constraint::$name(constraint)
            }
        })*

        impl Constraint {
            /// The constraint as `{"class_name", "config"}`.
            pub fn to_json(&self) -> Value {
                match self {
                    $(Constraint::$name(constraint) => constraint.to_json(),)*
                }
            }

            fn named(class_name: &str, arguments: &Arguments) -> Result<Constraint> {
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

constraints!(MaxNorm, NonNeg, UnitNorm, MinMaxNorm);

/// A constraint on norms: each norm is brought to `rate` of the way into its bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct NormBounds {
    pub(crate) least: f64,
    pub(crate) most: f64,
    pub(crate) rate: f64,
    /// Whether a norm is taken over the values of a column, of a row, of all.
    pub(crate) over_rows: bool,
    pub(crate) over_columns: bool,
}

impl Constraint {
    /// The constraint that `value` names or describes.
    ///
    /// # Errors
    /// A name or an argument that doesn't exist, or is wrong.
    pub fn from_json(value: &Value) -> Result<Constraint> {
        let (name, config) = text_or_component(value).unwrap_or(("", serde_json::Map::new()));
        let declaration = Kind::Constraint.find(name)?;
        Constraint::named(declaration.class_name, &Arguments::check(declaration, &config)?)
    }

    /// The constraint of a kernel; nothing where `value` is nothing.
    ///
    /// # Errors
    /// As [`from_json`](Constraint::from_json), and axes that are one and the same.
    pub(crate) fn of_matrix(name: &'static str, value: &Value) -> Result<Option<Constraint>> {
        Constraint::of(name, value, 2)
    }

    /// The same of a bias.
    ///
    /// # Errors
    /// As [`of_matrix`](Constraint::of_matrix), and an axis that a vector hasn't.
    pub(crate) fn of_vector(name: &'static str, value: &Value) -> Result<Option<Constraint>> {
        Constraint::of(name, value, 1)
    }

    fn of(name: &'static str, value: &Value, rank: i64) -> Result<Option<Constraint>> {
        if value.is_null() {
            return Ok(None);
        }
        let constraint = Constraint::from_json(value)?;
        for axis in constraint.axes() {
            if !(-rank..rank).contains(axis) {
                let allowed = "a constraint whose axis is 0 or -1: there is no other in a vector";
                return Err(Error::argument(name, format!("one with axis {axis}"), allowed));
            }
        }
        let axes = constraint.axes();
        for (at, axis) in axes.iter().enumerate() {
            let same = |other: &&i64| axis.rem_euclid(rank) == other.rem_euclid(rank);
            if let Some(other) = axes[..at].iter().find(same) {
                let given = format!("one with axis [{other}, {axis}]");
                let allowed = "a constraint that names each axis once: -1 is the last one";
                return Err(Error::argument(name, given, allowed));
            }
        }
        Ok(Some(constraint))
    }

    fn axes(&self) -> &[i64] {
        match self {
            Constraint::MaxNorm(constraint) => &constraint.axis,
            Constraint::UnitNorm(constraint) => &constraint.axis,
            Constraint::MinMaxNorm(constraint) => &constraint.axis,
            Constraint::NonNeg(_) => &[],
        }
    }

    /// Whether it makes negative weights 0.
    pub(crate) fn is_non_negative(&self) -> bool {
        matches!(self, Constraint::NonNeg(_))
    }

    /// The bounds of norms, if it has any, for a matrix or a vector.
    pub(crate) fn norm_bounds(&self, vector: bool) -> Option<NormBounds> {
        let (least, most, rate) = match self {
            Constraint::MaxNorm(constraint) => (0.0, constraint.max_value, 1.0),
            Constraint::UnitNorm(_) => (1.0, 1.0, 1.0),
            Constraint::MinMaxNorm(one) => (one.min_value, one.max_value, one.rate),
            Constraint::NonNeg(_) => return None,
        };
        // A vector stands as a row.
        let has = |axes: [i64; 2]| !vector && self.axes().iter().any(|axis| axes.contains(axis));
        let (over_rows, over_columns) = (has([0, -2]), vector || has([1, -1]));
        Some(NormBounds { least, most, rate, over_rows, over_columns })
    }
}

/// A constraint, or nothing, as JSON.
pub(crate) fn or_null(constraint: Option<&Constraint>) -> Value {
    constraint.map_or(Value::Null, Constraint::to_json)
}

/// What Keras adds to a norm, so that nothing is divided by zero.
const EPSILON: f64 = 1e-7;

impl NormBounds {
    /// Brings the norms of a matrix into their bounds. Rows are `columns` values long; `scales` is room for as many.
    pub(crate) fn apply(self, values: &mut [f32], columns: usize, scales: &mut Vec<f64>) {
        match (self.over_rows, self.over_columns) {
            (true, true) => self.bring(values),
            (true, false) => self.bring_columns(values, columns, scales),
            (false, true) => values.chunks_mut(columns).for_each(|row| self.bring(row)),
            (false, false) => values.chunks_mut(1).for_each(|value| self.bring(value)),
        }
    }

    /// Brings the norm of some weights into its bounds.
    fn bring(self, weights: &mut [f32]) {
        let square: f64 = weights.iter().map(|weight| f64::from(*weight).powi(2)).sum();
        let scale = self.scale(square.sqrt());
        weights.iter_mut().for_each(|weight| *weight = (f64::from(*weight) * scale) as f32);
    }

    /// The same for the norm of each column.
    fn bring_columns(self, weights: &mut [f32], columns: usize, scales: &mut Vec<f64>) {
        scales.clear();
        scales.resize(columns, 0.0);
        for row in weights.chunks(columns) {
            for (square, weight) in scales.iter_mut().zip(row) {
                *square += f64::from(*weight).powi(2);
            }
        }
        scales.iter_mut().for_each(|square| *square = self.scale(square.sqrt()));
        for row in weights.chunks_mut(columns) {
            for (weight, scale) in row.iter_mut().zip(&*scales) {
                *weight = (f64::from(*weight) * scale) as f32;
            }
        }
    }

    /// What the weights of a norm are multiplied by.
    fn scale(self, norm: f64) -> f64 {
        let inside = norm.max(self.least).min(self.most);
        (self.rate * inside + (1.0 - self.rate) * norm) / (EPSILON + norm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_that_is_named_twice_is_refused() {
        let of = |axis: &[i64]| {
            let value = MaxNorm { max_value: 1.0, axis: axis.to_vec() };
            Constraint::of_matrix("kernel_constraint", &Constraint::from(value).to_json())
        };
        for axis in [[0, 0], [0, -2], [-1, 1]] {
            let error = of(&axis).unwrap_err().to_string();
            let given = format!("axis [{}, {}]", axis[0], axis[1]);
            assert!(error.contains("`kernel_constraint`") && error.contains(&given), "{error}");
            assert!(error.contains("each axis once"), "{error}");
        }
        assert!(of(&[0, 1]).is_ok() && of(&[-1]).is_ok());
        let vector = Constraint::from(UnitNorm { axis: vec![0, -1] }).to_json();
        assert!(Constraint::of_vector("bias_constraint", &vector).is_err());
    }
}
