//! The arguments of a call: in their order, by name in a map at the end, or both.
//!
//! `dense(100, #{activation: "relu"})` is what Python writes as `Dense(100, activation="relu")`.

use std::collections::BTreeMap;

use imfit::Error;
use imfit::declare::{Argument, Arguments, Declaration, Default, FUNCTION, Kind, Values};
use imfit::optimizers::LearningRate;
use rhai::{Dynamic, FnPtr};
use serde_json::{Map, Number, Value};

use super::values::{Component, Picture, type_in_words};

/// Arguments that have been checked, as far as the core can: what only the kernel knows, such as data,
/// is kept as it is.
pub(crate) struct Given {
    /// What was given and is JSON, by name.
    pub(crate) map: Map<String, Value>,
    /// What was given and isn't.
    host: BTreeMap<&'static str, Dynamic>,
    /// All arguments, defaults filled in.
    pub(crate) arguments: Arguments,
}

impl Given {
    /// Sorts and checks the arguments of a call.
    ///
    /// # Errors
    /// Too many arguments, one that is given twice, doesn't exist, is missing or wrong.
    pub(crate) fn check(
        declaration: &'static Declaration,
        values: Vec<Dynamic>,
    ) -> Result<Given, Error> {
        let mut map = Map::new();
        let mut host = BTreeMap::new();
        for (name, value) in by_name(declaration, values)? {
            match declaration.argument(&name) {
                Some(Argument { name, values: Values::Host(_), .. }) => {
                    if !value.is_unit() {
                        host.insert(*name, value);
                    }
                }
                Some(Argument { name, values: Values::Function(_), .. }) if value.is_fnptr() => {
                    map.insert((*name).to_owned(), FUNCTION.into());
                    host.insert(*name, value);
                }
                Some(argument) => {
                    if matches!(argument.values, Values::Names(Kind::Callback)) {
                        host.insert(argument.name, value.clone());
                    }
                    let allowed = argument.values.in_words();
                    map.insert(name, to_json(&value, argument, &allowed)?);
                }
                // The core knows what to say.
                None => drop(map.insert(name, Value::Null)),
            }
        }
        let arguments = check(declaration, &map, &host)?;
        Ok(Given { map, host, arguments })
    }

    /// Takes an argument that only the kernel knows; nothing if it wasn't given.
    pub(crate) fn take(&mut self, name: &str) -> Option<Dynamic> {
        self.host.remove(name)
    }

    /// The functions among the arguments, by name.
    pub(crate) fn functions(&self) -> BTreeMap<&'static str, FnPtr> {
        let functions = self.host.iter().map(|(name, value)| (*name, value.clone().try_cast()));
        functions.filter_map(|(name, function)| Some((name, function?))).collect()
    }

    /// A text that is required or has a default.
    pub(crate) fn text(&self, name: &str) -> String {
        self.arguments.optional_text(name).unwrap_or_default().to_owned()
    }
}

/// The arguments with their names.
fn by_name(
    declaration: &'static Declaration,
    mut values: Vec<Dynamic>,
) -> Result<Vec<(String, Dynamic)>, Error> {
    let known = declaration.arguments;
    let named = match values.last() {
        Some(last) if last.is_map() && !is_data(last, known.get(values.len() - 1), declaration) => {
            values.pop().and_then(Dynamic::try_cast::<rhai::Map>)
        }
        _ => None,
    };
    if values.len() > known.len() {
        let given = format!("{} of them", values.len());
        let allowed = format!("at most {} for {}", known.len(), declaration.class_name);
        return Err(Error::argument("arguments", given, allowed));
    }
    let mut all: Vec<(String, Dynamic)> = Vec::new();
    for (argument, value) in known.iter().zip(values) {
        all.push((argument.name.to_owned(), value));
    }
    for (name, value) in named.unwrap_or_default() {
        if all.iter().any(|(earlier, _)| *earlier == *name) {
            let allowed = "given once, in its place or by its name";
            return Err(Error::argument(name.as_str(), "given twice", allowed));
        }
        all.push((name.to_string(), value));
    }
    Ok(all)
}

