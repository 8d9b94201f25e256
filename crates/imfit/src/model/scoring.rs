//! Loss and metrics on their way to the engine: which targets they take, and what is computed for those that
//! there are.

use super::compiled::{Compiled, NamedMetric};
use crate::data::{Data, FitData, TargetWidth, plural};
use crate::engine::Counts;
use crate::error::{Error, Result};
use crate::image::SMALLEST_SSIM;
use crate::losses::{RowLoss, Targets, Wanted};
use crate::metrics::{Metric, RowMetric};
use crate::training::{Fit, Seen, Survey};

/// What is computed for each row.
#[derive(Debug, Clone)]
pub(crate) struct Scoring {
    pub(crate) loss: RowLoss,
    pub(crate) metrics: Vec<RowMetric>,
    /// How much records hold of targets, answers and scores.
    pub(crate) counts: Counts,
    /// What the host's functions are asked for, and where their answers stand.
    pub(crate) survey: Option<Survey>,
    /// What a picture's values go up to, where the loss compares pictures as a whole.
    pub(crate) of_pictures: Option<f32>,
    /// Whether somebody looks at the picture that all rows make.
    sees_pictures: bool,
}

impl Scoring {
    /// The picture that the rows of `data` will make, where somebody looks at it.
    pub(crate) fn seen(&self, data: &Data<'_>, outputs: usize) -> Option<Seen> {
        if self.sees_pictures { Seen::of(data, self.counts.scores - outputs) } else { None }
    }
}

impl Compiled {
    /// What is computed for the rows of `data`, which has been checked.
    pub(crate) fn scoring(&self, data: &Data<'_>, outputs: usize) -> Scoring {
        let asks = self.loss.asks_for_binary()
            || self.metrics.iter().any(|named| named.metric.asks_for_binary());
        let binary = asks && data.is_binary();
        let targets = Targets { outputs, width: data.outputs(), binary };
        let survey = Survey::new(&self.functions(), outputs);
        let mut metrics: Vec<_> =
            self.metrics.iter().map(|named| named.metric.of(targets)).collect();
        let mut counts = Counts { targets: targets.width, scores: self.sums(outputs) };
        let sees_pictures = self.sees_pictures();
        if survey.is_some() || sees_pictures {
            metrics.push(RowMetric::Predictions);
            counts.scores += outputs;
        }
        let of_pictures = self.loss.of_pictures();
        if of_pictures.is_some() {
            counts.targets += 1 + outputs;
        }
        if let Some(survey) = &survey {
            let own = self.metrics.iter().enumerate();
            let own = own.filter(|(_, named)| named.metric == Metric::Function);
            for ((index, _), column) in own.zip(survey.metrics()) {
                metrics[index] = RowMetric::Answered(targets.width + column);
            }
            counts.targets += survey.width();
        }
        Scoring { loss: self.loss.of(targets), metrics, counts, survey, of_pictures, sees_pictures }
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
        let (wanted, who) = self.decisive();
        let sparse = match wanted {
            Wanted::Class => true,
            Wanted::Wide | Wanted::Own => false,
            Wanted::Any => data.outputs() == 1 && outputs > 1,
        };
        let width = if wanted == Wanted::Own {
            let because = "the loss takes one at least".to_owned();
            TargetWidth { count: data.outputs().max(1), because }
        } else if sparse {
            let because = format!("{who} takes 1, the number of each row's class");
            TargetWidth { count: 1, because }
        } else {
            let because = format!("the model has {}", plural(outputs, "output"));
            TargetWidth { count: outputs, because }
        };
        data.check(inputs, &width, prefix)?;
        self.check_picture(data, prefix)?;
        let wanted = if sparse { Wanted::Class } else { Wanted::Wide };
        self.metrics.iter().try_for_each(|metric| self.check_metric(metric, wanted))?;
        if sparse { data.check_classes(outputs, prefix) } else { Ok(()) }
    }

    /// Who says what targets there must be: the loss, or where that takes any, the first metric that doesn't.
    fn decisive(&self) -> (Wanted, &str) {
        let loss = (self.loss.wanted(), self.loss.class_name());
        if loss.0 != Wanted::Own {
            return loss;
        }
        let metrics = self.metrics.iter().map(|named| (named.metric.wanted(), &named.name[..]));
        let choosy = |wanted: Wanted| matches!(wanted, Wanted::Wide | Wanted::Class);
        let first = metrics.clone().find(|(wanted, _)| choosy(*wanted));
        first.or_else(|| metrics.clone().find(|(wanted, _)| *wanted == Wanted::Any)).unwrap_or(loss)
    }

    /// Refuses what is no picture where pictures are compared.
    fn check_picture(&self, data: &Data<'_>, prefix: &str) -> Result<()> {
        if !self.sees_pictures() {
            return Ok(());
        }
        let given = match data.grid() {
            None => "a matrix".to_owned(),
            Some(grid) if grid.width().min(grid.height()) >= SMALLEST_SSIM => {
                return self.check_unweighted(data, prefix);
            }
            Some(grid) => format!("a picture of {} x {} pixels", grid.width(), grid.height()),
        };
        let allowed = format!(
            "a picture of at least {SMALLEST_SSIM} x {SMALLEST_SSIM} pixels, since the model was compiled with SSIM"
        );
        Err(Error::argument(format!("{prefix}x"), given, allowed))
    }

    /// Refuses weights of pixels where the loss is of all of them together.
    fn check_unweighted(&self, data: &Data<'_>, prefix: &str) -> Result<()> {
        if self.loss.of_pictures().is_none() || !data.is_weighted() {
            return Ok(());
        }
        let name = format!("{prefix}sample_weight");
        Err(Error::argument(name, "weights", "nothing, since the loss SSIM is of whole pictures"))
    }

    /// Refuses to train on other rows than a whole picture where pictures are compared, or on parts of one
    /// where the loss does.
    ///
    /// # Errors
    /// The option that is wrong.
    pub(crate) fn check_fit(&self, data: &FitData<'_>, fit: &Fit, rows: usize) -> Result<()> {
        if !self.sees_pictures() {
            return Ok(());
        }
        let because = "since the model was compiled with SSIM, which compares whole pictures";
        if rows < data.training.rows() {
            let allowed = format!("0, {because}");
            return Err(Error::argument("validation_split", fit.validation_split, allowed));
        }
        if self.loss.of_pictures().is_none() {
            return Ok(());
        }
        if fit.batch_size < rows {
            let allowed = format!("at least {rows}, all pixels of the picture, {because}");
            return Err(Error::argument("batch_size", fit.batch_size, allowed));
        }
        match &fit.class_weight {
            None => Ok(()),
            Some(_) => {
                Err(Error::argument("class_weight", "weights", format!("nothing, {because}")))
            }
        }
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
        let who = self.decisive().1;
        let given = format!("'{}' beside {who}, whose targets are {how}", metric.name);
        Err(Error::argument("metrics", given, "metrics that read the same targets as the loss"))
    }
}
