//! How a model is to be trained, and how far its optimizer has come.

use serde_json::{Map, Value, json};

use crate::declare::{Arguments, COMPILE, Kind};
use crate::error::{Error, Result};
use crate::losses::Loss;
use crate::metrics::Metric;
use crate::optimizers::Optimizer;
use crate::precision::Precision;
use crate::training::Logs;

/// What `compile` was told.
#[derive(Debug, Clone)]
pub(crate) struct Compiled {
    pub(crate) loss: Loss,
    pub(crate) optimizer: Optimizer,
    pub(crate) metrics: Vec<NamedMetric>,
    pub(crate) precision: Precision,
    /// Steps that the optimizer has taken.
    pub(crate) iterations: u64,
}

/// A metric under the name that the user gave it.
#[derive(Debug, Clone)]
pub(crate) struct NamedMetric {
    pub(crate) name: String,
    pub(crate) metric: Metric,
}

impl Compiled {
    pub(crate) fn new(optimizer: Optimizer, loss: Loss, metrics: Vec<NamedMetric>) -> Compiled {
        Compiled { loss, optimizer, metrics, precision: Precision::F32, iterations: 0 }
    }

    /// Reads the arguments of `compile`, by name.
    pub(crate) fn from_map(given: &Map<String, Value>) -> Result<Compiled> {
        let arguments = Arguments::check(&COMPILE, given)?;
        let names = match given.get("metrics") {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(names)) => names.clone(),
            Some(name) => vec![name.clone()],
        };
        let metrics = names.iter().map(named_metric).collect::<Result<Vec<_>>>()?;
        for (index, metric) in metrics.iter().enumerate() {
            if metrics[..index].iter().any(|earlier| earlier.name == metric.name) {
                let given = format!("'{}' twice", metric.name);
                return Err(Error::argument("metrics", given, "a list of different names"));
            }
        }
        let optimizer = Optimizer::from_json(arguments.get("optimizer"))?;
        let loss = Loss::from_json(arguments.get("loss"))?;
        let precision = arguments.optional_text("precision").and_then(Precision::by_name);
        let precision = precision.expect("a declared word is known");
        Ok(Compiled { precision, ..Compiled::new(optimizer, loss, metrics) })
    }

    /// The arguments of `compile`, by name.
    pub(crate) fn to_json(&self) -> Value {
        let names: Vec<&str> = self.metrics.iter().map(|metric| metric.name.as_str()).collect();
        json!({
            "optimizer": self.optimizer.to_json(),
            "loss": self.loss.to_json(),
            "metrics": names,
            "precision": self.precision.name(),
        })
    }

    /// The means of loss and metrics over `rows` rows, by name.
    pub(crate) fn logs(&self, sums: &[f64], rows: usize, prefix: &str) -> Logs {
        let names = std::iter::once("loss").chain(self.metrics.iter().map(|m| m.name.as_str()));
        names.zip(sums).map(|(name, sum)| (format!("{prefix}{name}"), sum / rows as f64)).collect()
    }
}

fn named_metric(value: &Value) -> Result<NamedMetric> {
    let metric = Metric::from_json(value)?;
    let name = value.as_str().unwrap_or_else(|| metric.name());
    debug_assert!(Kind::Metric.find(name).is_ok());
    Ok(NamedMetric { name: name.to_owned(), metric })
}
