//! Pictures.

use std::path::PathBuf;

use imfit::{Axis, Coordinates, Filter, Grid, Limits};
use numpy::{IntoPyArray, PyArray2, PyArray3, PyReadonlyArray2, PyReadonlyArray3, ToPyArray};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::components::method_declaration;
use crate::convert::arguments;
use crate::errors::run;

/// A picture.
#[pyclass(frozen, eq, module = "imfit._native")]
#[derive(Clone, PartialEq)]
pub struct Image(imfit::Image);

impl Image {
    /// The picture as the core has it.
    pub fn core(&self) -> &imfit::Image {
        &self.0
    }
}

impl From<imfit::Image> for Image {
    fn from(image: imfit::Image) -> Image {
        Image(image)
    }
}

/// Positions and colours of pixels.
type Pixels<'py> = (Bound<'py, PyArray2<f32>>, Bound<'py, PyArray2<f32>>);

#[pymethods]
impl Image {
    #[new]
    fn new(py: Python<'_>, colours: PyReadonlyArray3<'_, f32>) -> PyResult<Image> {
        let view = colours.as_array();
        run(py, || Ok(Image(imfit::Image::new(view.to_owned())?)))
    }

    #[staticmethod]
    fn open(py: Python<'_>, path: PathBuf, max_pixels: u64) -> PyResult<Image> {
        run(py, || Ok(Image(imfit::Image::open_with(&path, &Limits { max_pixels })?)))
    }

    #[staticmethod]
    fn decode(py: Python<'_>, bytes: &[u8], name: &str, max_pixels: u64) -> PyResult<Image> {
        run(py, || Ok(Image(imfit::Image::decode_with(bytes, name, &Limits { max_pixels })?)))
    }

    #[staticmethod]
    fn from_pixels(
        py: Python<'_>,
        width: usize,
        height: usize,
        colours: PyReadonlyArray2<'_, f32>,
    ) -> PyResult<Image> {
        let view = colours.as_array();
        run(py, || Ok(Image(imfit::Image::from_pixels(width, height, view)?)))
    }

    #[staticmethod]
    fn from_table(
        py: Python<'_>,
        x: Vec<f64>,
        y: Vec<f64>,
        colours: PyReadonlyArray2<'_, f32>,
    ) -> PyResult<Image> {
        let view = colours.as_array();
        run(py, || Ok(Image(imfit::Image::from_table(&x, &y, view)?)))
    }

    #[staticmethod]
    fn append(py: Python<'_>, images: Vec<Bound<'_, Image>>, axis: &str) -> PyResult<Image> {
        let images: Vec<_> = images.iter().map(|image| image.get().0.clone()).collect();
        run(py, || Ok(Image(imfit::Image::append(&images, Axis::by_name(axis)?)?)))
    }

    fn array<'py>(&self, py: Python<'py>) -> Bound<'py, PyArray3<f32>> {
        self.0.view().to_pyarray(py)
    }

    fn pixels<'py>(&self, py: Python<'py>, coordinates: &str) -> PyResult<Pixels<'py>> {
        let (x, y) = run(py, || Ok(self.0.pixels(Coordinates::by_name(coordinates)?)))?;
        Ok((x.into_pyarray(py), y.into_pyarray(py)))
    }

    fn resize(&self, py: Python<'_>, width: usize, height: usize, filter: &str) -> PyResult<Image> {
        run(py, || Ok(Image(self.0.resize(width, height, Filter::by_name(filter)?)?)))
    }

    fn psnr(&self, py: Python<'_>, other: &Image) -> PyResult<f64> {
        run(py, || self.0.psnr(&other.0))
    }

    fn save(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        run(py, || self.0.save(&path))
    }

    fn to_png<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        Ok(PyBytes::new(py, &run(py, || self.0.to_png())?))
    }

    #[getter]
    fn width(&self) -> usize {
        self.0.width()
    }

    #[getter]
    fn height(&self) -> usize {
        self.0.height()
    }

    #[getter]
    fn channels(&self) -> usize {
        self.0.channels()
    }
}

/// The positions of all pixels of a picture: `given` are the arguments of `coordinates`.
#[pyfunction]
pub fn coordinates<'py>(
    py: Python<'py>,
    given: &Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyArray2<f32>>> {
    let given = arguments(method_declaration("coordinates"), given)?;
    Ok(run(py, || Ok(Grid::from_map(&given)?.positions()))?.into_pyarray(py))
}
