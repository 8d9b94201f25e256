//! How to train: the arguments of `fit` that aren't data.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::callbacks::Callback;
use crate::declare::{Arguments, check_call};
use crate::error::{Error, Result};

/// Rows of a batch where nothing else is said.
const DEFAULT_BATCH_SIZE: usize = 32;

/// The arguments of `fit`, with Keras's defaults.
///
/// # Example
/// ```
/// let fit = imfit::Fit { batch_size: 128, epochs: 20, ..Default::default() };
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Rows of a mini-batch; the last of an epoch may have fewer. At least 1.
    pub batch_size: usize,
    /// The epoch to train up to, counted from 1. At least 1.
    pub epochs: usize,
    /// What happens beside the training, in this order.
    pub callbacks: Vec<Callback>,
    /// Whether to take the rows in a new order each epoch.
    pub shuffle: bool,
    /// The share of rows, from the end, to validate on. From 0 to below 1.
    pub validation_split: f64,
    /// How much the loss of each class's rows counts; 1 for those that aren't in it. A row's class is
    /// the place of its largest target, or with one column the target itself.
    pub class_weight: Option<ClassWeight>,
    /// The epoch to begin with, counted from 0.
    pub initial_epoch: usize,
    /// Rows of a batch of the validation, which only callbacks see; `batch_size` if there is none.
    pub validation_batch_size: Option<usize>,
    /// After which epochs to validate.
    pub validation_freq: ValidationFreq,
}

/// Weights by class.
pub type ClassWeight = BTreeMap<i32, f64>;

/// After which epochs a training validates, as Keras counts them: from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValidationFreq {
    /// After each whose number is a multiple of this. At least 1.
    Every(usize),
    /// After these.
    At(Vec<usize>),
}

impl ValidationFreq {
    /// Whether epoch number `epoch`, counted from 1, is one of them.
    pub(crate) fn includes(&self, epoch: usize) -> bool {
        match self {
            ValidationFreq::Every(epochs) => epoch.is_multiple_of(*epochs),
            ValidationFreq::At(epochs) => epochs.contains(&epoch),
        }
    }

    fn from_json(value: &Value) -> ValidationFreq {
        let whole = |value: &Value| value.as_u64().map(|epoch| epoch as usize);
        match value.as_array() {
            Some(epochs) => ValidationFreq::At(epochs.iter().filter_map(whole).collect()),
            None => ValidationFreq::Every(whole(value).unwrap_or(1)),
        }
    }

    fn to_json(&self) -> Value {
        match self {
            ValidationFreq::Every(epochs) => (*epochs).into(),
            ValidationFreq::At(epochs) => epochs.clone().into(),
        }
    }
}

impl Default for Fit {
    fn default() -> Self {
        Fit::from_map(&Map::new()).expect("declared defaults are allowed")
    }
}

impl Fit {
    /// Reads the options from arguments by name; those that aren't given take their defaults.
    ///
    /// # Errors
    /// An argument that doesn't exist, or is wrong.
    pub fn from_map(given: &Map<String, Value>) -> Result<Fit> {
        let arguments = check_call("fit", given)?;
        Ok(Fit {
            batch_size: batch_size_from(&arguments),
            epochs: arguments.whole("epochs"),
            callbacks: callbacks_from(&arguments)?,
            shuffle: arguments.flag("shuffle"),
            validation_split: arguments.real("validation_split"),
            class_weight: class_weight_from(&arguments),
            initial_epoch: arguments.whole("initial_epoch"),
            validation_batch_size: arguments
                .optional_whole("validation_batch_size")
                .map(|rows| rows as usize),
            validation_freq: ValidationFreq::from_json(arguments.get("validation_freq")),
        })
    }

    /// Checks the ranges of what Rust code has put together.
    pub(crate) fn check(&self) -> Result<()> {
        Fit::from_map(&Map::from_iter([
            ("batch_size".into(), self.batch_size.into()),
            ("epochs".into(), self.epochs.into()),
            ("validation_split".into(), Value::from(self.validation_split)),
            ("callbacks".into(), self.callbacks.iter().map(Callback::to_json).collect()),
            ("class_weight".into(), self.class_weight.as_ref().map(class_weight_json).into()),
            ("initial_epoch".into(), self.initial_epoch.into()),
            ("validation_batch_size".into(), self.validation_batch_size.into()),
            ("validation_freq".into(), self.validation_freq.to_json()),
        ]))?;
        Ok(())
    }
}

/// The callbacks of checked arguments.
pub(super) fn callbacks_from(arguments: &Arguments) -> Result<Vec<Callback>> {
    let callbacks = arguments.get("callbacks").as_array();
    callbacks.into_iter().flatten().map(Callback::from_json).collect()
}

/// The weights of checked arguments.
fn class_weight_from(arguments: &Arguments) -> Option<ClassWeight> {
    let weights = arguments.get("class_weight").as_object()?;
    let pair = |(class, weight): (&String, &Value)| Some((class.parse().ok()?, weight.as_f64()?));
    Some(weights.iter().filter_map(pair).collect())
}

fn class_weight_json(weights: &ClassWeight) -> Value {
    let pairs = weights.iter().map(|(class, weight)| (class.to_string(), Value::from(*weight)));
    Value::Object(pairs.collect())
}

/// The batch size of checked arguments.
pub(crate) fn batch_size_from(arguments: &Arguments) -> usize {
    arguments.optional_whole("batch_size").map_or(DEFAULT_BATCH_SIZE, |size| size as usize)
}

/// What the host shows of a training.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verbosity {
    /// Nothing.
    Silent,
    /// A progress bar, one line an epoch.
    Bar,
    /// A line at the end of each epoch.
    Lines,
}

impl Verbosity {
    /// What is allowed, in words.
    pub(crate) const ALLOWED: &str =
        "\"auto\", 0 (nothing), 1 (a progress bar) or 2 (a line for each epoch)";

    /// Reads `verbose`. `"auto"` means a bar where the output can move back to the start of a line,
    /// else a line for each epoch.
    ///
    /// # Errors
    /// Anything but `"auto"`, 0, 1, 2, true or false.
    pub fn from_json(given: &Value, can_redraw: bool) -> Result<Verbosity> {
        match (given.as_str(), given.as_f64(), given.as_bool()) {
            (Some("auto"), _, _) | (_, _, Some(true)) if can_redraw => Ok(Verbosity::Bar),
            (Some("auto"), _, _) | (_, _, Some(true)) => Ok(Verbosity::Lines),
            (_, Some(0.0), _) | (_, _, Some(false)) => Ok(Verbosity::Silent),
            (_, Some(1.0), _) => Ok(Verbosity::Bar),
            (_, Some(2.0), _) => Ok(Verbosity::Lines),
            _ => Err(Error::argument("verbose", given, Self::ALLOWED)),
        }
    }
}
