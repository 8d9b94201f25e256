//! What a model learns from: arrays or a picture, kept alive for as long as a training takes.

use imfit::{Coordinates, Data};
use numpy::{PyArray1, PyArray2, PyArrayMethods, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;

use crate::errors::run;
use crate::image::Image;

/// What Python hands over, a tuple: inputs, targets and sample weights, or a picture, the name of its
/// coordinates and sample weights.
#[derive(FromPyObject)]
pub enum Given<'py> {
    Arrays(Bound<'py, PyArray2<f32>>, Bound<'py, PyArray2<f32>>, Option<Bound<'py, PyArray1<f32>>>),
    Picture(Bound<'py, Image>, String, Option<Bound<'py, PyArray1<f32>>>),
}

/// The samples of a training or an evaluation.
pub struct Samples {
    source: Source,
    sample_weight: Option<Py<PyArray1<f32>>>,
}

enum Source {
    Arrays { x: Py<PyArray2<f32>>, y: Py<PyArray2<f32>> },
    Picture { image: Py<Image>, coordinates: Coordinates },
}

impl Samples {
    /// Keeps what was given; nothing is copied.
    pub fn new(py: Python<'_>, given: Given<'_>) -> PyResult<Samples> {
        let (source, sample_weight) = match given {
            Given::Arrays(x, y, sample_weight) => {
                (Source::Arrays { x: x.unbind(), y: y.unbind() }, sample_weight)
            }
            Given::Picture(image, name, sample_weight) => {
                let coordinates = run(py, || Coordinates::by_name(&name))?;
                (Source::Picture { image: image.unbind(), coordinates }, sample_weight)
            }
        };
        Ok(Samples { source, sample_weight: sample_weight.map(Bound::unbind) })
    }

    /// Borrows the arrays from numpy.
    pub fn read<'a>(&'a self, py: Python<'a>) -> PyResult<ReadSamples<'a>> {
        let source = match &self.source {
            Source::Arrays { x, y } => {
                ReadSource::Arrays { x: x.bind(py).try_readonly()?, y: y.bind(py).try_readonly()? }
            }
            Source::Picture { image, coordinates } => {
                ReadSource::Picture { image: image.get().core(), coordinates: *coordinates }
            }
        };
        let sample_weight = self.sample_weight.as_ref();
        let sample_weight = sample_weight.map(|w| w.bind(py).try_readonly()).transpose()?;
        Ok(ReadSamples { source, sample_weight })
    }
}

/// Samples that are borrowed from their owner.
pub struct ReadSamples<'a> {
    source: ReadSource<'a>,
    sample_weight: Option<PyReadonlyArray1<'a, f32>>,
}

enum ReadSource<'a> {
    Arrays { x: PyReadonlyArray2<'a, f32>, y: PyReadonlyArray2<'a, f32> },
    Picture { image: &'a imfit::Image, coordinates: Coordinates },
}

impl ReadSamples<'_> {
    /// The samples as the core takes them.
    pub fn data(&self) -> Data<'_> {
        let data = match &self.source {
            ReadSource::Arrays { x, y } => Data::new(x.as_array(), y.as_array()),
            ReadSource::Picture { image, coordinates } => Data::of_image(image, *coordinates),
        };
        data.with_sample_weight(self.sample_weight.as_ref().map(|weight| weight.as_array()))
    }
}
