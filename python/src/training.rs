//! Training, evaluation, prediction and rendering, a piece at a time: Python runs the loops, and looks for
//! Ctrl-C between two pieces.

use std::time::Duration;

use imfit::callbacks::Call;
use imfit::{Error, Event, Fit, FitData, Logs};
use ndarray::{Array2, Axis, Slice};
use numpy::{IntoPyArray, PyArray2, PyArrayMethods, PyReadonlyArray2};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::components::method_declaration;
use crate::convert::{HistoryParts, arguments, history, to_python};
use crate::data::{Given, Samples};
use crate::errors::run;
use crate::image::Image;
use crate::model::Model;
use crate::questions::{Asked, answer, asked};

/// How long a call of `advance` works, if there is as much to do. Ctrl-C waits for half of it.
const BUDGET: Duration = Duration::from_millis(50);

/// A method of a callback that is due.
type Due = (usize, &'static str, Option<usize>, Logs);

fn due(Call { callback, hook, index, logs }: &Call) -> Due {
    (*callback, hook.name(), *index, logs.clone())
}

/// A training that is under way.
#[pyclass(module = "imfit._native")]
pub struct Trainer {
    model: Py<Model>,
    training: Samples,
    validation: Option<Samples>,
    trainer: imfit::Trainer,
}

#[pymethods]
impl Trainer {
    #[new]
    #[pyo3(signature = (model, training, validation, given))]
    fn new(
        model: Bound<'_, Model>,
        training: Given<'_>,
        validation: Option<Given<'_>>,
        given: &Bound<'_, PyDict>,
    ) -> PyResult<Trainer> {
        let py = model.py();
        let given = arguments(method_declaration("fit"), given)?;
        let fit = run(py, || Fit::from_map(&given))?;
        let training = Samples::new(py, training)?;
        let validation = validation.map(|given| Samples::new(py, given)).transpose()?;
        let trainer = with_data(py, &training, validation.as_ref(), |data| {
            model.get().with(py, |model| imfit::Trainer::new(model, data, &fit))
        })?;
        Ok(Trainer { model: model.unbind(), training, validation, trainer })
    }

    /// Works for a while, and returns what happened ("progress", "epoch", "message", "call", "question" or
    /// "done"), a line of text, and the method that is due: the callback's place, its name, its number and the logs.
    fn advance(&mut self, py: Python<'_>) -> PyResult<(&'static str, String, Option<Due>)> {
        let Trainer { model, training, validation, trainer } = self;
        let event = with_data(py, training, validation.as_ref(), |data| {
            model.get().with(py, |model| trainer.advance(model, data, BUDGET))
        })?;
        Ok(match event {
            Event::Progress(progress) => ("progress", progress.line(), None),
            Event::EpochEnd(end) => ("epoch", end.line(), None),
            Event::Message(text) => ("message", text, None),
            Event::Call(call) => ("call", String::new(), Some(due(&call))),
            Event::Question => ("question", String::new(), None),
            Event::Done => ("done", String::new(), None),
        })
    }

    /// The call of one of the user's functions that is due.
    fn question<'py>(&self, py: Python<'py>) -> Option<Asked<'py>> {
        asked(py, self.trainer.question())
    }

    /// Takes what the function has returned.
    fn answer(&mut self, py: Python<'_>, values: PyReadonlyArray2<'_, f64>) -> PyResult<()> {
        answer(py, &values, |values| self.trainer.answer(values))
    }

    /// Batches of an epoch.
    fn batches(&self) -> usize {
        self.trainer.batches()
    }

    /// Changes the logs of the epoch that ends.
    fn set_logs(&mut self, logs: Logs) {
        self.trainer.set_logs(logs);
    }

    /// What has become of a callback.
    fn callback_state<'py>(&self, py: Python<'py>, callback: usize) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self.trainer.callback_state(callback).into())
    }

    /// The epochs so far.
    fn history(&self) -> HistoryParts {
        history(self.trainer.history())
    }
}

fn with_data<T>(
    py: Python<'_>,
    training: &Samples,
    validation: Option<&Samples>,
    work: impl FnOnce(&FitData<'_>) -> PyResult<T>,
) -> PyResult<T> {
    let training = training.read(py)?;
    let validation = validation.map(|samples| samples.read(py)).transpose()?;
    let validation = validation.as_ref().map(|samples| samples.data());
    work(&FitData { training: training.data(), validation })
}

/// An evaluation that is under way.
#[pyclass(module = "imfit._native")]
pub struct Evaluator {
    model: Py<Model>,
    samples: Samples,
    evaluator: imfit::Evaluator,
}

#[pymethods]
impl Evaluator {
    #[new]
    fn new(
        model: Bound<'_, Model>,
        samples: Given<'_>,
        given: &Bound<'_, PyDict>,
    ) -> PyResult<Evaluator> {
        let py = model.py();
        let given = arguments(method_declaration("evaluate"), given)?;
        let samples = Samples::new(py, samples)?;
        let evaluator = {
            let read = samples.read(py)?;
            let data = read.data();
            let begin = |model: &mut _| imfit::Evaluator::new(model, &data, &given);
            model.get().with(py, begin)?
        };
        Ok(Evaluator { model: model.unbind(), samples, evaluator })
    }

    /// Works for a while. Returns loss and metrics when all rows are done.
    fn advance(&mut self, py: Python<'_>) -> PyResult<Option<Logs>> {
        let read = self.samples.read(py)?;
        let (data, evaluator) = (read.data(), &mut self.evaluator);
        self.model.get().with(py, |model| evaluator.advance(model, &data, BUDGET))
    }

    /// The method of a callback that is due.
    fn call(&self) -> Option<Due> {
        self.evaluator.call().map(due)
    }

    /// Batches, as callbacks see them.
    fn batches(&self) -> usize {
        self.evaluator.batches()
    }

    /// The call of one of the user's functions that is due.
    fn question<'py>(&self, py: Python<'py>) -> Option<Asked<'py>> {
        asked(py, self.evaluator.question())
    }

    /// Takes what the function has returned.
    fn answer(&mut self, py: Python<'_>, values: PyReadonlyArray2<'_, f64>) -> PyResult<()> {
        answer(py, &values, |values| self.evaluator.answer(values))
    }
}

