//! Training, evaluation, prediction and rendering, a piece at a time: between two pieces the picture is
//! drawn, and the interrupt is looked at.

use std::cell::RefCell;
use std::rc::Rc;

use imfit::{
    Coordinates, Data, Error, Evaluator, Event, Fit, FitData, History, Image, Logs, Predictor,
    Renderer, Sequential, Trainer, Verbosity,
};
use ndarray::{Array1, Array2, Axis, Slice};
use rhai::{Dynamic, NativeCallContext};

use super::arrays;
use super::callbacks::Callbacks;
use super::given::Given;
use super::host::{BUDGET, Host, Stopped};
use super::models::receiver;
use super::values::{Losses, Matrix, Picture, type_in_words};
use crate::display::Live;

type Outcome = Result<Dynamic, Stopped>;

pub(super) fn fit(
    context: &NativeCallContext<'_>,
    host: &Host,
    on: &Dynamic,
    mut given: Given,
) -> Outcome {
    let model = receiver(on);
    let fit = Fit::from_map(&given.map)?;
    let verbosity = Verbosity::from_json(given.arguments.get("verbose"), true)?;
    let training = Samples::take(&mut given)?;
    let callbacks = Callbacks::new(context, given.take("callbacks"));
    let validation = given.take("validation_data");
    let coordinates = Coordinates::by_name(&given.text("coordinates"))?;
    let validation = validation.map(|value| Samples::of_validation(&value, coordinates));
    let validation = validation.transpose()?;
    let data = (&training, validation.as_ref());
    let history = train(host, &model, data, &fit, verbosity, &callbacks)?;
    Ok(Dynamic::from(Losses::new(history)))
}

/// Trains to the end, or until the user interrupts; shows how it goes.
pub(super) fn train(
    host: &Host,
    model: &Rc<RefCell<Sequential>>,
    (training, validation): (&Samples, Option<&Samples>),
    fit: &Fit,
    verbosity: Verbosity,
    callbacks: &Callbacks<'_>,
) -> Result<History, Stopped> {
    let data = FitData { training: training.data(), validation: validation.map(Samples::data) };
    // A model that was saved elsewhere may have some.
    model.borrow().check_no_functions()?;
    let mut trainer = Trainer::new(&mut model.borrow_mut(), &data, fit)?;
    let mut live = Live::new(&host.output, verbosity, training.picture());
    loop {
        let event = trainer.advance(&mut model.borrow_mut(), &data, BUDGET);
        match event? {
            Event::Done => break,
            Event::Call(call) => callbacks.call(call, model)?,
            event => live.show(&event, &model.borrow()),
        }
        if host.output.is_interrupted() {
            live.finish(&model.borrow());
            let epochs = trainer.history().epoch.len();
            let plural = if epochs == 1 { "" } else { "s" };
            return Err(Stopped::Interrupted(format!(
                "interrupted after {epochs} whole epoch{plural} of this fit; the model keeps what \
                 it has learnt"
            )));
        }
    }
    live.finish(&model.borrow());
    Ok(trainer.history().clone())
}

pub(super) fn evaluate(
    context: &NativeCallContext<'_>,
    host: &Host,
    on: &Dynamic,
    mut given: Given,
) -> Outcome {
    let model = receiver(on);
    let samples = Samples::take(&mut given)?;
    let data = samples.data();
    model.borrow().check_no_functions()?;
    let mut evaluator = Evaluator::new(&model.borrow(), &data, &given.map)?;
    let callbacks = Callbacks::new(context, given.take("callbacks"));
    let logs = host.finish(|| {
        let logs = evaluator.advance(&mut model.borrow_mut(), &data, BUDGET)?;
        evaluator.call().map_or(Ok(()), |call| callbacks.call(call.clone(), &model))?;
        Ok(logs)
    })?;
    Ok(by_name(logs))
}

/// Loss and metrics as a map.
fn by_name(logs: Logs) -> Dynamic {
    let map = logs.into_iter().map(|(name, value)| (name.into(), value.into()));
    map.collect::<rhai::Map>().into()
}

pub(super) fn train_on_batch(_: &Host, on: &Dynamic, mut given: Given) -> Outcome {
    let samples = Samples::of_rows(&mut given)?;
    let model = receiver(on);
    let logs = model.borrow_mut().train_on_batch(&samples.data(), &given.map)?;
    Ok(by_name(logs))
}

pub(super) fn test_on_batch(_: &Host, on: &Dynamic, mut given: Given) -> Outcome {
    let samples = Samples::of_rows(&mut given)?;
    let model = receiver(on);
    let logs = model.borrow_mut().test_on_batch(&samples.data())?;
    Ok(by_name(logs))
}

pub(super) fn predict(
    context: &NativeCallContext<'_>,
    host: &Host,
    on: &Dynamic,
    given: Given,
) -> Outcome {
    predict_with(host, on, given, |callbacks| Callbacks::new(context, callbacks))
}

pub(super) fn predict_on_batch(host: &Host, on: &Dynamic, given: Given) -> Outcome {
    predict_with(host, on, given, |_| Callbacks::default())
}

