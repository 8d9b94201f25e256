//! Recipes as text.

use serde_json::{Map, Value};

use super::{Recipe, Section, check};
use crate::error::{Error, Result};

impl Recipe {
    /// Reads a recipe from JSON.
    ///
    /// # Errors
    /// [`Error::RecipeText`] where it isn't JSON, else an error that names the field, what was given and
    /// what is allowed. Fields that a recipe hasn't are errors.
    pub fn from_json(text: &str) -> Result<Recipe> {
        let value: Value = serde_json::from_str(text).map_err(|error| {
            let words = error.to_string();
            let reason = words.split(" at line ").next().unwrap_or_default();
            Error::RecipeText {
                line: error.line(),
                column: error.column(),
                reason: format!("this is no JSON: {reason}"),
            }
        })?;
        Recipe::from_value(&value)
    }

    /// Reads a recipe from TOML.
    ///
    /// # Errors
    /// As [`from_json`](Recipe::from_json).
    ///
    /// ```
    /// let recipe = imfit::Recipe::from_toml(r#"
    ///     about = "Six soft edges."
    ///     [model]
    ///     layers = [
    ///         {class_name = "Dense", config = {units = 6, activation = "tanh"}},
    ///         {class_name = "Dense", config = {activation = "sigmoid"}},
    ///     ]
    ///     [fit]
    ///     epochs = 20
    /// "#)?;
    /// assert_eq!(recipe.model(3)?.count_params()?, 2 * 6 + 6 + 6 * 3 + 3);
    /// # Ok::<(), imfit::Error>(())
    /// ```
    #[cfg(feature = "toml")]
    pub fn from_toml(text: &str) -> Result<Recipe> {
        Recipe::from_value(&super::toml::to_json(text)?)
    }

    /// Reads a recipe from JSON, or else from TOML: what begins with a brace is JSON.
    ///
    /// # Errors
    /// As [`from_json`](Recipe::from_json).
    #[cfg(feature = "toml")]
    pub fn from_text(text: &str) -> Result<Recipe> {
        if text.trim_start().starts_with('{') {
            Recipe::from_json(text)
        } else {
            Recipe::from_toml(text)
        }
    }

    /// Reads a recipe from JSON that has been parsed.
    ///
    /// # Errors
    /// As [`from_json`](Recipe::from_json), but for the text.
    pub fn from_value(value: &Value) -> Result<Recipe> {
        let Value::Object(fields) = value else {
            let allowed = "an object (in TOML, a table) with the field `model`";
            return Err(Error::wrong_type("recipe", value, allowed));
        };
        check_fields(fields)?;
        let mut sections: [Map<String, Value>; 4] = Default::default();
        for section in Section::ALL {
            let given = section_fields(section, fields.get(section.name()))?;
            check::section(section, &given)?;
            sections[section as usize] = given;
        }
        Ok(Recipe { about: about(fields.get("about"))?, sections })
    }

    /// The recipe as JSON: what was given, without the defaults of all the rest.
    pub fn to_value(&self) -> Value {
        let mut fields = Map::new();
        if let Some(about) = &self.about {
            fields.insert("about".into(), about.as_str().into());
        }
        for section in Section::ALL {
            let given = self.section(section);
            if !given.is_empty() {
                fields.insert(section.name().into(), Value::Object(given.clone()));
            }
        }
        Value::Object(fields)
    }

    /// The recipe as JSON text, for people to read and change.
    pub fn to_json(&self) -> String {
        format!("{:#}", self.to_value())
    }
}

fn check_fields(fields: &Map<String, Value>) -> Result<()> {
    let known: Vec<&str> =
        std::iter::once("about").chain(Section::ALL.map(Section::name)).collect();
    if let Some(unknown) = fields.keys().find(|name| !known.contains(&name.as_str())) {
        return Err(Error::UnknownArgument {
            component: "a recipe".into(),
            given: unknown.clone(),
            known: known.into_iter().map(str::to_owned).collect(),
        });
    }
    if fields.get("model").is_none_or(Value::is_null) {
        return Err(Error::MissingArgument {
            component: "a recipe".into(),
            argument: "model".into(),
            about: "the layers of the network.".into(),
        });
    }
    Ok(())
}

/// The arguments that a recipe gives in one of its parts.
fn section_fields(section: Section, value: Option<&Value>) -> Result<Map<String, Value>> {
    let wrong = |given: &Value| {
        let allowed = "an object (in TOML, a table) of arguments by name";
        Err(Error::wrong_type(section.name(), given, allowed))
    };
    match value {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(given)) if section == Section::Model => match given.get("class_name") {
            None => Ok(given.clone()),
            Some(_) => described_model(given),
        },
        Some(Value::Object(given)) => Ok(given.clone()),
        Some(other) => wrong(other),
    }
}

/// The arguments in a model's whole description.
fn described_model(given: &Map<String, Value>) -> Result<Map<String, Value>> {
    let class_name = given.get("class_name").and_then(Value::as_str);
    match (class_name, given.get("config"), given.len()) {
        (Some("Sequential"), Some(Value::Object(config)), 2) => Ok(config.clone()),
        _ => {
            let given = Value::Object(given.clone());
            let allowed = r#"of the form {"class_name": "Sequential", "config": {..}}"#;
            Err(Error::argument("model", given, allowed))
        }
    }
}

fn about(value: Option<&Value>) -> Result<Option<String>> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(other) => Err(Error::wrong_type("about", other, "a text")),
    }
}
