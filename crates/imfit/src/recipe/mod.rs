//! Recipes: a model and its training as a description, in JSON or TOML.

mod build;
mod built_in;
mod check;
mod section;
mod text;
#[cfg(feature = "toml")]
mod toml;

use serde_json::{Map, Value};

pub use built_in::BuiltIn;
pub use section::Section;

use crate::error::Result;

/// A model for pictures and how it is trained, as a description that can be written down.
///
/// A recipe has up to five fields. Each but `about` is a table, and what isn't given takes the default
/// that it has everywhere else:
///
/// | Field | Holds |
/// | --- | --- |
/// | `about` | one line that says what the recipe is for |
/// | `model` | the arguments of `Sequential`: `layers`, `seed`, `name`, `input_shape`; or a model's whole description, as [`Sequential::to_json`](crate::Sequential::to_json) writes it |
/// | `compile` | the arguments of `compile`: `optimizer`, `loss`, `metrics`, `precision` |
/// | `fit` | the arguments of `fit` that aren't data: `batch_size`, `epochs`, `coordinates`, `shuffle`, .. |
/// | `image` | the picture to learn, and the size that it is learnt at: `path`, `width`, `height`, `filter` |
///
/// A component (a layer, an optimizer, ..) is its name, or `{"class_name": .., "config": {..}}`. Where
/// the last dense layer has no `units`, it gets as many as the picture has channels.
///
/// # Example
/// ```
/// use imfit::{Image, Recipe};
///
/// let recipe = Recipe::from_json(r#"{
///     "model": {"seed": 7, "layers": [
///         {"class_name": "Dense", "config": {"units": 8, "activation": "tanh"}},
///         {"class_name": "Dense", "config": {"activation": "sigmoid"}}
///     ]},
///     "fit": {"epochs": 2, "coordinates": "centered"}
/// }"#)?;
/// let image = recipe.resize(Image::new(ndarray::Array3::from_elem((4, 6, 3), 0.5))?)?;
/// let mut model = recipe.model(image.channels())?;
/// let history = model.fit_image(&image, recipe.coordinates(), &recipe.fit())?;
/// assert_eq!(history.epoch.len(), 2);
/// # Ok::<(), imfit::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Recipe {
    about: Option<String>,
    /// What was given, checked: the arguments of [`Section::ALL`], in that order.
    sections: [Map<String, Value>; 4],
}

impl Recipe {
    /// One line that says what the recipe is for.
    pub fn about(&self) -> Option<&str> {
        self.about.as_deref()
    }

    /// What was given for an argument; nothing where it takes its default.
    pub fn get(&self, section: Section, argument: &str) -> Option<&Value> {
        self.section(section).get(argument)
    }

    /// Gives an argument another value.
    ///
    /// # Errors
    /// An argument that the section hasn't, or a value that isn't allowed. The recipe is as before then.
    ///
    /// ```
    /// use imfit::{Recipe, recipe::Section};
    ///
    /// let mut recipe = Recipe::named("post-deep")?;
    /// recipe.set(Section::Fit, "epochs", 3.into())?;
    /// assert_eq!(recipe.fit().epochs, 3);
    /// assert!(recipe.set(Section::Fit, "epochs", 0.into()).is_err());
    /// # Ok::<(), imfit::Error>(())
    /// ```
    pub fn set(&mut self, section: Section, argument: &str, value: Value) -> Result<()> {
        let mut changed = self.section(section).clone();
        changed.insert(argument.to_owned(), value);
        check::section(section, &changed)?;
        self.sections[section as usize] = changed;
        Ok(())
    }

    fn section(&self, section: Section) -> &Map<String, Value> {
        &self.sections[section as usize]
    }
}
