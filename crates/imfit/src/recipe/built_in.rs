//! The recipes that imfit brings along.

use super::Recipe;
use crate::error::{Error, Result};

/// A recipe that imfit brings along.
#[derive(Debug, Clone, Copy)]
pub struct BuiltIn {
    /// The name that it is called by.
    pub name: &'static str,
    /// The recipe as JSON text, laid out for people to read and change.
    pub json: &'static str,
}

macro_rules! built_in {
    ($($name:literal),*) => {
        &[$(BuiltIn { name: $name, json: include_str!(concat!("built_in/", $name, ".json")) }),*]
    };
}

impl BuiltIn {
    /// All of them. The first suits photographs.
    pub const ALL: &[BuiltIn] =
        built_in!("photograph", "post-one-layer", "post-two-hidden", "post-deep");

    /// The recipe of that name.
    ///
    /// # Errors
    /// [`Error::UnknownName`], with the names there are.
    pub fn named(name: &str) -> Result<BuiltIn> {
        let found = BuiltIn::ALL.iter().find(|built_in| built_in.name == name);
        found.copied().ok_or_else(|| Error::UnknownName {
            kind: "recipe",
            given: name.to_owned(),
            known: BuiltIn::ALL.iter().map(|built_in| built_in.name.to_owned()).collect(),
        })
    }

    /// The recipe.
    pub fn recipe(&self) -> Recipe {
        Recipe::from_json(self.json).expect("a built-in recipe is whole")
    }
}

impl Recipe {
    /// The built-in recipe of that name: `photograph`, or one of the three networks of the post with which
    /// this began, `post-one-layer`, `post-two-hidden` and `post-deep`.
    ///
    /// # Errors
    /// [`Error::UnknownName`], with the names there are.
    pub fn named(name: &str) -> Result<Recipe> {
        BuiltIn::named(name).map(|built_in| built_in.recipe())
    }
}
