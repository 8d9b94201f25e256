//! Values as text.

use rhai::Dynamic;

use super::{history, picture};
use crate::language::{Component, CoreError, Losses, Matrix, Model, Picture};

/// Rows of a matrix, items of a list that are shown.
const SHOWN: usize = 6;

/// A value as text: numbers and texts as they are written, all else in short.
pub(crate) fn text(value: &Dynamic) -> String {
    if let Some(picture) = value.read_lock::<Picture>() {
        picture::in_words(&picture.0)
    } else if let Some(model) = value.read_lock::<Model>() {
        model.0.borrow().summary().to_text(72)
    } else if let Some(matrix) = value.read_lock::<Matrix>() {
        matrix_in_words(&matrix)
    } else if let Some(losses) = value.read_lock::<Losses>() {
        history::in_words(&losses.0)
    } else if let Some(component) = value.read_lock::<Component>() {
        format!(
            "{}({})",
            component.class_name(),
            serde_json::Value::Object((*component.given).clone())
        )
    } else if let Some(error) = value.read_lock::<CoreError>() {
        error.message().to_owned()
    } else if let Some(list) = value.read_lock::<rhai::Array>() {
        list_in_words(&list)
    } else if let Some(map) = value.read_lock::<rhai::Map>() {
        let items = map.iter().map(|(name, item)| format!("{name}: {}", inner(item)));
        format!("#{{{}}}", items.collect::<Vec<_>>().join(", "))
    } else if let Some(text) = value.read_lock::<rhai::ImmutableString>() {
        format!("{:?}", text.as_str())
    } else {
        value.to_string()
    }
}

/// A value within a list or a map: on one line.
fn inner(value: &Dynamic) -> String {
    if value.is::<Model>() || value.is::<Matrix>() || value.is::<Losses>() {
        let words = text(value);
        return words.lines().next().unwrap_or_default().to_owned();
    }
    text(value)
}

fn list_in_words(list: &[Dynamic]) -> String {
    let mut items: Vec<String> = list.iter().take(4 * SHOWN).map(inner).collect();
    if list.len() > items.len() {
        items.push(format!("... {} in all", list.len()));
    }
    format!("[{}]", items.join(", "))
}

fn matrix_in_words(matrix: &Matrix) -> String {
    let (rows, columns) = matrix.0.dim();
    let mut text = format!("matrix of {rows} rows, {columns} columns");
    for row in matrix.0.rows().into_iter().take(SHOWN) {
        let mut values: Vec<String> =
            row.iter().take(SHOWN).map(|value| format!("{value:>10.4}")).collect();
        if columns > SHOWN {
            values.push("...".to_owned());
        }
        text += &format!("\n{}", values.join(" "));
    }
    if rows > SHOWN {
        text += "\n       ...";
    }
    text
}
