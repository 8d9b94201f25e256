//! Sums of sizes and of squares: L1, L2, and both.

use imfit_compute::Penalty;
use serde_json::{Map, Value};

use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::Result;
use crate::layers::single;

const SOURCE: &str = "https://keras.io/api/layers/regularizers/";

/// `l1` times the sum of the sizes of all values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct L1 {
    /// What a size is multiplied by.
    pub l1: f64,
}

/// `l2` times the sum of the squares of all values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct L2 {
    /// What a square is multiplied by.
    pub l2: f64,
}

/// Both: `l1` times the sum of the sizes, and `l2` times that of the squares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct L1L2 {
    /// What a size is multiplied by.
    pub l1: f64,
    /// What a square is multiplied by.
    pub l2: f64,
}

impl L1L2 {
    /// The penalty as a sum over values.
    pub(crate) fn penalty(self) -> Penalty {
        Penalty { l1: self.l1 as f32, l2: self.l2 as f32 }
    }
}

const fn factor(name: &'static str, default: f64, doc: &'static str) -> Argument {
    Argument {
        name,
        values: Values::NOT_NEGATIVE,
        optional: false,
        default: Default::Real(default),
        doc,
    }
}

pub(crate) const SIZES: &str = "What the sum of the sizes of all values is multiplied by.";
pub(crate) const SQUARES: &str = "What the sum of the squares of all values is multiplied by.";

/// A checked factor that single precision has as well.
fn read(arguments: &Arguments, name: &'static str) -> Result<f64> {
    single(arguments, name)?;
    Ok(arguments.real(name))
}

impl Component for L1 {
    const DECLARATION: Declaration = Declaration {
        class_name: "L1",
        aliases: &["l1"],
        doc: "A penalty on the sizes of values: many become 0, or nearly.",
        arguments: &[factor("l1", 0.01, SIZES)],
        source: SOURCE,
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(L1 { l1: read(arguments, "l1")? })
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter([("l1".into(), self.l1.into())])
    }
}

impl Component for L2 {
    const DECLARATION: Declaration = Declaration {
        class_name: "L2",
        aliases: &["l2"],
        doc: "A penalty on the squares of values: large ones become smaller.",
        arguments: &[factor("l2", 0.01, SQUARES)],
        source: SOURCE,
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(L2 { l2: read(arguments, "l2")? })
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter([("l2".into(), self.l2.into())])
    }
}

impl Component for L1L2 {
    const DECLARATION: Declaration = Declaration {
        class_name: "L1L2",
        aliases: &["l1_l2", "l1l2"],
        doc: "A penalty on the sizes of values, and one on their squares.",
        arguments: &[factor("l1", 0.0, SIZES), factor("l2", 0.0, SQUARES)],
        source: SOURCE,
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        Ok(L1L2 { l1: read(arguments, "l1")?, l2: read(arguments, "l2")? })
    }

    fn arguments(&self) -> Map<String, Value> {
        Map::from_iter([("l1".into(), self.l1.into()), ("l2".into(), self.l2.into())])
    }
}
