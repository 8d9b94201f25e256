//! How a model is to be trained, and how far its optimizer has come.

use serde_json::{Map, Value, json};

use crate::declare::{Arguments, COMPILE, Kind};
use crate::error::{Error, Result};
use crate::losses::{self, Loss};
use crate::metrics::Metric;
use crate::optimizers::Optimizer;
use crate::precision::Precision;
use crate::training::{Function, Logs};

/// What `compile` was told.
#[derive(Debug, Clone)]
pub(crate) struct Compiled {
    pub(crate) loss: Loss,
    /// The name of the loss, where it is a function of the host's that has one.
    loss_name: Option<String>,
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
            return self.name.as_str().into();
        }
        match self.metric {
            Metric::Function => with_name(self.metric.to_json(), Some(&self.name)),
            _ => self.metric.to_json(),
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
            if metric.name == "loss" {
                let allowed = "another name: the loss has this one";
                return Err(Error::argument("metrics", "a metric called 'loss'", allowed));
            }
            if metrics[..index].iter().any(|earlier| earlier.name == metric.name) {
                let given = format!("'{}' twice", metric.name);
                return Err(Error::argument("metrics", given, "a list of different names"));
            }
        }
        let precision = Precision::F32;
        let compiled =
            Compiled { loss, loss_name: None, optimizer, metrics, precision, iterations: 0 };
        let mut own = compiled.metrics.iter().filter(|named| named.metric == Metric::Function);
        if loss.of_pictures().is_some() && own.next().is_some() {
            let allowed = "metrics that imfit computes, beside the loss SSIM";
            return Err(Error::argument("metrics", "a function of your own", allowed));
        }
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
        let loss_name = own_name(arguments.get("loss"));
        Ok(Compiled { precision, loss_name, ..Compiled::new(optimizer, loss, metrics)? })
    }

    /// The arguments of `compile`, by name.
    pub(crate) fn to_json(&self) -> Value {
        let metrics: Vec<Value> = self.metrics.iter().map(NamedMetric::to_json).collect();
        json!({
            "optimizer": self.optimizer.to_json(),
            "loss": with_name(self.loss.to_json(), self.loss_name.as_deref()),
            "metrics": metrics,
            "precision": self.precision.name(),
        })
    }

    /// The functions of the host's that a training asks, and what it asks them for.
    pub(crate) fn functions(&self) -> Vec<Function> {
        let metrics = self.metrics.iter().filter(|named| named.metric == Metric::Function);
        let metrics = metrics.map(|named| Function::Metric(named.name.clone()));
        self.loss.functions().iter().cloned().chain(metrics).collect()
    }

    /// Refuses functions where there is no host that could be asked.
    ///
    /// # Errors
    /// [`Error::Argument`] with the argument that holds one.
    pub(crate) fn check_no_functions(&self) -> Result<()> {
        let Some(function) = self.functions().into_iter().next() else { return Ok(()) };
        let argument = if matches!(function, Function::Metric(_)) { "metrics" } else { "loss" };
        let allowed = "one that imfit computes: functions of your own are for Python and R, and for Rust that \
                       answers the questions of a `Trainer`";
        Err(Error::argument(argument, "a function", allowed))
    }

    /// What the user calls a function; nothing where it has no name.
    pub(crate) fn name_of<'a>(&'a self, function: &'a Function) -> Option<&'a str> {
        match function {
            Function::Metric(name) => Some(name),
            Function::Loss | Function::Gradient => self.loss_name.as_deref(),
        }
    }

    /// Loss and metrics, by name, of the sums over `rows` rows of a model of `outputs` outputs. `ssim` is
    /// asked for the similarity of the picture that they make; while there is none, that is left out.
    pub(crate) fn logs(
        &self,
        sums: &[f64],
        rows: usize,
        outputs: usize,
        ssim: impl Fn(f32) -> Option<f64>,
    ) -> Logs {
        let mut logs = vec![("loss".to_owned(), sums[0] / rows as f64)];
        let mut rest = &sums[1..];
        for NamedMetric { name, metric } in &self.metrics {
            let (own, others) = rest.split_at(metric.sums(outputs));
            rest = others;
            let value = match metric {
                Metric::Ssim { max_val } => ssim(*max_val),
                _ => Some(metric.result(own, rows)),
            };
            logs.extend(value.map(|value| (name.clone(), value)));
        }
        logs
    }

    /// Whether it compares pictures as a whole.
    pub(crate) fn sees_pictures(&self) -> bool {
        let whole = |named: &NamedMetric| matches!(named.metric, Metric::Ssim { .. });
        self.loss.of_pictures().is_some() || self.metrics.iter().any(whole)
    }

    /// How many numbers are summed over the rows: the loss, and what the metrics need.
    pub(crate) fn sums(&self, outputs: usize) -> usize {
        1 + self.metrics.iter().map(|named| named.metric.sums(outputs)).sum::<usize>()
    }
}

fn named_metric(value: &Value) -> Result<NamedMetric> {
    let metric = Metric::from_json(value)?;
    if let Some(name) = own_name(value) {
        return Ok(NamedMetric { name, metric });
    }
    let name = value.as_str().unwrap_or_else(|| metric.name());
    debug_assert!(Kind::Metric.find(name).is_ok());
    Ok(NamedMetric { name: name.to_owned(), metric })
}

/// The name that a description gives to a function of the host's.
fn own_name(value: &Value) -> Option<String> {
    value.pointer("/config/name").and_then(Value::as_str).map(str::to_owned)
}

/// A description with such a name.
fn with_name(mut value: Value, name: Option<&str>) -> Value {
    if let (Some(Value::Object(config)), Some(name)) = (value.get_mut("config"), name) {
        config.insert(losses::NAME.name.to_owned(), name.into());
    }
    value
}
