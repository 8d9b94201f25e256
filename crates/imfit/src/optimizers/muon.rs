//! Muon (Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024; Liu et al.,
//! "Muon is scalable for LLM training", 2025), as Keras has it.

use imfit_compute::{MuonStep, OptimizerStep, WholeStep};
use serde_json::{Map, Value};

use super::adam;
use super::argument::{
    ADDED_TO_ROOT, FIRST_MOMENT, SECOND_MOMENT, SHARED_COUNT, WEIGHT_DECAY, epsilon, followed_by,
    learning_rate, optional_real, real, share, with_shared,
};
use super::common::Common;
use super::rule::{Moment, Numbers, Rule, State};
use super::schedules::LearningRate;
use crate::declare::{
    Argument, Arguments, Component, Declaration, Default as Otherwise, MANY, Values,
};
use crate::error::{Error, Result};
use crate::layers::WeightShape;

/// Steps of a kernel's momentum, made nearly orthogonal; biases, and layers that are left out, follow
/// AdamW.
///
/// m ← momentum·m + g, w ← w - α·0.2·√(longer side)·O(g + momentum·m), where O brings all singular
/// values near 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Muon {
    /// How much of the gradient's mean is kept each step, where Adam is used.
    pub adam_beta_1: f64,
    /// How much of the squares' mean is kept each step, where Adam is used.
    pub adam_beta_2: f64,
    /// What share of each weight is subtracted before a step, times the learning rate, where Adam is used.
    pub adam_weight_decay: Option<f64>,
    /// Added to Adam's square root, so that nothing is divided by zero.
    pub epsilon: f64,
    /// Parts of layers' names; kernels of layers that have one follow Adam.
    pub exclude_layers: Vec<String>,
    /// Whether layers with "embedding" in their name follow Adam.
    pub exclude_embeddings: bool,
    /// The numbers of X·(a + b·XᵀX + c·(XᵀX)²).
    pub polynomial: [f64; 3],
    /// Adam's learning rate as a multiple of the learning rate.
    pub adam_lr_ratio: f64,
    /// How much of the last momentum is kept.
    pub momentum: f64,
    /// How often the momentum is brought nearer to an orthogonal matrix.
    pub ns_steps: u64,
    /// Whether the gradient is added to the momentum once more.
    pub nesterov: bool,
    /// What a step times the root of the longer side is multiplied by; nothing for neither.
    pub rms_rate: Option<f64>,
    /// What all optimizers have.
    pub common: Common,
}

impl Default for Muon {
    fn default() -> Self {
        Muon::from_map(&Map::new()).expect("declared defaults are allowed")
    }
}

impl Muon {
    /// Muon with another learning rate than 0.001.
    pub fn new(learning_rate: impl Into<LearningRate>) -> Muon {
        let mut optimizer = Muon::default();
        optimizer.common.learning_rate = learning_rate.into();
        optimizer
    }

    /// Whether an array follows Adam.
    fn leaves_out(&self, path: &str, shape: &WeightShape) -> bool {
        shape.vector
            || (self.exclude_embeddings && path.to_lowercase().contains("embedding"))
            || self.exclude_layers.iter().any(|part| path.contains(part.as_str()))
    }
}

impl Rule for Muon {
    fn common(&self) -> &Common {
        &self.common
    }

    fn states(&self, path: &str, shape: &WeightShape) -> Vec<State> {
        let dimensions = crate::model::dimensions(shape);
        let mut states = vec![State::zeros("momentum", dimensions.clone())];
        if self.leaves_out(path, shape) {
            states.push(State::zeros("velocity", dimensions));
        }
        states
    }

    fn step(&self, at: Moment) -> Numbers {
        let adams = Moment { learning_rate: at.learning_rate * self.adam_lr_ratio, ..at };
        let betas = [self.adam_beta_1, self.adam_beta_2, self.epsilon];
        let Numbers::Each(OptimizerStep::Adam(adam)) = adam::step(betas, false, adams) else {
            unreachable!("Adam's step is Adam's");
        };
        WholeStep::Muon(MuonStep {
            learning_rate: at.rate(),
            momentum: self.momentum as f32,
            nesterov: self.nesterov,
            iterations: self.ns_steps as usize,
            polynomial: self.polynomial.map(|number| number as f32),
            rms_rate: self.rms_rate.map(|rate| rate as f32),
            adam,
            adam_decay: (self.adam_weight_decay.unwrap_or(0.0) * at.learning_rate) as f32,
        })
        .into()
    }
}

/// What comes before the arguments that all optimizers have, with the first of these.
const FIRST: [Argument; 6] = [
    learning_rate(0.001),
    share("adam_beta_1", 0.9, FIRST_MOMENT),
    share("adam_beta_2", 0.999, SECOND_MOMENT),
    optional_real(
        "adam_weight_decay",
        Values::NOT_NEGATIVE,
        0.004,
        "The same as weight_decay, for what follows Adam.",
    ),
    epsilon(ADDED_TO_ROOT),
    optional_real("weight_decay", Values::NOT_NEGATIVE, 0.004, WEIGHT_DECAY),
];

