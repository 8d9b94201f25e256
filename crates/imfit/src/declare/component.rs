//! What a component is, and how it is found by its name.

use std::fmt;

use serde_json::{Map, Value, json};

use super::argument::Argument;
use super::arguments::Arguments;
use crate::error::{Error, Result};
use crate::{
    callbacks, constraints, initializers, layers, losses, metrics, optimizers, regularizers,
};

/// The kinds of components.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A layer of a model.
    Layer,
    /// A function applied to every value of a layer's output.
    Activation,
    /// What training makes small.
    Loss,
    /// What is reported beside the loss.
    Metric,
    /// How weights follow their gradients.
    Optimizer,
    /// How the learning rate changes.
    Schedule,
    /// How weights begin.
    Initializer,
    /// A penalty that is added to the loss.
    Regularizer,
    /// What weights are held to.
    Constraint,
    /// What happens beside a training.
    Callback,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 10] = [
        Kind::Layer,
        Kind::Activation,
        Kind::Loss,
        Kind::Metric,
        Kind::Optimizer,
        Kind::Schedule,
        Kind::Initializer,
        Kind::Regularizer,
        Kind::Constraint,
        Kind::Callback,
    ];

    /// "layer", "activation", ...
    pub fn name(self) -> &'static str {
        match self {
            Kind::Layer => "layer",
            Kind::Activation => "activation",
            Kind::Loss => "loss",
            Kind::Metric => "metric",
            Kind::Optimizer => "optimizer",
            Kind::Schedule => "schedule",
            Kind::Initializer => "initializer",
            Kind::Regularizer => "regularizer",
            Kind::Constraint => "constraint",
            Kind::Callback => "callback",
        }
    }

    /// The declarations of all components of this kind.
    pub fn declarations(self) -> &'static [&'static Declaration] {
        match self {
            Kind::Layer => layers::DECLARATIONS,
            Kind::Activation => layers::ACTIVATION_DECLARATIONS,
            Kind::Loss => losses::DECLARATIONS,
            Kind::Metric => metrics::DECLARATIONS,
            Kind::Optimizer => optimizers::DECLARATIONS,
            Kind::Schedule => optimizers::schedules::DECLARATIONS,
            Kind::Initializer => initializers::DECLARATIONS,
            Kind::Regularizer => regularizers::DECLARATIONS,
            Kind::Constraint => constraints::DECLARATIONS,
            Kind::Callback => callbacks::DECLARATIONS,
        }
    }

    /// Checks the arguments of a component, each by itself and all together, and fills in the rest. Returns
    /// the component in its one form, `{"class_name", "config"}`.
    ///
    /// # Errors
    /// A name or an argument that doesn't exist, is missing or wrong; arguments that exclude each other.
    pub fn check(self, name: &str, given: &Map<String, Value>) -> Result<Value> {
        let declaration = self.find(name)?;
        let arguments = Arguments::check(declaration, given)?;
        let value = json!({ "class_name": declaration.class_name, "config": arguments.to_json() });
        match self {
            Kind::Optimizer => {
                optimizers::Optimizer::from_json(&value)?;
            }
            // As it looks in a model: what stands for a default is the default there.
            Kind::Layer => return Ok(layers::Layer::from_json(&value)?.to_json()),
            Kind::Schedule => {
                optimizers::Schedule::from_json(&value)?;
            }
            Kind::Activation => {
                layers::Activation::from_json(&value)?;
            }
            Kind::Loss => {
                losses::Loss::from_json(&value)?;
            }
            Kind::Metric => {
                metrics::Metric::from_json(&value)?;
            }
            Kind::Callback => {
                callbacks::Callback::from_json(&value)?;
            }
            Kind::Initializer => {
                initializers::Initializer::from_json(&value)?;
            }
            Kind::Regularizer => {
                regularizers::Regularizer::from_json(&value)?;
            }
            Kind::Constraint => {
                constraints::Constraint::from_json(&value)?;
            }
        }
        Ok(value)
    }

    pub(crate) fn article(self) -> &'static str {
        match self {
            Kind::Activation | Kind::Optimizer | Kind::Initializer => "an",
            _ => "a",
        }
    }

    /// Finds a declaration by its class name, or by one of its other names.
    ///
    /// # Errors
    /// [`Error::UnknownName`], with the names there are.
    pub fn find(self, name: &str) -> Result<&'static Declaration> {
        let all = self.declarations();
        let found = all.iter().find(|d| d.class_name == name || d.aliases.contains(&name));
        found.copied().ok_or_else(|| Error::UnknownName {
            kind: self.name(),
            given: name.to_owned(),
            known: all.iter().map(|d| d.usual_name().to_owned()).collect(),
        })
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A component or a method, described.
#[derive(Debug)]
pub struct Declaration {
    /// Its name as a class: `Dense`, `GlorotUniform`.
    pub class_name: &'static str,
    /// Its other names, the usual one first: `glorot_uniform`.
    pub aliases: &'static [&'static str],
    /// One line of documentation.
    pub doc: &'static str,
    /// Its arguments, in the order in which they may be given without a name.
    pub arguments: &'static [Argument],
    /// Where it is defined: a page or a paper.
    pub source: &'static str,
}

impl Declaration {
    /// The argument of this name.
    pub fn argument(&self, name: &str) -> Option<&'static Argument> {
        self.arguments.iter().find(|argument| argument.name == name)
    }

    /// The name that users write: the first alias, else the class name.
    pub fn usual_name(&self) -> &'static str {
        self.aliases.first().unwrap_or(&self.class_name)
    }
}

/// A Rust type that stands for a component.
pub trait Component: Sized {
    /// How it is declared.
    const DECLARATION: Declaration;

    /// Makes one from arguments that have been checked against the declaration.
    ///
    /// # Errors
    /// A combination of arguments that makes no sense.
    fn from_arguments(arguments: &Arguments) -> Result<Self>;

    /// Its arguments as JSON, by name.
    fn arguments(&self) -> Map<String, Value>;

    /// The component as `{"class_name", "config"}`.
    fn to_json(&self) -> Value {
        component_value(Self::DECLARATION.class_name, self.arguments())
    }

    /// Makes one from arguments by name; those that aren't given take their defaults.
    ///
    /// # Errors
    /// Arguments that don't exist, are missing or wrong.
    fn from_map(given: &Map<String, Value>) -> Result<Self> {
        Self::from_arguments(&Arguments::check(&Self::DECLARATION, given)?)
    }
}

/// `{"class_name": .., "config": ..}`
pub(crate) fn component_value(class_name: &str, config: Map<String, Value>) -> Value {
    json!({ "class_name": class_name, "config": config })
}

/// Splits a name, or a `{"class_name", "config"}`, in its two parts; `None` if it is neither.
pub(crate) fn text_or_component(value: &Value) -> Option<(&str, Map<String, Value>)> {
    match value {
        Value::String(name) => Some((name, Map::new())),
        Value::Object(object) => {
            let name = object.get("class_name")?.as_str()?;
            let config = match object.get("config") {
                None | Some(Value::Null) => Map::new(),
                Some(Value::Object(config)) => config.clone(),
                Some(_) => return None,
            };
            Some((name, config))
        }
        _ => None,
    }
}

/// Brings a component into its one form. `Err(None)` means that it isn't a component at all.
pub(super) fn check_component(
    kind: Kind,
    given: &Value,
) -> std::result::Result<Value, Option<Error>> {
    let (name, config) = text_or_component(given).ok_or(None)?;
    Ok(kind.check(name, &config)?)
}
