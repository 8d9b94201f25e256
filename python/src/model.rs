//! A model: the core's `Sequential` behind a lock, so that every Python thread may use it.

use std::path::PathBuf;

use imfit::optimizers::LearningRate;
use imfit::{Error, Sequential, Stop};
use numpy::{PyArrayDyn, PyReadonlyArrayDyn, ToPyArray};
use parking_lot::Mutex;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::components::method_declaration;
use crate::convert::{HistoryParts, arguments, history, to_python, value};
use crate::errors::run;
use crate::questions::{Key, key};

/// A stack of layers. It is whole after a panic too: what failed to be computed was not stored.
#[pyclass(frozen, module = "imfit._native")]
pub struct Model {
    sequential: Mutex<Sequential>,
    /// The model's own, to be set while a training holds the lock.
    stop: Stop,
}

impl Model {
    /// Works on the model, without the GIL.
    pub fn with<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut Sequential) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        run(py, || work(&mut self.sequential.lock()))
    }

    fn made(
        py: Python<'_>,
        make: impl FnOnce() -> Result<Sequential, Error> + Send,
    ) -> PyResult<Model> {
        let sequential = run(py, make)?;
        Ok(Model { stop: sequential.stop(), sequential: Mutex::new(sequential) })
    }

    fn read<T: Send>(
        &self,
        py: Python<'_>,
        read: impl FnOnce(&Sequential) -> T + Send,
    ) -> PyResult<T> {
        self.with(py, |model| Ok(read(model)))
    }
}

#[pymethods]
impl Model {
    #[new]
    fn new(py: Python<'_>, given: &Bound<'_, PyDict>) -> PyResult<Model> {
        let given = arguments(method_declaration("Sequential"), given)?;
        Model::made(py, || Sequential::from_map(&given))
    }

    #[staticmethod]
    fn from_config(py: Python<'_>, config: &Bound<'_, PyAny>) -> PyResult<Model> {
        let config = value("config", "the description of a model", config)?;
        Model::made(py, || Sequential::from_config(&config))
    }

    #[staticmethod]
    fn from_json(py: Python<'_>, text: &str) -> PyResult<Model> {
        Model::made(py, || Sequential::from_json(text))
    }

    #[staticmethod]
    fn from_bytes(py: Python<'_>, bytes: &[u8]) -> PyResult<Model> {
        Model::made(py, || Sequential::from_bytes(bytes))
    }

    #[staticmethod]
    fn load(py: Python<'_>, path: PathBuf, given: &Bound<'_, PyDict>) -> PyResult<Model> {
        let given = arguments(method_declaration("load_model"), given)?;
        Model::made(py, || Sequential::load_map(&path, &given))
    }

    fn save(&self, py: Python<'_>, path: PathBuf, given: &Bound<'_, PyDict>) -> PyResult<()> {
        let given = arguments(method_declaration("save"), given)?;
        self.with(py, |model| model.save_map(&path, &given))
    }

    fn save_weights(
        &self,
        py: Python<'_>,
        path: PathBuf,
        given: &Bound<'_, PyDict>,
    ) -> PyResult<()> {
        let given = arguments(method_declaration("save_weights"), given)?;
        self.with(py, |model| model.save_weights_map(&path, &given))
    }

    fn load_weights(
        &self,
        py: Python<'_>,
        path: PathBuf,
        given: &Bound<'_, PyDict>,
    ) -> PyResult<()> {
        let given = arguments(method_declaration("load_weights"), given)?;
        self.with(py, |model| model.load_weights_map(&path, &given))
    }