/// What comes after them.
const LAST: [Argument; 10] = [
    Argument {
        name: "exclude_layers",
        values: Values::List(&Values::Text),
        optional: true,
        default: Otherwise::None,
        doc: "Parts of layers' names: kernels of layers that have one of them follow Adam.",
    },
    Argument {
        name: "exclude_embeddings",
        values: Values::Flag,
        optional: false,
        default: Otherwise::Flag(true),
        doc: "Whether layers with \"embedding\" in their name follow Adam.",
    },
    real("muon_a", Values::ANY_REAL, 3.4445, "The a of X (a + b X'X + c (X'X)^2)."),
    real("muon_b", Values::ANY_REAL, -4.775, "The b of it."),
    real("muon_c", Values::ANY_REAL, 2.0315, "The c of it."),
    real(
        "adam_lr_ratio",
        Values::NOT_NEGATIVE,
        1.0,
        "Adam's learning rate as a multiple of the learning rate.",
    ),
    real("momentum", Values::UNIT, 0.95, "How much of the last momentum is kept."),
    Argument {
        name: "ns_steps",
        values: Values::Whole { least: 0, most: MANY },
        optional: false,
        default: Otherwise::Whole(5),
        doc: "How often the momentum is brought nearer to an orthogonal matrix.",
    },
    Argument {
        name: "nesterov",
        values: Values::Flag,
        optional: false,
        default: Otherwise::Flag(true),
        doc: "Whether the gradient is added to the momentum once more.",
    },
    optional_real(
        "rms_rate",
        Values::POSITIVE,
        0.2,
        "What a step times the root of the longer side is multiplied by; without it, by neither.",
    ),
];

impl Component for Muon {
    const DECLARATION: Declaration = Declaration {
        class_name: "Muon",
        aliases: &["muon"],
        doc: "Steps of a kernel's momentum, made nearly orthogonal; biases, and layers that are left out, follow AdamW.",
        arguments: &followed_by::<{ 5 + SHARED_COUNT }, 10, { 15 + SHARED_COUNT }>(
            with_shared::<6, { 5 + SHARED_COUNT }>(FIRST),
            LAST,
        ),
        source: "https://keras.io/api/optimizers/muon/",
    };

    fn from_arguments(arguments: &Arguments) -> Result<Self> {
        let exclude_layers = arguments.texts("exclude_layers");
        exclude_layers.iter().try_for_each(|part| check_part(part))?;
        Ok(Muon {
            adam_beta_1: arguments.real("adam_beta_1"),
            adam_beta_2: arguments.real("adam_beta_2"),
            adam_weight_decay: arguments.optional_real("adam_weight_decay"),
            epsilon: arguments.real("epsilon"),
            exclude_layers,
            exclude_embeddings: arguments.flag("exclude_embeddings"),
            polynomial: ["muon_a", "muon_b", "muon_c"].map(|name| arguments.real(name)),
            adam_lr_ratio: arguments.real("adam_lr_ratio"),
            momentum: arguments.real("momentum"),
            ns_steps: arguments.whole("ns_steps") as u64,
            nesterov: arguments.flag("nesterov"),
            rms_rate: arguments.optional_real("rms_rate"),
            common: Common::from_arguments(arguments)?,
        })
    }

    fn arguments(&self) -> Map<String, Value> {
        let [a, b, c] = self.polynomial;
        let excluded = (!self.exclude_layers.is_empty()).then(|| self.exclude_layers.clone());
        self.common.and([
            ("adam_beta_1", self.adam_beta_1.into()),
            ("adam_beta_2", self.adam_beta_2.into()),
            ("adam_weight_decay", self.adam_weight_decay.into()),
            ("epsilon", self.epsilon.into()),
            ("exclude_layers", excluded.into()),
            ("exclude_embeddings", self.exclude_embeddings.into()),
            ("muon_a", a.into()),
            ("muon_b", b.into()),
            ("muon_c", c.into()),
            ("adam_lr_ratio", self.adam_lr_ratio.into()),
            ("momentum", self.momentum.into()),
            ("ns_steps", self.ns_steps.into()),
            ("nesterov", self.nesterov.into()),
            ("rms_rate", self.rms_rate.into()),
        ])
    }
}

/// Keras takes regular expressions. What would mean something else as one than as a text is refused.
fn check_part(part: &str) -> Result<()> {
    if !part.is_empty() && !part.contains(|c| r"\^$.|?*+()[]{}".contains(c)) {
        return Ok(());
    }
    let allowed = r"parts of layers' names, as they are: without \ ^ $ . | ? * + ( ) [ ] { }";
    Err(Error::argument("exclude_layers", format!("'{part}'"), allowed))
}