/// Whether a map at the end is the argument in whose place it stands, one that is needed, and not names
/// of arguments.
fn is_data(map: &Dynamic, place: Option<&Argument>, declaration: &Declaration) -> bool {
    let needed = place.is_some_and(|argument| {
        matches!((argument.values, argument.default), (Values::Host(_), Default::Required))
    });
    let map = map.read_lock::<rhai::Map>();
    needed && map.is_some_and(|map| map.keys().all(|name| declaration.argument(name).is_none()))
}

fn check(
    declaration: &'static Declaration,
    map: &Map<String, Value>,
    host: &BTreeMap<&'static str, Dynamic>,
) -> Result<Arguments, Error> {
    let mut complete = map.clone();
    for argument in declaration.arguments {
        let is_host = matches!(argument.values, Values::Host(_));
        if is_host && host.contains_key(argument.name) {
            complete.insert(argument.name.to_owned(), Value::Bool(true));
        } else if is_host && matches!(argument.default, Default::Required) {
            return Err(Error::MissingArgument {
                component: declaration.class_name.to_owned(),
                argument: argument.name.to_owned(),
                about: argument.doc.to_owned(),
            });
        }
    }
    Arguments::check(declaration, &complete)
}

/// Descriptions of models nest about six deep, and three more for each block of layers.
const DEEPEST: usize = 64;

/// A learning rate, as an optimizer's argument takes it.
pub(crate) fn learning_rate(value: &Dynamic) -> Result<LearningRate, Error> {
    let declaration = Kind::Optimizer.find("sgd")?;
    let argument = declaration.argument("learning_rate").expect("every optimizer has one");
    LearningRate::from_json(&to_json(value, argument, &argument.values.in_words())?)
}

/// A value as JSON.
fn to_json(value: &Dynamic, argument: &Argument, allowed: &str) -> Result<Value, Error> {
    if let (Values::Size, Some(picture)) = (argument.values, value.read_lock::<Picture>()) {
        return Ok(vec![picture.0.width(), picture.0.height()].into());
    }
    let kind = match argument.values {
        Values::Component(kind) | Values::Names(kind) => Some(kind),
        Values::Layers => Some(Kind::Layer),
        _ => None,
    };
    let component = |component: &Component| component.as_kind(kind);
    json_within(value, &component, DEEPEST).map_err(|wrong| match wrong {
        Wrong::NotFinite(given) => Error::argument(argument.name, given, allowed),
        Wrong::Type(given) => Error::wrong_type(argument.name, given, allowed),
    })
}

enum Wrong {
    NotFinite(f64),
    Type(String),
}

fn json_within(
    value: &Dynamic,
    component: &dyn Fn(&Component) -> Value,
    deepest: usize,
) -> Result<Value, Wrong> {
    let below = deepest.checked_sub(1).ok_or_else(|| Wrong::Type("nested so deep".to_owned()))?;
    if value.is_unit() {
        Ok(Value::Null)
    } else if let Ok(flag) = value.as_bool() {
        Ok(flag.into())
    } else if let Ok(whole) = value.as_int() {
        Ok(whole.into())
    } else if let Ok(real) = value.as_float() {
        Number::from_f64(real).map(Value::Number).ok_or(Wrong::NotFinite(real))
    } else if let Some(text) = value.read_lock::<rhai::ImmutableString>() {
        Ok(text.as_str().into())
    } else if let Some(made) = value.read_lock::<Component>() {
        Ok(component(&made))
    } else if let Some(list) = value.read_lock::<rhai::Array>() {
        list.iter().map(|item| json_within(item, component, below)).collect()
    } else if let Some(map) = value.read_lock::<rhai::Map>() {
        let items = map
            .iter()
            .map(|(name, item)| Ok((name.to_string(), json_within(item, component, below)?)));
        Ok(Value::Object(items.collect::<Result<_, Wrong>>()?))
    } else {
        Err(Wrong::Type(type_in_words(value)))
    }
}
