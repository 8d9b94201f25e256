//! `imfit recipes`: what `fit` goes by; and how `fit` finds one.

use std::path::Path;

use imfit::recipe::{BuiltIn, Recipe};
use imfit::{Error, ErrorKind};
use serde_json::{Map, Value};

use crate::args::RecipesArgs;
use crate::failure::Failure;
use crate::files::{write_json, write_stdout};

/// The recipe that `fit` takes where none is named.
pub const DEFAULT: &str = "photograph";

/// Lists the recipes, or shows one.
pub fn run(arguments: &RecipesArgs) -> Result<(), Failure> {
    if let Some(name) = &arguments.name {
        let built_in = BuiltIn::named(name).map_err(|error| Failure::usage(&error))?;
        return write_stdout(built_in.json.as_bytes());
    }
    let all = BuiltIn::ALL.iter().map(|built_in| (built_in.name, built_in.recipe()));
    if arguments.json {
        let all: Map<String, Value> =
            all.map(|(name, recipe)| (name.to_owned(), recipe.to_value())).collect();
        return write_json(&Value::Object(all));
    }
    let width = BuiltIn::ALL.iter().map(|built_in| built_in.name.len()).max().unwrap_or(0);
    let lines = all
        .map(|(name, recipe)| format!("{name:width$}  {}\n", recipe.about().unwrap_or_default()));
    write_stdout(lines.collect::<String>().as_bytes())
}

/// The recipe of a name, or else in a file.
pub fn find(name_or_file: &str) -> Result<Recipe, Failure> {
    let path = Path::new(name_or_file);
    match Recipe::named(name_or_file) {
        Ok(recipe) => Ok(recipe),
        Err(_) if path.exists() => read(path),
        Err(error) => Err(Failure::Usage(format!("{error}; and there is no file of this name"))),
    }
}

fn read(path: &Path) -> Result<Recipe, Failure> {
    let text = std::fs::read_to_string(path).map_err(|source| Error::File {
        action: "read",
        path: path.into(),
        source,
    })?;
    let extension = path.extension().map(|extension| extension.to_ascii_lowercase());
    let recipe = match extension.as_ref().and_then(|extension| extension.to_str()) {
        Some("json") => Recipe::from_json(&text),
        Some("toml") => Recipe::from_toml(&text),
        _ => Recipe::from_text(&text),
    };
    recipe.map_err(|error| in_file(path, &error))
}

/// An error in a recipe file, which is the fault of who wrote it as arguments are.
fn in_file(path: &Path, error: &Error) -> Failure {
    debug_assert!(error.kind() != ErrorKind::Io);
    Failure::Usage(format!("{}: {error}", path.display()))
}
