//! What a model learns from: tables or a picture, in the core's order and kept while a task lasts.
#![forbid(unsafe_code)]

use extendr_api::prelude::*;
use imfit::{Coordinates, Data, Image};
use ndarray::{Array1, Array2};

use crate::failure::Outcome;
use crate::{convert, image};

/// The samples of a training or an evaluation.
pub struct Samples {
    source: Source,
    sample_weight: Option<Array1<f32>>,
}

enum Source {
    Tables { x: Array2<f32>, y: Array2<f32> },
    Picture { image: Image, coordinates: Coordinates },
}

impl Samples {
    /// Reads `list(x, y, sample_weight, coordinates)`: there are coordinates where x is a picture,
    /// and there is a y where it is none.
    pub fn read(robj: &Robj, prefix: &str) -> Outcome<Samples> {
        let parts = convert::list(robj, "data")?;
        let part = |index: usize| parts.get(index).cloned().unwrap_or_default();
        let (x_name, weight_name) = (format!("{prefix}x"), format!("{prefix}sample_weight"));
        let source = if part(3).is_null() {
            let x = convert::table(&part(0), &x_name)?;
            Source::Tables { x, y: convert::table(&part(1), &format!("{prefix}y"))? }
        } else {
            let coordinates = Coordinates::by_name(convert::text(&part(3), "coordinates")?)?;
            Source::Picture { image: image::take(&part(0), &x_name)?, coordinates }
        };
        let sample_weight = convert::optional_vector(&part(2), &weight_name)?;
        Ok(Samples { source, sample_weight })
    }

    /// The samples as the core takes them.
    pub fn data(&self) -> Data<'_> {
        let data = match &self.source {
            Source::Tables { x, y } => Data::new(x.view(), y.view()),
            Source::Picture { image, coordinates } => Data::of_image(image, *coordinates),
        };
        data.with_sample_weight(self.sample_weight.as_ref().map(|weight| weight.view()))
    }
}
