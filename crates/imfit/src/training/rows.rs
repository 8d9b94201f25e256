//! Which rows of the data are trained on, which validated on, and how much they count.

use std::ops::Range;

use ndarray::Array1;

use super::options::Fit;
use crate::data::{Data, FitData};
use crate::error::{Error, Result};

/// The shapes of the training data, and of the validation data if there is some.
pub(super) type Shapes = ([usize; 5], Option<[usize; 5]>);

pub(super) fn shapes(data: &FitData<'_>) -> Shapes {
    (data.training.shape(), data.validation.map(|data| data.shape()))
}

/// The number of rows to train on. Keras keeps ⌊rows · (1 - split)⌋ of them.
pub(super) fn training_rows(data: &FitData<'_>, fit: &Fit) -> Result<usize> {
    let rows = data.training.rows();
    if data.validation.is_some() || fit.validation_split == 0.0 {
        return Ok(rows);
    }
    let kept = (rows as f64 * (1.0 - fit.validation_split)).floor() as usize;
    if kept == 0 || kept == rows {
        let allowed = format!("a share that leaves rows on both sides: there are {rows} rows");
        return Err(Error::argument("validation_split", fit.validation_split, allowed));
    }
    Ok(kept)
}

/// The data to validate on, and which of its rows: none without validation.
pub(super) fn validation_rows<'a, 'b>(
    data: &'b FitData<'a>,
    training_rows: usize,
) -> (&'b Data<'a>, Range<usize>) {
    match &data.validation {
        Some(validation) => (validation, 0..validation.rows()),
        None => (&data.training, training_rows..data.training.rows()),
    }
}

/// The weight of every row where classes have weights.
pub(super) fn class_weights(training: &Data<'_>, fit: &Fit) -> Result<Option<Array1<f32>>> {
    let Some(classes) = &fit.class_weight else { return Ok(None) };
    let weights = training.class_weights(classes);
    if weights.iter().all(|weight| weight.is_finite()) {
        return Ok(Some(weights));
    }
    let allowed = "weights that single precision holds, times `sample_weight` too";
    Err(Error::argument("class_weight", "one that is infinite in single precision", allowed))
}
