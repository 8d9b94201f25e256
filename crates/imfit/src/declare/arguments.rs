//! Arguments that have been checked: every one is there, and has its type.

use serde_json::{Map, Value};

use super::argument::Default;
use super::component::Declaration;
use crate::error::{Error, Result};

/// All arguments of a component, in the order of its declaration, with defaults filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Arguments(Map<String, Value>);

impl Arguments {
    /// Checks what was given against a declaration, and fills in the rest.
    ///
    /// # Errors
    /// A value of the wrong type or outside of its range, an argument that doesn't exist, or one
    /// that is missing and has no default.
    pub fn check(declaration: &Declaration, given: &Map<String, Value>) -> Result<Arguments> {
        if let Some(name) = given.keys().find(|name| declaration.argument(name).is_none()) {
            return Err(Error::UnknownArgument {
                component: declaration.class_name.to_owned(),
                given: name.clone(),
                known: declaration.arguments.iter().map(|a| a.name.to_owned()).collect(),
            });
        }
        let mut checked = Map::new();
        for argument in declaration.arguments {
            let value = match (given.get(argument.name), argument.default) {
                (Some(value), _) => argument.check(value)?,
                (None, Default::Required) => {
                    return Err(Error::MissingArgument {
                        component: declaration.class_name.to_owned(),
                        argument: argument.name.to_owned(),
                        about: argument.doc.to_owned(),
                    });
                }
                (None, default) => argument.check(&default.to_json().unwrap_or_default())?,
            };
            checked.insert(argument.name.to_owned(), value);
        }
        Ok(Arguments(checked))
    }

    /// The arguments as JSON.
    pub fn to_json(&self) -> Value {
        Value::Object(self.0.clone())
    }

    /// A whole number. Must be declared as one.
    pub fn whole(&self, name: &str) -> usize {
        self.optional_whole(name).unwrap_or_else(|| undeclared(name)) as usize
    }

    /// A whole number, or nothing.
    pub fn optional_whole(&self, name: &str) -> Option<u64> {
        self.get(name).as_u64()
    }

    /// A real number. Must be declared as one.
    pub fn real(&self, name: &str) -> f64 {
        self.optional_real(name).unwrap_or_else(|| undeclared(name))
    }

    /// A real number, or nothing.
    pub fn optional_real(&self, name: &str) -> Option<f64> {
        self.get(name).as_f64()
    }

    /// A list of whole numbers; empty if there is none.
    pub fn wholes(&self, name: &str) -> Vec<u64> {
        let values = self.get(name).as_array().into_iter().flatten();
        values.filter_map(Value::as_u64).collect()
    }

    /// A list of real numbers; empty if there is none.
    pub fn reals(&self, name: &str) -> Vec<f64> {
        let values = self.get(name).as_array().into_iter().flatten();
        values.filter_map(Value::as_f64).collect()
    }

    /// A list of texts; empty if there is none.
    pub fn texts(&self, name: &str) -> Vec<String> {
        let values = self.get(name).as_array().into_iter().flatten();
        values.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// True or false. Must be declared as such.
    pub fn flag(&self, name: &str) -> bool {
        self.get(name).as_bool().unwrap_or_else(|| undeclared(name))
    }

    /// A text, or nothing.
    pub fn optional_text(&self, name: &str) -> Option<&str> {
        self.get(name).as_str()
    }

    /// A width and a height, or nothing.
    pub fn optional_size(&self, name: &str) -> Option<(usize, usize)> {
        let side = |index| self.get(name).get(index)?.as_u64().map(|side: u64| side as usize);
        Some((side(0)?, side(1)?))
    }

    /// The argument as JSON.
    pub fn get(&self, name: &str) -> &Value {
        self.0.get(name).unwrap_or(&Value::Null)
    }
}

fn undeclared<T>(name: &str) -> T {
    panic!("argument `{name}` is read as something that its declaration doesn't say")
}
