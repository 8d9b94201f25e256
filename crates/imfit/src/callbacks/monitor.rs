//! Whether what a callback looks at has improved, as Keras's `MonitorCallback` has it.

use serde_json::Value;

use super::watch::Outlook;
use crate::declare::{Argument, Arguments, Default, Values};
use crate::error::{Error, Result};
use crate::metrics::Metric;

pub(super) const MONITOR: Argument = Argument {
    name: "monitor",
    values: Values::Text,
    optional: false,
    default: Default::Text("val_loss"),
    doc: "The loss or metric to look at, as the history calls it.",
};

pub(super) const MODE: Argument = Argument {
    name: "mode",
    values: Values::Choice(&["auto", "min", "max"]),
    optional: false,
    default: Default::Text("auto"),
    doc: "Whether less is better, \"min\", or more, \"max\"; \"auto\" follows from the name.",
};

pub(super) const VERBOSE: Argument = Argument {
    name: "verbose",
    values: Values::Whole { least: 0, most: 1 },
    optional: false,
    default: Default::Whole(0),
    doc: "Whether to say what is done: 0 or 1.",
};

/// What is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It follows from the name of what is looked at.
    Auto,
    /// Less.
    Min,
    /// More.
    Max,
}

impl Mode {
    pub(super) fn of(arguments: &Arguments) -> Mode {
        match arguments.optional_text("mode") {
            Some("min") => Mode::Min,
            Some("max") => Mode::Max,
            _ => Mode::Auto,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Mode::Auto => "auto",
            Mode::Min => "min",
            Mode::Max => "max",
        }
    }
}

/// Looks at one loss or metric.
#[derive(Debug, Clone)]
pub(super) struct Monitor {
    pub(super) name: String,
    more_is_better: bool,
    min_delta: f64,
}

impl Monitor {
    /// Refuses what will never be in the logs, and a mode that can't be told.
    pub(super) fn new(
        name: &str,
        mode: Mode,
        min_delta: f64,
        outlook: &Outlook<'_>,
    ) -> Result<Monitor> {
        check_log(name, outlook, "monitor")?;
        let more_is_better = match mode {
            Mode::Min => false,
            Mode::Max => true,
            Mode::Auto => more_is_better(name, outlook)?,
        };
        Ok(Monitor { name: name.to_owned(), more_is_better, min_delta: min_delta.abs() })
    }

    /// Whether a value is better than another by more than `min_delta`; any is better than none.
    /// Compared in single precision, as Keras does.
    pub(super) fn improves(&self, value: f64, on: Option<f64>) -> bool {
        let Some(on) = on else { return true };
        if self.more_is_better {
            ((value - self.min_delta) as f32) > on as f32
        } else {
            ((value + self.min_delta) as f32) < on as f32
        }
    }
}

/// Refuses the name of a loss or metric that no epoch will have.
pub(super) fn check_log(name: &str, outlook: &Outlook<'_>, argument: &str) -> Result<()> {
    if outlook.open || outlook.logs.iter().any(|known| known == name) {
        return Ok(());
    }
    let mut allowed = format!("one of {}", outlook.logs.join(", "));
    if name.starts_with("val_") && !outlook.logs.iter().any(|known| known.starts_with("val_")) {
        allowed += ", as no epoch is validated";
    }
    Err(Error::argument(argument, format!("'{name}'"), allowed))
}

fn more_is_better(name: &str, outlook: &Outlook<'_>) -> Result<bool> {
    let measured = name.strip_prefix("val_").unwrap_or(name);
    if measured == "loss" {
        return Ok(false);
    }
    let compiled = outlook.model.compiled()?;
    let metric = compiled.metrics.iter().find(|named| named.name == measured);
    // Nobody knows what a function of the user's says.
    let known = metric.filter(|named| named.metric != Metric::Function);
    known.map(|named| named.metric.more_is_better()).ok_or_else(|| {
        let allowed = format!("\"min\" or \"max\" to monitor '{name}'");
        Error::argument("mode", "\"auto\"", allowed)
    })
}

/// A number, or null where it isn't finite or there is none.
pub(super) fn number(value: Option<f64>) -> Value {
    value.filter(|value| value.is_finite()).into()
}
