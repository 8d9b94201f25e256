//! What was measured, epoch by epoch.

use serde::{Deserialize, Serialize};

/// Losses and metrics by name, in the order: loss, metrics, then both of the validation.
pub type Logs = Vec<(String, f64)>;

/// The losses and metrics of each epoch.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// The epochs, counted from 0.
    pub epoch: Vec<usize>,
    /// For each name its values, one an epoch. An epoch that didn't measure it has NaN.
    pub metrics: Vec<Series>,
}

/// The values of one loss or metric.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Its name, as `loss` or `val_accuracy`.
    pub name: String,
    /// One value an epoch. `null` in files stands for NaN.
    #[serde(with = "nan_as_null")]
    pub values: Vec<f64>,
}

impl History {
    /// The values of the loss or metric called `name`.
    pub fn get(&self, name: &str) -> Option<&[f64]> {
        let series = self.metrics.iter().find(|series| series.name == name)?;
        Some(&series.values)
    }

    /// Adds an epoch.
    pub(crate) fn push(&mut self, epoch: usize, logs: &Logs) {
        for (name, value) in logs {
            self.series(name).push(*value);
        }
        self.epoch.push(epoch);
        for series in &mut self.metrics {
            series.values.resize(self.epoch.len(), f64::NAN);
        }
    }

    fn series(&mut self, name: &str) -> &mut Vec<f64> {
        let place = self.metrics.iter().position(|series| series.name == name);
        let place = place.unwrap_or_else(|| {
            let values = vec![f64::NAN; self.epoch.len()];
            self.metrics.push(Series { name: name.to_owned(), values });
            self.metrics.len() - 1
        });
        &mut self.metrics[place].values
    }
}

mod nan_as_null {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(values: &[f64], to: S) -> Result<S::Ok, S::Error> {
        let values: Vec<Option<f64>> =
            values.iter().map(|value| value.is_finite().then_some(*value)).collect();
        values.serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<f64>, D::Error> {
        let values = Vec::<Option<f64>>::deserialize(from)?;
        Ok(values.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect())
    }
}
