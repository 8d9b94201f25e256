//! TOML, as the JSON that says the same.

use serde_json::{Map, Number, Value};

use crate::error::{Error, Result};

/// What a text in TOML says, as JSON.
pub(super) fn to_json(text: &str) -> Result<Value> {
    let table: ::toml::Table = text.parse().map_err(|error: ::toml::de::Error| {
        let (line, column) = place(text, error.span().map_or(0, |span| span.start));
        Error::RecipeText { line, column, reason: format!("this is no TOML: {}", error.message()) }
    })?;
    Ok(object(table))
}

/// Line and column of a byte, both counted from 1, the column in characters.
fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

fn object(table: ::toml::Table) -> Value {
    Value::Object(
        table.into_iter().map(|(name, entry)| (name, value(entry))).collect::<Map<_, _>>(),
    )
}

fn value(given: ::toml::Value) -> Value {
    match given {
        ::toml::Value::String(text) => text.into(),
        ::toml::Value::Integer(number) => number.into(),
        // JSON has neither NaN nor infinities; as words they are refused where a number is wanted.
        ::toml::Value::Float(number) => {
            Number::from_f64(number).map_or_else(|| number.to_string().into(), Value::Number)
        }
        ::toml::Value::Boolean(flag) => flag.into(),
        ::toml::Value::Datetime(time) => time.to_string().into(),
        ::toml::Value::Array(values) => values.into_iter().map(value).collect(),
        ::toml::Value::Table(table) => object(table),
    }
}