    fn export(&self, py: Python<'_>, path: PathBuf, given: &Bound<'_, PyDict>) -> PyResult<()> {
        let given = arguments(method_declaration("export"), given)?;
        self.with(py, |model| model.export_map(&path, &given))
    }

    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        Ok(PyBytes::new(py, &self.with(py, |model| model.to_bytes())?))
    }

    fn add(&self, py: Python<'_>, class_name: &str, given: &Bound<'_, PyAny>) -> PyResult<()> {
        let given = value("layer", "a layer's arguments", given)?;
        let given = given.as_object().cloned().unwrap_or_default();
        self.with(py, |model| model.add_map(class_name, &given))
    }

    fn build(&self, py: Python<'_>, inputs: usize) -> PyResult<()> {
        self.with(py, |model| model.build(inputs))
    }

    fn compile(&self, py: Python<'_>, given: &Bound<'_, PyDict>) -> PyResult<()> {
        let given = arguments(method_declaration("compile"), given)?;
        self.with(py, |model| model.compile_map(&given))
    }

    /// The functions that the model was compiled with, each with the name that it was given.
    fn functions(&self, py: Python<'_>) -> PyResult<Vec<(Key, Option<String>)>> {
        let functions = self.read(py, Sequential::functions)?;
        Ok(functions.into_iter().map(|(function, name)| (key(&function), name)).collect())
    }

    /// Says that one of them isn't there.
    fn missing_function(&self, py: Python<'_>, kind: &str, name: &str) -> PyResult<()> {
        let functions = self.read(py, Sequential::functions)?;
        let missing = functions.iter().find(|(function, _)| {
            let (known, own) = key(function);
            known == kind && own == name
        });
        match missing {
            Some((function, _)) => self.with(py, |model| Err(model.missing_function(function))),
            None => Ok(()),
        }
    }

    fn config<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self.read(py, Sequential::config)?)
    }

    fn compile_config<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self.read(py, Sequential::compile_config)?.into())
    }

    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        self.read(py, Sequential::to_json)
    }

    fn summary(&self, py: Python<'_>, width: usize) -> PyResult<String> {
        self.read(py, |model| model.summary().to_text(width))
    }

    /// Where the weights of the layer of this name stand among those of the model: the first, and the
    /// one after.
    fn weight_range(&self, py: Python<'_>, name: &str) -> PyResult<(usize, usize)> {
        let range = self.read(py, |model| model.weight_range(name))?;
        Ok((range.start, range.end))
    }

    fn get_weights<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyArrayDyn<f32>>>> {
        let weights = self.read(py, Sequential::get_weights)?;
        Ok(weights.iter().map(|weight| weight.to_pyarray(py)).collect())
    }

    fn set_weights(
        &self,
        py: Python<'_>,
        weights: Vec<PyReadonlyArrayDyn<'_, f32>>,
    ) -> PyResult<()> {
        let views: Vec<_> = weights.iter().map(|weight| weight.as_array()).collect();
        self.with(py, |model| model.set_weights(&views))
    }

    fn set_trainable(&self, py: Python<'_>, name: &str, trainable: bool) -> PyResult<()> {
        self.with(py, |model| model.set_trainable(name, trainable))
    }

    fn set_all_trainable(&self, py: Python<'_>, trainable: bool) -> PyResult<()> {
        self.with(py, |model| {
            model.set_all_trainable(trainable);
            Ok(())
        })
    }

    fn count_params(&self, py: Python<'_>) -> PyResult<usize> {
        self.with(py, |model| model.count_params())
    }

    fn reset_metrics(&self, py: Python<'_>) -> PyResult<()> {
        self.with(py, |model| {
            model.reset_metrics();
            Ok(())
        })
    }

    /// The description of the layer that the arguments of `get_layer` mean.
    fn get_layer<'py>(
        &self,
        py: Python<'py>,
        given: &Bound<'py, PyDict>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let given = arguments(method_declaration("get_layer"), given)?;
        let layer = self.with(py, |model| Ok(model.get_layer_map(&given, 0)?.to_json()))?;
        to_python(py, &layer)
    }

    /// Takes the topmost layer off.
    fn pop<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self.with(py, |model| Ok(model.pop()?.to_json()))?)
    }

    fn clone_model(&self, py: Python<'_>) -> PyResult<Model> {
        let model = self.with(py, |model| model.clone_model())?;
        Ok(Model { stop: model.stop(), sequential: Mutex::new(model) })
    }

    fn history(&self, py: Python<'_>) -> PyResult<HistoryParts> {
        self.read(py, |model| history(model.history()))
    }

    fn learning_rate(&self, py: Python<'_>) -> PyResult<f64> {
        self.with(py, |model| model.learning_rate())
    }

    /// What a function of the user's says is the learning rate.
    fn set_scheduled_rate(&self, py: Python<'_>, rate: &Bound<'_, PyAny>) -> PyResult<()> {
        let rate = value("schedule", "a function that returns a number above 0", rate)?;
        self.with(py, |model| model.set_scheduled_rate(&rate))
    }

    fn set_learning_rate(&self, py: Python<'_>, rate: &Bound<'_, PyAny>) -> PyResult<()> {
        let allowed = "a number above 0, or a learning rate schedule";
        let rate = LearningRate::from_json(&value("learning_rate", allowed, rate)?);
        self.with(py, |model| model.set_learning_rate(rate?))
    }

    #[getter]
    fn stop_training(&self) -> bool {
        self.stop.is_set()
    }

    #[setter]
    fn set_stop_training(&self, stop: bool) {
        self.stop.set(stop);
    }

    #[getter]
    fn name(&self, py: Python<'_>) -> PyResult<String> {
        self.read(py, |model| model.name().to_owned())
    }

    #[getter]
    fn seed(&self, py: Python<'_>) -> PyResult<u64> {
        self.read(py, Sequential::seed)
    }

    #[getter]
    fn inputs(&self, py: Python<'_>) -> PyResult<Option<usize>> {
        self.read(py, Sequential::inputs)
    }

    #[getter]
    fn outputs(&self, py: Python<'_>) -> PyResult<Option<usize>> {
        self.read(py, Sequential::outputs)
    }

    #[getter]
    fn built(&self, py: Python<'_>) -> PyResult<bool> {
        self.read(py, Sequential::is_built)
    }
}
