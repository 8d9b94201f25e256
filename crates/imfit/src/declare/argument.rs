//! What an argument may be.

use serde_json::{Map, Number, Value};

use super::component::{Kind, text_or_component};
use crate::error::{Error, Result};
use crate::image::MAX_PIXELS;
use crate::training::Verbosity;

/// One argument of a component or a method.
#[derive(Debug, Clone, Copy)]
pub struct Argument {
    /// Its name in every language.
    pub name: &'static str,
    /// What it may be.
    pub values: Values,
    /// Whether it may also be nothing (`None`, `NULL`).
    pub optional: bool,
    /// What it is where it isn't given.
    pub default: Default,
    /// One line of documentation.
    pub doc: &'static str,
}

/// What hosts put in the place of a function of theirs: no text that anybody would write.
pub const FUNCTION: &str = "<function>";

/// The values that an argument may take.
#[derive(Debug, Clone, Copy)]
pub enum Values {
    /// A whole number.
    Whole {
        /// The least that is allowed.
        least: u64,
        /// The most that is allowed.
        most: u64,
    },
    /// A real number between two bounds.
    Real {
        /// The lower bound.
        low: f64,
        /// The upper bound.
        high: f64,
        /// Whether the lower bound itself is allowed.
        low_allowed: bool,
        /// Whether the upper bound itself is allowed.
        high_allowed: bool,
    },
    /// A list whose every value is one of these.
    List(&'static Values),
    /// True or false.
    Flag,
    /// Any text.
    Text,
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// A component, or its name.
    Component(Kind),
    /// One or several components of a kind, each by name or made by its function.
    Names(Kind),
    /// A list of layers.
    Layers,
    /// A number above 0, or a schedule.
    LearningRate,
    /// The axis of the values of a row: -1 or 1, alone or as the only value of a list.
    Axis,
    /// An axis of a matrix, counted from 0 or from the end, or a list of axes.
    Axes,
    /// The number of values in a row of input, alone or as the only value of a list.
    Shape,
    /// A width and a height, in pixels.
    Size,
    /// What to show of a training; see [`Verbosity`](crate::Verbosity).
    Verbosity,
    /// Finite numbers by class: a map from whole numbers.
    ClassWeights,
    /// Every how many epochs: a whole number of at least 1, or a list of epochs, counted from 1.
    Epochs,
    /// When to do something: "epoch", or a number of batches of at least 1, in its one form null and the
    /// number; "batch" is 1.
    EpochOrBatches,
    /// A function of the host language, in words. The core has [`FUNCTION`] in its place.
    Function(&'static str),
    /// Something that only the host language knows, such as data.
    Host(&'static str),
}

/// What an argument is where it isn't given.
#[derive(Debug, Clone, Copy)]
pub enum Default {
    /// It has to be given.
    Required,
    /// Nothing.
    None,
    /// A whole number.
    Whole(u64),
    /// The axis of the values of a row, -1.
    Axis,
    /// A real number.
    Real(f64),
    /// True or false.
    Flag(bool),
    /// A text, or the name of a component.
    Text(&'static str),
}

/// The axis of the values of a row.
const AXIS: i64 = -1;

/// The bound of counts that have none in practice; words leave it out.
pub(crate) const MANY: u64 = 1 << 31;

impl Values {
    /// Any finite number.
    pub const ANY_REAL: Values = Values::Real {
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
        low_allowed: false,
        high_allowed: false,
    };
    /// A finite number of at least 0.
    pub const NOT_NEGATIVE: Values =
        Values::Real { low: 0.0, high: f64::INFINITY, low_allowed: true, high_allowed: false };
    /// A finite number above 0.
    pub const POSITIVE: Values =
        Values::Real { low: 0.0, high: f64::INFINITY, low_allowed: false, high_allowed: false };
    /// A share: at least 0 and below 1.
    pub const SHARE: Values =
        Values::Real { low: 0.0, high: 1.0, low_allowed: true, high_allowed: false };
    /// A number from 0 to 1, both allowed.
    pub const UNIT: Values =
        Values::Real { low: 0.0, high: 1.0, low_allowed: true, high_allowed: true };
    /// A number above 0 and below 1.
    pub const INSIDE: Values =
        Values::Real { low: 0.0, high: 1.0, low_allowed: false, high_allowed: false };
    /// A finite number of at most 0.
    pub const NOT_POSITIVE: Values =
        Values::Real { low: f64::NEG_INFINITY, high: 0.0, low_allowed: false, high_allowed: true };
    /// A whole number of at least 1 that fits in memory somewhere.
    pub const COUNT: Values = Values::Whole { least: 1, most: MANY };
    /// The same of at least 2.
    pub const TWO_OR_MORE: Values = Values::Whole { least: 2, most: MANY };

    /// What is allowed, in words: "a whole number of at least 1".
    pub fn in_words(&self) -> String {
        match self {
            Values::Whole { least, most } if *most == MANY => {
                format!("a whole number of at least {least}")
            }
            Values::Whole { least, most } => format!("a whole number from {least} to {most}"),
            Values::Real { low, high, low_allowed, high_allowed } => {
                real_in_words(*low, *high, *low_allowed, *high_allowed)
            }
            Values::List(values) => format!("a list whose every value is {}", values.in_words()),
            Values::LearningRate => "a number above 0, or a learning rate schedule".into(),
            Values::Flag => "true or false".into(),
            Values::Text => "a text".into(),
            Values::Choice(words) => format!("one of {}", words.join(", ")),
            Values::Component(kind) => {
                format!("the name of {} {kind}, or one made by its function", kind.article())
            }
            Values::Names(Kind::Callback) => "a callback, or a list of callbacks".into(),
            Values::Names(kind) => format!(
                "the name of {} {kind}, or one made by its function, or a list of these",
                kind.article()
            ),
            Values::Layers => "a list of layers, made by their functions".into(),
            Values::Axis => "-1, the axis of the values of a row".into(),
            Values::Axes => "0, 1, -1 or -2, or a list of these".into(),
            Values::Shape => "a whole number of at least 1, the values in a row of input".into(),
            Values::Size => format!("a width and a height, each from 1 to {MAX_PIXELS}"),
            Values::Verbosity => Verbosity::ALLOWED.into(),
            Values::ClassWeights => "a map from classes, whole numbers, to finite numbers".into(),
            Values::Epochs => {
                "a whole number of at least 1, or a list of epochs, each of at least 1".into()
            }
            Values::EpochOrBatches => {
                "\"epoch\", \"batch\", or a number of batches, a whole number of at least 1".into()
            }
            Values::Function(words) | Values::Host(words) => (*words).into(),
        }
    }
}

fn real_in_words(low: f64, high: f64, low_allowed: bool, high_allowed: bool) -> String {
    let low_words = match (low.is_finite(), low_allowed) {
        (false, _) => None,
        (true, true) => Some(format!("of at least {low}")),
        (true, false) => Some(format!("above {low}")),
    };
    let high_words = match (high.is_finite(), high_allowed) {
        (false, _) => None,
        (true, true) => Some(format!("of at most {high}")),
        (true, false) => Some(format!("below {high}")),
    };
    let bounds: Vec<String> = low_words.into_iter().chain(high_words).collect();
    if bounds.is_empty() {
        "a finite number".into()
    } else {
        format!("a number {}", bounds.join(" and "))
    }
}

impl Default {
    /// The default as JSON; nothing where the argument has to be given.
    pub fn to_json(&self) -> Option<Value> {
        match self {
            Default::Required => None,
            Default::None => Some(Value::Null),
            Default::Whole(value) => Some((*value).into()),
            Default::Axis => Some(AXIS.into()),
            Default::Real(value) => Some((*value).into()),
            Default::Flag(value) => Some((*value).into()),
            Default::Text(value) => Some((*value).into()),
        }
    }
}

impl Argument {
    /// Checks a given value and brings it into its one form: whole numbers as integers, components
    /// as `{"class_name", "config"}` with all their arguments.
    pub(crate) fn check(&self, given: &Value) -> Result<Value> {
        if given.is_null() && self.optional {
            return Ok(Value::Null);
        }
        if given == FUNCTION && !matches!(self.values, Values::Function(_) | Values::Host(_)) {
            return Err(self.wrong_type(given));
        }
        match self.values {
            Values::Whole { least, most } => self.check_whole(given, least, most),
            Values::Real { low, high, low_allowed, high_allowed } => {
                let value = given.as_f64().ok_or_else(|| self.wrong_type(given))?;
                let above = value > low || (low_allowed && value == low);
                let below = value < high || (high_allowed && value == high);
                if above && below { Ok(value.into()) } else { Err(self.wrong_value(given)) }
            }
            Values::Flag => given.as_bool().map(Value::from).ok_or_else(|| self.wrong_type(given)),
            Values::Text => match given {
                Value::String(_) => Ok(given.clone()),
                _ => Err(self.wrong_type(given)),
            },
            Values::Choice(words) => match given {
                Value::String(word) if words.contains(&word.as_str()) => Ok(given.clone()),
                Value::String(_) => Err(self.wrong_value(given)),
                _ => Err(self.wrong_type(given)),
            },
            Values::Component(kind) => self.check_component(given, kind),
            Values::Names(kind) => self.check_names(given, kind),
            Values::Layers => self.check_layers(given),
            Values::List(values) => self.check_list(given, *values),
            Values::LearningRate if given.is_object() => {
                self.check_component(given, Kind::Schedule)
            }
            Values::LearningRate => Argument { values: Values::POSITIVE, ..*self }
                .check(given)
                .map_err(|_| match given.as_f64() {
                    Some(_) => self.wrong_value(given),
                    None => self.wrong_type(given),
                }),
            Values::Axis => self.check_axis(given),
            Values::Axes => self.check_axes(given),
            Values::Shape => self.check_shape(given),
            Values::Size => self.check_size(given),
            Values::Verbosity => Verbosity::from_json(given, false).map(|_| given.clone()),
            Values::ClassWeights => self.check_class_weights(given),
            Values::Epochs => self.check_epochs(given),
            Values::EpochOrBatches if given == "epoch" => Ok(Value::Null),
            Values::EpochOrBatches if given == "batch" => Ok(1.into()),
            Values::EpochOrBatches => match (given, given.as_f64()) {
                (Value::Null, _) => Ok(Value::Null),
                (_, Some(_)) => self.check_whole(given, 1, MANY),
                _ => Err(self.wrong_value(given)),
            },
            Values::Function(_) if given == FUNCTION => Ok(given.clone()),
            Values::Function(_) => Err(self.wrong_type(given)),
            Values::Host(_) => Ok(given.clone()),
        }
    }

    fn check_whole(&self, given: &Value, least: u64, most: u64) -> Result<Value> {
        // Many write True where Keras counts from 0 to 1.
        let flag = given.as_bool().filter(|_| (least, most) == (0, 1)).map(f64::from);
        let number = given.as_f64().or(flag).ok_or_else(|| self.wrong_type(given))?;
        if number > most as f64 {
            let allowed = format!("a whole number from {least} to {most}");
            return Err(Error::argument(self.name, show(given), allowed));
        }
        let fits = number.fract() == 0.0 && number >= least as f64;
        if fits { Ok(Number::from(number as u64).into()) } else { Err(self.wrong_value(given)) }
    }

    fn check_names(&self, given: &Value, kind: Kind) -> Result<Value> {
        let names = match given {
            Value::Array(names) => names.clone(),
            other => vec![other.clone()],
        };
        names.iter().map(|name| self.check_component(name, kind)).collect()
    }

    fn check_component(&self, given: &Value, kind: Kind) -> Result<Value> {
        if given == FUNCTION {
            return Err(self.wrong_type(given));
        }
        super::component::check_component(kind, given).map_err(|error| match error {
            None => self.wrong_type(given),
            Some(error) => error,
        })
    }

    /// Says whether these are layers at all: who makes them checks each, and all within them.
    fn check_layers(&self, given: &Value) -> Result<Value> {
        let layers = match given {
            Value::Array(layers) => layers.clone(),
            Value::Object(_) => vec![given.clone()],
            _ => return Err(self.wrong_type(given)),
        };
        match layers.iter().find(|layer| text_or_component(layer).is_none()) {
            None => Ok(layers.into()),
            Some(stranger) => Err(self.wrong_type(stranger)),
        }
    }

    fn check_list(&self, given: &Value, values: Values) -> Result<Value> {
        let single = Argument { values, optional: false, ..*self };
        match given {
            Value::Array(all) => all.iter().map(|value| single.check(value)).collect(),
            Value::Number(_) | Value::String(_) => Ok(vec![single.check(given)?].into()),
            _ => Err(self.wrong_type(given)),
        }
    }

    fn check_class_weights(&self, given: &Value) -> Result<Value> {
        let Value::Object(weights) = given else { return Err(self.wrong_type(given)) };
        let pair = |(class, weight): (&String, &Value)| {
            let class = class.parse::<f64>().ok().filter(|class| class.fract() == 0.0)?;
            let inside = (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&class);
            let weight = weight.as_f64().filter(|weight| weight.is_finite())?;
            inside.then(|| ((class as i32).to_string(), Value::from(weight)))
        };
        let pairs = weights.iter().map(pair).collect::<Option<Map<String, Value>>>();
        match pairs {
            Some(pairs) if pairs.len() == weights.len() => Ok(Value::Object(pairs)),
            _ => Err(self.wrong_value(given)),
        }
    }

    fn check_epochs(&self, given: &Value) -> Result<Value> {
        let single = Argument { values: Values::COUNT, optional: false, ..*self };
        let wrong = |error| match error {
            Error::Type { .. } => self.wrong_type(given),
            _ => self.wrong_value(given),
        };
        match given {
            Value::Array(all) if all.is_empty() => Err(self.wrong_value(given)),
            Value::Array(all) => {
                all.iter().map(|epoch| single.check(epoch)).collect::<Result<Value>>()
            }
            other => single.check(other),
        }
        .map_err(wrong)
    }

    /// -1 or 1: a batch of rows has no other axis but its own.
    fn check_axis(&self, given: &Value) -> Result<Value> {
        let inner = match given {
            Value::Array(values) if values.len() == 1 => &values[0],
            other => other,
        };
        match inner.as_f64() {
            Some(axis) if axis == -1.0 || axis == 1.0 => Ok(AXIS.into()),
            Some(_) => Err(self.wrong_value(given)),
            None => Err(self.wrong_type(given)),
        }
    }

    fn check_axes(&self, given: &Value) -> Result<Value> {
        let axis = |given: &Value| {
            let number = given.as_f64().ok_or_else(|| self.wrong_type(given))?;
            let fits = number.fract() == 0.0 && (-2.0..=1.0).contains(&number);
            if fits { Ok(Value::from(number as i64)) } else { Err(self.wrong_value(given)) }
        };
        match given {
            Value::Array(axes) if axes.is_empty() => Err(self.wrong_value(given)),
            Value::Array(axes) => axes.iter().map(axis).collect(),
            given => axis(given),
        }
    }

    fn check_shape(&self, given: &Value) -> Result<Value> {
        let inner = match given {
            Value::Array(values) if values.len() == 1 => &values[0],
            other => other,
        };
        let allowed = "a whole number of at least 1, or a list of one: a row of input is a vector";
        let wrong = || Error::argument(self.name, show(given), allowed);
        let number = inner.as_f64().ok_or_else(wrong)?;
        let fits = number.fract() == 0.0 && (1.0..=(1u64 << 24) as f64).contains(&number);
        if fits { Ok(vec![number as u64].into()) } else { Err(wrong()) }
    }

    fn check_size(&self, given: &Value) -> Result<Value> {
        let Value::Array(sides) = given else { return Err(self.wrong_type(given)) };
        let side = |side: &Value| {
            let number = side.as_f64().filter(|number| number.fract() == 0.0)?;
            (1.0..=MAX_PIXELS as f64).contains(&number).then_some(number as u64)
        };
        match sides.iter().map(side).collect::<Option<Vec<u64>>>() {
            Some(sides) if sides.len() == 2 => Ok(sides.into()),
            _ => Err(self.wrong_value(given)),
        }
    }

    fn wrong_value(&self, given: &Value) -> Error {
        Error::argument(self.name, show(given), self.in_words())
    }

    fn wrong_type(&self, given: &Value) -> Error {
        Error::wrong_type(self.name, show(given), self.in_words())
    }

    fn in_words(&self) -> String {
        let words = self.values.in_words();
        if self.optional { format!("{words}, or nothing") } else { words }
    }
}

/// A value as its user wrote it, shortened.
fn show(value: &Value) -> String {
    let text = match value {
        Value::Null => "nothing".to_owned(),
        Value::Number(number) => match number.as_f64() {
            Some(real) if real.fract() == 0.0 && real.abs() < 1e15 => format!("{real:.0}"),
            _ => number.to_string(),
        },
        Value::String(text) if text == FUNCTION => "a function".to_owned(),
        Value::String(text) => format!("'{text}'"),
        other => other.to_string(),
    };
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}