/// A step, or a measurement, on rows that are one batch.
#[pyclass(module = "imfit._native")]
pub struct OnBatch {
    model: Py<Model>,
    samples: Samples,
    work: imfit::OnBatch,
}

#[pymethods]
impl OnBatch {
    /// With the arguments of `train_on_batch` a step, without them a measurement.
    #[new]
    fn new(
        model: Bound<'_, Model>,
        samples: Given<'_>,
        given: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<OnBatch> {
        let py = model.py();
        let declaration = method_declaration("train_on_batch");
        let given = given.map(|given| arguments(declaration, given)).transpose()?;
        let samples = Samples::new(py, samples)?;
        let work = {
            let read = samples.read(py)?;
            let data = read.data();
            model.get().with(py, |model| match &given {
                Some(given) => imfit::OnBatch::train(model, &data, given),
                None => imfit::OnBatch::test(model, &data),
            })?
        };
        Ok(OnBatch { model: model.unbind(), samples, work })
    }

    /// Works to the end, and returns loss and metrics, or to the next question.
    fn advance(&mut self, py: Python<'_>) -> PyResult<Option<Logs>> {
        let read = self.samples.read(py)?;
        let (data, work) = (read.data(), &mut self.work);
        self.model.get().with(py, |model| work.advance(model, &data))
    }

    /// The call of one of the user's functions that is due.
    fn question<'py>(&self, py: Python<'py>) -> Option<Asked<'py>> {
        asked(py, self.work.question())
    }

    /// Takes what the function has returned.
    fn answer(&mut self, py: Python<'_>, values: PyReadonlyArray2<'_, f64>) -> PyResult<()> {
        answer(py, &values, |values| self.work.answer(values))
    }
}

/// A prediction that is under way.
#[pyclass(module = "imfit._native")]
pub struct Predictor {
    model: Py<Model>,
    x: Py<PyArray2<f32>>,
    out: Array2<f32>,
    predictor: imfit::Predictor,
}

#[pymethods]
impl Predictor {
    #[new]
    fn new(
        model: Bound<'_, Model>,
        x: Bound<'_, PyArray2<f32>>,
        given: &Bound<'_, PyDict>,
    ) -> PyResult<Predictor> {
        let py = model.py();
        let given = arguments(method_declaration("predict"), given)?;
        let read = x.try_readonly()?;
        let view = read.as_array();
        let (predictor, out) = model.get().with(py, |model| {
            let predictor = imfit::Predictor::new(model, view, &given)?;
            let outputs = model.outputs().ok_or(Error::NotBuilt)?;
            Ok((predictor, Array2::zeros((view.nrows(), outputs))))
        })?;
        Ok(Predictor { model: model.unbind(), x: x.clone().unbind(), out, predictor })
    }

    /// Works for a while. Returns the outputs when all rows are done.
    fn advance<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyArray2<f32>>>> {
        let read = self.x.bind(py).try_readonly()?;
        let (x, out, predictor) = (read.as_array(), self.out.view_mut(), &mut self.predictor);
        let done = self.model.get().with(py, |model| predictor.advance(model, x, out, BUDGET))?;
        Ok(done.then(|| std::mem::take(&mut self.out).into_pyarray(py)))
    }

    /// The method of a callback that is due.
    fn call(&self) -> Option<Due> {
        self.predictor.call().map(due)
    }

    /// Batches, as callbacks see them.
    fn batches(&self) -> usize {
        self.predictor.batches()
    }

    /// The outputs of the batch that it is about, if it comes after one.
    fn batch<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyArray2<f32>>> {
        let rows = Slice::from(self.predictor.batch()?);
        Some(self.out.slice_axis(Axis(0), rows).to_owned().into_pyarray(py))
    }
}

/// A rendering that is under way.
#[pyclass(module = "imfit._native")]
pub struct Renderer {
    model: Py<Model>,
    renderer: imfit::Renderer,
}

#[pymethods]
impl Renderer {
    #[new]
    fn new(model: Bound<'_, Model>, given: &Bound<'_, PyDict>) -> PyResult<Renderer> {
        let given = arguments(method_declaration("render"), given)?;
        let begin = |model: &mut _| imfit::Renderer::new(model, &given);
        let renderer = model.get().with(model.py(), begin)?;
        Ok(Renderer { model: model.unbind(), renderer })
    }

    /// Works for a while. Returns the picture when all pixels are done.
    fn advance(&mut self, py: Python<'_>) -> PyResult<Option<Image>> {
        let renderer = &mut self.renderer;
        let image = self.model.get().with(py, |model| renderer.advance(model, BUDGET))?;
        Ok(image.map(Image::from))
    }
}
