//! Inputs that are brought to mean 0 and variance 1, by numbers that the data told beforehand.

use ndarray::{ArrayView2, Axis};
use serde_json::{Map, Value, json};

use super::Layer;
use super::common::{AXIS, Common, INPUT_SHAPE, NAME, TRAINABLE};
use crate::data::check_inputs;
use crate::declare::{Argument, Arguments, Component, Declaration, Default, Values};
use crate::error::{Error, Result};

/// Mean and variance: one pair for each value of a row, or one for all.
pub(crate) type Moments = Vec<[f32; 2]>;

/// The least that is divided by: Keras's epsilon.
const LEAST_DEVIATION: f32 = 1e-7;

/// (x - mean) / √variance, or the other way round. Where mean and variance aren't known, [`adapt`] asks the
/// data for them.
///
/// [`adapt`]: Normalization::adapt
///
/// # Example
/// ```
/// use imfit::Sequential;
/// use imfit::layers::{Dense, Normalization};
///
/// let x = ndarray::array![[0.0, 700.0], [2.0, 900.0], [0.0, 700.0], [2.0, 900.0]];
/// let normalization = Normalization::default().adapt(x.view())?;
/// let model = Sequential::new([normalization.into()])?;
/// assert_eq!(model.predict(x.view())?.row(0).to_vec(), [-1.0, -1.0]);
/// # Ok::<(), imfit::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Normalization {
    /// Whether each value of a row has numbers of its own, or all share one.
    pub(crate) each: bool,
    pub(crate) moments: Option<Moments>,
    pub(crate) invert: bool,
    pub(crate) common: Common,
}

impl std::default::Default for Normalization {
    fn default() -> Self {
        Normalization::from_map(&Map::new()).expect("declared defaults are allowed")
    }
}

impl Normalization {
    /// The same with mean and variance of `data`, a row for each sample: of each column, or of all values
    /// where `axis` is nothing. The layer then takes rows as wide as these.
    ///
    /// # Errors
    /// Data without rows, or with values that aren't finite; of another width than `input_shape`.
    pub fn adapt(mut self, data: ArrayView2<'_, f32>) -> Result<Normalization> {
        if data.is_empty() {
            return Err(Error::argument("data", "without a value", "a matrix of at least one row"));
        }
        if let Some(inputs) = self.common.input_shape.filter(|inputs| *inputs != data.ncols()) {
            let allowed = format!("as many columns as `input_shape` says, {inputs}");
            return Err(Error::argument("data", format!("{} columns", data.ncols()), allowed));
        }
        check_inputs(&data, data.ncols(), "data")?;
        let moments = match self.each {
            true => data.axis_iter(Axis(1)).map(|column| moments(column.iter())).collect(),
            false => vec![moments(data.iter())],
        };
        self.common.input_shape = Some(data.ncols());
        self.moments = Some(moments);
        Ok(self)
    }

    /// The same the other way round: x · √variance + mean.
    pub fn invert(mut self) -> Normalization {
        self.invert = true;
        self
    }

    /// For each of `inputs` values of a row its mean and what it is divided by.
    pub(crate) fn numbers(&self, inputs: usize) -> Vec<[f32; 2]> {
        let all = self.moments.iter().flatten().cycle().take(inputs);
        all.map(|[mean, variance]| [*mean, variance.sqrt().max(LEAST_DEVIATION)]).collect()
    }

    /// Whether so many means suit rows of `inputs` values.
    pub(crate) fn takes(&self, means: usize, inputs: usize) -> bool {
        means == 1 || (self.each && means == inputs)
    }

    /// Refuses a layer that knows no mean, and rows of another width than it has numbers for. Returns the
    /// width, as far as it is known.
    pub(super) fn check_width(&self, inputs: Option<usize>) -> Result<Option<usize>> {
        let Some(moments) = &self.moments else {
            let allowed = "given, or found in data by adapt() before the layer is put into a model";
            return Err(Error::argument("mean", "nothing", allowed));
        };
        match (moments.len(), inputs) {
            (1, inputs) => Ok(inputs),
            (count, Some(inputs)) if count != inputs => {
                let given = format!("{count} numbers");
                let allowed = format!("one number, or {inputs} for the values of a row");
                Err(Error::argument("mean", given, allowed))
            }
            (count, _) => Ok(Some(count)),
        }
    }
}