fn predict_with<'a>(
    host: &Host,
    on: &Dynamic,
    mut given: Given,
    callbacks: impl FnOnce(Option<Dynamic>) -> Callbacks<'a>,
) -> Outcome {
    let model = receiver(on);
    let x = arrays::matrix("x", &given.take("x").unwrap_or_default())?;
    let mut predictor = Predictor::new(&model.borrow(), x.view(), &given.map)?;
    let callbacks = callbacks(given.take("callbacks"));
    let outputs = model.borrow().outputs().ok_or(Error::NotBuilt)?;
    let mut out = Array2::zeros((x.nrows(), outputs));
    host.finish(|| {
        let view = out.view_mut();
        let done = predictor.advance(&mut model.borrow_mut(), x.view(), view, BUDGET)?;
        if let Some(call) = predictor.call() {
            let rows = predictor.batch().map(Slice::from);
            let outputs = rows.map(|rows| out.slice_axis(Axis(0), rows).to_owned());
            callbacks.call_with(call.clone(), &model, outputs.map(Matrix::new))?;
        }
        Ok(done.then_some(()))
    })?;
    Ok(Dynamic::from(Matrix::new(out)))
}

pub(super) fn render(host: &Host, on: &Dynamic, given: Given) -> Outcome {
    let model = receiver(on);
    let mut renderer = Renderer::new(&model.borrow(), &given.map)?;
    let image = host.finish(|| Ok(renderer.advance(&model.borrow(), BUDGET)?))?;
    Ok(Dynamic::from(Picture::new(image)))
}

/// What a model learns from, or is measured on.
pub(super) struct Samples {
    source: Source,
    /// (rows)
    sample_weight: Option<Array1<f32>>,
}

enum Source {
    Arrays { x: Rc<Array2<f32>>, y: Rc<Array2<f32>> },
    Picture { image: Rc<Image>, coordinates: Coordinates },
}

impl Samples {
    /// The pixels of a picture.
    pub(super) fn of_image(image: Rc<Image>, coordinates: Coordinates) -> Samples {
        Samples { source: Source::Picture { image, coordinates }, sample_weight: None }
    }

    /// Takes `x`, `y` and `sample_weight` from the arguments.
    fn of_rows(given: &mut Given) -> Result<Samples, Error> {
        Samples::taken(given, Coordinates::Pixel)
    }

    /// Takes `x`, `y`, `sample_weight` and `coordinates` from the arguments.
    fn take(given: &mut Given) -> Result<Samples, Error> {
        let coordinates = Coordinates::by_name(&given.text("coordinates"))?;
        Samples::taken(given, coordinates)
    }

    fn taken(given: &mut Given, coordinates: Coordinates) -> Result<Samples, Error> {
        let (x, y) = (given.take("x").unwrap_or_default(), given.take("y"));
        let weight = given.take("sample_weight");
        Samples::new(&x, y.as_ref(), weight.as_ref(), coordinates)
    }

    /// What `validation_data` is: a picture, or a list of inputs, targets and perhaps weights.
    fn of_validation(value: &Dynamic, coordinates: Coordinates) -> Result<Samples, Error> {
        if value.is::<Picture>() {
            return Samples::new(value, None, None, coordinates);
        }
        let allowed = "a picture, or a list of inputs, targets and perhaps sample weights";
        let wrong = || Error::wrong_type("validation_data", type_in_words(value), allowed);
        let list = value.read_lock::<rhai::Array>().ok_or_else(wrong)?;
        match list.as_slice() {
            [x, y] => Samples::new(x, Some(y), None, coordinates),
            [x, y, weight] => Samples::new(x, Some(y), Some(weight), coordinates),
            other => {
                let given = format!("a list of {}", other.len());
                Err(Error::argument("validation_data", given, allowed))
            }
        }
    }

    fn new(
        x: &Dynamic,
        y: Option<&Dynamic>,
        weight: Option<&Dynamic>,
        coordinates: Coordinates,
    ) -> Result<Samples, Error> {
        let sample_weight = weight.map(|weight| arrays::numbers("sample_weight", weight));
        let sample_weight = sample_weight.transpose()?;
        let source = match (x.read_lock::<Picture>(), y) {
            (Some(picture), None) => Source::Picture { image: picture.0.clone(), coordinates },
            (Some(_), Some(y)) => {
                let allowed = "left out where `x` is a picture, which brings its own colours";
                return Err(Error::argument("y", type_in_words(y), allowed));
            }
            (None, Some(y)) => {
                Source::Arrays { x: arrays::matrix("x", x)?, y: arrays::matrix("y", y)? }
            }
            (None, None) => {
                arrays::matrix("x", x)?;
                let allowed = "given where `x` is a matrix";
                return Err(Error::argument("y", "left out", allowed));
            }
        };
        Ok(Samples { source, sample_weight })
    }

    /// The samples as the core takes them.
    fn data(&self) -> Data<'_> {
        let data = match &self.source {
            Source::Arrays { x, y } => Data::new(x.view(), y.view()),
            Source::Picture { image, coordinates } => Data::of_image(image, *coordinates),
        };
        data.with_sample_weight(self.sample_weight.as_ref().map(|weight| weight.view()))
    }

    /// The picture that is learnt, if it is one.
    fn picture(&self) -> Option<(&Image, Coordinates)> {
        match &self.source {
            Source::Picture { image, coordinates } => Some((image, *coordinates)),
            Source::Arrays { .. } => None,
        }
    }
}
