//! Times epochs.

use std::error::Error;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::hint::black_box;
use std::time::{Duration, Instant};

use imfit::{
    Coordinates, Data, Event, Fit, FitData, Image, Result, Sequential, Trainer, set_num_threads,
};
use ndarray::{Array2, ArrayView2, Axis};
use serde_json::{Map, Value, json};

use crate::busy::Busy;
use crate::case::{Compare, Train};
use crate::network;
use crate::pixels::first;

/// Longer than any epoch: nobody looks.
const NEVER: Duration = Duration::from_secs(24 * 60 * 60);

/// The seconds of each epoch, and a digest of the weights at the end.
pub fn train(case: &Train, picture: &Image) -> std::result::Result<Value, Box<dyn Error>> {
    let _busy = Busy::processes(case.busy)?;
    let (x, y) = picture.pixels(Coordinates::Pixel);
    if case.on_batch {
        return Ok(on_batch(case, first(&x, case.rows), first(&y, case.rows))?);
    }
    let mut training = Training::begin(case, &x, &y)?;
    let seconds = (0..case.repeat).map(|_| training.epoch()).collect::<Result<Vec<_>>>()?;
    Ok(json!({ "seconds": seconds, "weights": digest(&training.model) }))
}

/// The same with a step for each batch that is asked for by itself.
fn on_batch(case: &Train, x: ArrayView2<'_, f32>, y: ArrayView2<'_, f32>) -> Result<Value> {
    set_num_threads(case.threads)?;
    let mut model = network::trained(case)?;
    let mut epoch = || {
        let start = Instant::now();
        let [x, y] = [&x, &y].map(|values| values.axis_chunks_iter(Axis(0), case.batch));
        for (x, y) in x.zip(y) {
            black_box(model.train_on_batch(&Data::new(x, y), &Map::new())?);
        }
        Ok(start.elapsed().as_secs_f64())
    };
    epoch()?;
    let seconds = (0..case.repeat).map(|_| epoch()).collect::<Result<Vec<_>>>()?;
    Ok(json!({ "seconds": seconds, "weights": digest(&model) }))
}

/// The seconds of each epoch of two trainings that take turns, and digests of their weights.
pub fn compare(case: &Compare, picture: &Image) -> Result<Value> {
    let (x, y) = picture.pixels(Coordinates::Pixel);
    let mut one = Training::begin(&case.one, &x, &y)?;
    let mut other = Training::begin(&case.other, &x, &y)?;
    let (mut one_seconds, mut other_seconds) = (Vec::new(), Vec::new());
    for _ in 0..case.one.repeat {
        one_seconds.push(one.epoch()?);
        other_seconds.push(other.epoch()?);
    }
    let weights = [&one, &other].map(|training| digest(&training.model));
    Ok(json!({ "one": one_seconds, "other": other_seconds, "weights": weights }))
}

/// A training that has had an epoch to warm up.
struct Training<'a> {
    model: Sequential,
    trainer: Trainer,
    data: FitData<'a>,
    threads: Option<usize>,
    look_every: Option<Duration>,
}

impl<'a> Training<'a> {
    fn begin(case: &Train, x: &'a Array2<f32>, y: &'a Array2<f32>) -> Result<Training<'a>> {
        let mut model = network::trained(case)?;
        let training = Data::new(first(x, case.rows), first(y, case.rows));
        let data = FitData { training, validation: None };
        let fit = Fit {
            batch_size: case.batch,
            epochs: case.repeat + 1,
            shuffle: case.shuffle,
            ..Fit::default()
        };
        let trainer = Trainer::new(&mut model, &data, &fit)?;
        let look_every = case.look_every.map(Duration::from_secs_f64);
        let mut training = Training { model, trainer, data, threads: case.threads, look_every };
        training.epoch()?;
        Ok(training)
    }

    /// Trains for an epoch, as a host does it, and returns its seconds.
    fn epoch(&mut self) -> Result<f64> {
        set_num_threads(self.threads)?;
        let start = Instant::now();
        let budget = self.look_every.unwrap_or(NEVER);
        loop {
            let line = match self.trainer.advance(&mut self.model, &self.data, budget)? {
                Event::Progress(progress) => progress.line(),
                Event::EpochEnd(end) => {
                    black_box(end.line());
                    break;
                }
                Event::Done => break,
                Event::Message(_) | Event::Call(_) | Event::Question => {
                    unreachable!("there are no functions")
                }
            };
            black_box(line);
        }
        Ok(start.elapsed().as_secs_f64())
    }
}

/// A digest of every bit of every weight: equal for equal weights, in one build of this program.
fn digest(model: &Sequential) -> String {
    let mut hasher = DefaultHasher::new();
    for weights in model.get_weights() {
        weights.iter().for_each(|weight| weight.to_bits().hash(&mut hasher));
    }
    format!("{:016x}", hasher.finish())
}