/// Mean and variance, summed in `f64` in the order of the values.
fn moments<'a>(values: impl ExactSizeIterator<Item = &'a f32> + Clone) -> [f32; 2] {
    let count = values.len() as f64;
    let mean = values.clone().map(|value| f64::from(*value)).sum::<f64>() / count;
    let squares: f64 = values.map(|value| (f64::from(*value) - mean).powi(2)).sum();
    [mean as f32, (squares / count).min(f64::from(f32::MAX)) as f32]
}

impl Layer {
    /// The same layer after a look at `data`: see [`Normalization::adapt`].
    ///
    /// # Errors
    /// A layer that has nothing to adapt, and as [`Normalization::adapt`].
    pub fn adapt(self, data: ArrayView2<'_, f32>) -> Result<Layer> {
        match self {
            Layer::Normalization(layer) => Ok(layer.adapt(data)?.into()),
            other => Err(Error::argument(
                "layer",
                other.class_name(),
                "a Normalization: no other layer asks data for anything beforehand",
            )),
        }
    }
}

const MOMENTS: Values = Values::List(&Values::ANY_REAL);
const NOT_NEGATIVE: Values = Values::List(&Values::NOT_NEGATIVE);

impl Component for Normalization {
    const DECLARATION: Declaration = Declaration {
        class_name: "Normalization",
        aliases: &[],
        doc: "Brings each input to mean 0 and variance 1, by numbers that are given, or that adapt() finds in data.",
        arguments: &[
            Argument {
                optional: true,
                doc: "The axis of the values of a row, each of which has numbers of its own; nothing for one mean and one variance of all values.",
                ..AXIS
            },
            Argument {
                name: "mean",
                values: MOMENTS,
                optional: true,
                default: Default::None,
                doc: "The mean of each value of a row, or one for all. Without it adapt() has to come first.",
            },
            Argument {
                name: "variance",
                values: NOT_NEGATIVE,
                optional: true,
                default: Default::None,
                doc: "The variances, as many as there are means.",
            },
            Argument {
                name: "invert",
                values: Values::Flag,
                optional: false,
                default: Default::Flag(false),
                doc: "Whether normalized values become what they were.",
            },
            NAME,
            INPUT_SHAPE,
            TRAINABLE,
        ],
        source: "https://keras.io/api/layers/preprocessing_layers/numerical/normalization/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        let each = !arguments.get("axis").is_null();
        Ok(Normalization {
            each,
            moments: moments_given(arguments, each)?,
            invert: arguments.flag("invert"),
            common: Common::from_arguments(arguments),
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        let column = |place: usize| {
            let all = self.moments.as_ref()?.iter();
            Some(all.map(|pair| super::shortest(pair[place])).collect::<Vec<f64>>())
        };
        let mut config = Map::from_iter([
            ("axis".into(), if self.each { json!(-1) } else { Value::Null }),
            ("mean".into(), column(0).into()),
            ("variance".into(), column(1).into()),
            ("invert".into(), self.invert.into()),
        ]);
        self.common.add_to(&mut config);
        config
    }
}

/// Mean and variance, as far as they are given.
fn moments_given(arguments: &Arguments, each: bool) -> Result<Option<Moments>> {
    let given = |name: &str| (!arguments.get(name).is_null()).then(|| arguments.reals(name));
    let (means, variances) = match (given("mean"), given("variance")) {
        (None, None) => return Ok(None),
        (Some(means), Some(variances)) => (means, variances),
        (Some(_), None) => {
            return Err(Error::argument("variance", "nothing", "given where `mean` is"));
        }
        (None, Some(_)) => {
            return Err(Error::argument("mean", "nothing", "given where `variance` is"));
        }
    };
    if variances.len() != means.len() {
        let allowed = format!("{} of them, as many as there are of `mean`", means.len());
        return Err(Error::argument("variance", format!("{} numbers", variances.len()), allowed));
    }
    if means.is_empty() || (!each && means.len() > 1) {
        let allowed =
            if each { "at least one number" } else { "one number where `axis` is nothing" };
        return Err(Error::argument("mean", format!("{} numbers", means.len()), allowed));
    }
    let fits = |name: &'static str, value: f64| {
        let rounded = value as f32;
        match rounded.is_finite() {
            true => Ok(rounded),
            false => Err(Error::argument(name, value, "a number up to 3.4e38 in size")),
        }
    };
    let pairs = means.into_iter().zip(variances);
    pairs
        .map(|(mean, variance)| Ok([fits("mean", mean)?, fits("variance", variance)?]))
        .collect::<Result<Vec<_>>>()
        .map(Some)
}
