//! Loss and metrics on their way to the engine: which targets they take, and what is computed for those that
//! there are.

use super::compiled::{Compiled, NamedMetric};
use crate::data::{Data, TargetWidth, plural};
use crate::error::{Error, Result};
use crate::losses::{RowLoss, Targets, Wanted};
use crate::metrics::RowMetric;

/// What is computed for each row.
#[derive(Debug, Clone)]
pub(crate) struct Scoring {
    pub(crate) loss: RowLoss,
    pub(crate) metrics: Vec<RowMetric>,
    /// Targets of a row.
    pub(crate) targets: usize,
}

impl Compiled {
    /// What is computed for the rows of `data`, which has been checked.
    pub(crate) fn scoring(&self, data: &Data<'_>, outputs: usize) -> Scoring {
        let asks = self.loss.asks_for_binary()
            || self.metrics.iter().any(|named| named.metric.asks_for_binary());
        let binary = asks && data.is_binary();
        let targets = Targets { outputs, width: data.outputs(), binary };
        Scoring {
            loss: self.loss.of(targets),
            metrics: self.metrics.iter().map(|named| named.metric.of(targets)).collect(),
            targets: targets.width,
        }
    }

    /// Refuses a loss or a metric that makes no sense for a model of so many outputs.
    ///
    /// # Errors
    /// As [`Loss::check_outputs`](crate::Loss) and [`Metric::check_outputs`](crate::Metric).
    pub(crate) fn check_outputs(&self, outputs: usize) -> Result<()> {
        self.loss.check_outputs(outputs)?;
        self.metrics.iter().try_for_each(|named| named.metric.check_outputs(outputs))
    }

    /// Says whether data can be trained or evaluated on.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub(crate) fn check_data(
        &self,
        data: &Data<'_>,
        (inputs, outputs): (usize, usize),
        prefix: &str,
    ) -> Result<()> {
        self.check_outputs(outputs)?;
        let sparse = match self.loss.wanted() {
            Wanted::Class => true,
            Wanted::Wide => false,
            Wanted::Any => data.outputs() == 1 && outputs > 1,
        };
        let loss = self.loss.class_name();
        let width = if sparse {
            let because = format!("{loss} takes 1, the number of each row's class");
            TargetWidth { count: 1, because }
        } else {
            let because = format!("the model has {}", plural(outputs, "output"));
            TargetWidth { count: outputs, because }
        };
        data.check(inputs, &width, prefix)?;
        let wanted = if sparse { Wanted::Class } else { Wanted::Wide };
        self.metrics.iter().try_for_each(|metric| self.check_metric(metric, wanted))?;
        if sparse { data.check_classes(outputs, prefix) } else { Ok(()) }
    }

    /// Refuses a metric that reads other targets than the loss.
    ///
    /// # Errors
    /// [`Error::Argument`], with both names.
    pub(super) fn check_metric(&self, metric: &NamedMetric, wanted: Wanted) -> Result<()> {
        let how = match (wanted, metric.metric.wanted()) {
            (Wanted::Class, Wanted::Wide) => "the number of a class",
            (Wanted::Wide, Wanted::Class) => "a column for each output",
            _ => return Ok(()),
        };
        let given =
            format!("'{}' beside {}, whose targets are {how}", metric.name, self.loss.class_name());
        Err(Error::argument("metrics", given, "metrics that read the same targets as the loss"))
    }
}
