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

impl NamedMetric {
    /// The name, or the whole description where the name alone is another metric.
    fn to_json(&self) -> Value {
        let by_name = Metric::from_json(&self.name.as_str().into());
        if by_name.is_ok_and(|metric| metric == self.metric) {
            self.name.as_str().into()
        } else {
            self.metric.to_json()
        }
    }
}

impl Compiled {
    /// In `f32`, before the first step.
    ///
    /// # Errors
    /// A metric that is given twice, or that reads other targets than the loss.
    pub(crate) fn new(
        optimizer: Optimizer,
        loss: Loss,
        metrics: Vec<NamedMetric>,
    ) -> Result<Compiled> {
        for (index, metric) in metrics.iter().enumerate() {
            if metrics[..index].iter().any(|earlier| earlier.name == metric.name) {
                let given = format!("'{}' twice", metric.name);
                return Err(Error::argument("metrics", given, "a list of different names"));
            }
        }
        let precision = Precision::F32;
        let compiled = Compiled { loss, optimizer, metrics, precision, iterations: 0 };
        let wanted = loss.wanted();
        compiled.metrics.iter().try_for_each(|metric| compiled.check_metric(metric, wanted))?;
        Ok(compiled)
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
        let optimizer = Optimizer::from_json(arguments.get("optimizer"))?;
        let loss = Loss::from_json(arguments.get("loss"))?;
        let precision = arguments.optional_text("precision").and_then(Precision::by_name);
        let precision = precision.expect("a declared word is known");
        Ok(Compiled { precision, ..Compiled::new(optimizer, loss, metrics)? })
    }

    /// The arguments of `compile`, by name.
    pub(crate) fn to_json(&self) -> Value {
        let metrics: Vec<Value> = self.metrics.iter().map(NamedMetric::to_json).collect();
        json!({
            "optimizer": self.optimizer.to_json(),
            "loss": self.loss.to_json(),
            "metrics": metrics,
            "precision": self.precision.name(),
        })
    }

    /// Loss and metrics, by name, of the sums over `rows` rows of a model of `outputs` outputs.
    pub(crate) fn logs(&self, sums: &[f64], rows: usize, outputs: usize, prefix: &str) -> Logs {
        let mut logs = vec![(format!("{prefix}loss"), sums[0] / rows as f64)];
        let mut rest = &sums[1..];
        for NamedMetric { name, metric } in &self.metrics {
            let (own, others) = rest.split_at(metric.sums(outputs));
            logs.push((format!("{prefix}{name}"), metric.result(own, rows)));
            rest = others;
        }
        logs
    }

    /// How many numbers are summed over the rows: the loss, and what the metrics need.
    pub(crate) fn sums(&self, outputs: usize) -> usize {
        1 + self.metrics.iter().map(|named| named.metric.sums(outputs)).sum::<usize>()
    }
}

fn named_metric(value: &Value) -> Result<NamedMetric> {
    let metric = Metric::from_json(value)?;
    let name = value.as_str().unwrap_or_else(|| metric.name());
    debug_assert!(Kind::Metric.find(name).is_ok());
    Ok(NamedMetric { name: name.to_owned(), metric })
}
