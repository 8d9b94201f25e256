//! Cells that begin with `%%recipe`: a model and its training as a description, in JSON or TOML, as the
//! command takes it.
//!
//! `%%recipe` fits the recipe of the cell to the picture that it names; `%%recipe im` to the picture in
//! the variable `im`. Afterwards the variable `model` is the model, and `history` its history.

use std::cell::RefCell;
use std::rc::Rc;

use imfit::{Error, Image, Recipe, Verbosity};

use super::callbacks::Callbacks;
use super::host::{Host, Stopped};
use super::training::{self, Samples};
use super::values::{Losses, Model, Picture};
use rhai::Scope;
use serde_json::Value;

const HEAD: &str = "%%recipe";

/// A cell that holds a recipe.
pub(super) struct Cell<'a> {
    /// The name of the variable that the picture is in; empty where the recipe names a file.
    picture: &'a str,
    /// What follows the first line, with as many empty lines before it as the cell has: errors count
    /// the lines of the cell.
    text: String,
}

impl<'a> Cell<'a> {
    /// The parts of a cell; nothing if it isn't a recipe.
    pub(super) fn parse(code: &'a str) -> Option<Cell<'a>> {
        let rest = code.trim_start().strip_prefix(HEAD)?;
        let (line, text) = rest.split_once('\n').unwrap_or((rest, ""));
        let separated = line.is_empty() || line.starts_with(char::is_whitespace);
        let before = &code[..code.len() - text.len()];
        let lines = "\n".repeat(before.matches('\n').count());
        separated.then(|| Cell { picture: line.trim(), text: format!("{lines}{text}") })
    }

    /// Whether it is JSON that isn't at its end.
    pub(super) fn is_open(&self) -> bool {
        let text = self.text.trim();
        let is_json = text.starts_with('{');
        is_json && serde_json::from_str::<Value>(text).is_err_and(|error| error.is_eof())
    }

    /// Fits the recipe, and puts the model and its history into variables.
    pub(super) fn run(&self, host: &Host, scope: &mut Scope<'_>) -> Result<Losses, Stopped> {
        let recipe = Recipe::from_text(&self.text)?;
        let image = recipe.resize(self.image(&recipe, scope)?)?;
        let model = Rc::new(RefCell::new(recipe.model(image.channels())?));
        scope.set_value("model", Model(model.clone()));
        let samples = Samples::of_image(Rc::new(image), recipe.coordinates());
        let history = training::train(
            host,
            &model,
            (&samples, None),
            &recipe.fit(),
            Verbosity::Bar,
            &Callbacks::default(),
        )?;
        let losses = Losses::new(history);
        scope.set_value("history", losses.clone());
        Ok(losses)
    }

    fn image(&self, recipe: &Recipe, scope: &Scope<'_>) -> Result<Image, Error> {
        if !self.picture.is_empty() {
            let value = scope.get(self.picture);
            let picture = value.and_then(|value| value.read_lock::<Picture>());
            return picture.map(|picture| picture.0.as_ref().clone()).ok_or_else(|| {
                let given = format!("'{}'", self.picture);
                Error::argument(HEAD, given, "the name of a variable that holds a picture")
            });
        }
        match recipe.path() {
            Some(path) => Image::open(path),
            None => Err(Error::argument(
                "path",
                "left out",
                "the file of the picture, in the recipe's `image`; or begin the cell with \
                 `%%recipe im`, where `im` is a picture",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_names_the_picture() {
        let cell = Cell::parse("%%recipe\n{}").unwrap();
        assert_eq!((cell.picture, cell.text.as_str()), ("", "\n{}"));
        let cell = Cell::parse("\n%%recipe  im \n[fit]\n").unwrap();
        assert_eq!((cell.picture, cell.text.as_str()), ("im", "\n\n[fit]\n"));
        assert!(Cell::parse("%%recipes\n{}").is_none());
        assert!(Cell::parse("let a = 1").is_none());
    }

    #[test]
    fn json_is_open_until_its_last_bracket() {
        let is_open = |text: &str| Cell::parse(text).unwrap().is_open();
        assert!(is_open("%%recipe im\n{\n  \"fit\": {\n\n"));
        assert!(!is_open("%%recipe im\n{\"fit\": {\"epochs\": 2}}\n\n"));
        // Wrong, whatever may follow; and TOML.
        assert!(!is_open("%%recipe im\n{fit\n\n"));
        assert!(!is_open("%%recipe im\n[fit]\n\n"));
        assert!(!is_open("%%recipe"));
    }
}
