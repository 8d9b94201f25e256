//! Names of files with fields in them, as `model-{epoch:02d}-{val_loss:.2f}.safetensors`.

use crate::error::{Error, Result};

/// A name that has been read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pattern(Vec<Part>);

#[derive(Debug, Clone, PartialEq)]
enum Part {
    Text(String),
    Field { name: String, zeros: bool, width: usize, precision: Option<usize> },
}

const ALLOWED: &str =
    "a name whose fields are as {epoch}, {epoch:02d}, {batch:04d} or {val_loss:.2f}";
/// Digits beyond which a name is a mistake.
const WIDEST: usize = 100;

impl Pattern {
    /// Reads a name. `{{` and `}}` stand for brackets themselves.
    pub(super) fn new(text: &str) -> Result<Pattern> {
        let wrong = || Error::argument("filepath", format!("'{text}'"), ALLOWED);
        let (mut parts, mut plain) = (Vec::new(), String::new());
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            plain += &rest[..at];
            let bracket = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(behind) = rest.strip_prefix(bracket) {
                plain += bracket;
                rest = behind;
                continue;
            }
            let end = rest.find('}').filter(|_| bracket == "{").ok_or_else(wrong)?;
            parts.push(Part::Text(std::mem::take(&mut plain)));
            parts.push(field(&rest[..end]).ok_or_else(wrong)?);
            rest = &rest[end + 1..];
        }
        parts.push(Part::Text(plain + rest));
        Ok(Pattern(parts))
    }

    /// The names of the fields.
    pub(super) fn fields(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            Part::Field { name, .. } => Some(name.as_str()),
            Part::Text(_) => None,
        })
    }

    /// The name with all fields filled in; the name of a field that has no value is the error.
    pub(super) fn fill(
        &self,
        value: impl Fn(&str) -> Option<f64>,
    ) -> std::result::Result<String, String> {
        let mut text = String::new();
        for part in &self.0 {
            match part {
                Part::Text(plain) => text += plain,
                Part::Field { name, zeros, width, precision } => {
                    let value = value(name).ok_or_else(|| name.clone())?;
                    text += &padded(value, *zeros, *width, *precision);
                }
            }
        }
        Ok(text)
    }
}

/// `epoch:02d`, `val_loss:.2f`, `loss`
fn field(text: &str) -> Option<Part> {
    let (name, format) = text.split_once(':').unwrap_or((text, ""));
    let is_name = !name.is_empty() && !name.contains(['{', '!', '[', '.']);
    let format = format.strip_suffix(['d', 'f']).unwrap_or(format);
    let (width, precision) = match format.split_once('.') {
        Some((width, precision)) => (width, Some(precision.parse().ok()?)),
        None => (format, None),
    };
    let zeros = width.starts_with('0');
    let width = if width.is_empty() { 0 } else { width.parse().ok()? };
    let fits = width <= WIDEST && precision.is_none_or(|digits| digits <= WIDEST);
    let name = name.to_owned();
    (is_name && fits).then_some(Part::Field { name, zeros, width, precision })
}

fn padded(value: f64, zeros: bool, width: usize, precision: Option<usize>) -> String {
    match (zeros, precision) {
        (true, Some(digits)) => format!("{value:0width$.digits$}"),
        (true, None) => format!("{value:0width$}"),
        (false, Some(digits)) => format!("{value:width$.digits$}"),
        (false, None) => format!("{value:width$}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(text: &str) -> String {
        let value = |name: &str| match name {
            "epoch" => Some(7.0),
            "val_loss" => Some(0.123_456),
            _ => None,
        };
        Pattern::new(text).unwrap().fill(value).unwrap_or_else(|name| format!("no {name}"))
    }

    #[test]
    fn fields_are_filled_in_as_python_does() {
        for (text, filled) in [
            ("model", "model"),
            ("m-{epoch:02d}-{val_loss:.2f}.x", "m-07-0.12.x"),
            ("{epoch}{epoch:3d}|{epoch:d}", "7  7|7"),
            ("{{{epoch}}}", "{7}"),
            ("{val_loss}", "0.123456"),
            ("{val_loss:08.3f}", "0000.123"),
            ("{loss}", "no loss"),
        ] {
            assert_eq!(fill(text), filled, "{text}");
        }
    }

    #[test]
    fn what_is_no_field_is_refused() {
        for text in [
            "{",
            "}",
            "{}",
            "{epoch",
            "{epoch:x}",
            "{epoch:02d",
            "{a{b}}",
            "{epoch:999999d}",
            "{loss:.1e}",
        ] {
            assert!(Pattern::new(text).unwrap_err().to_string().contains("`filepath`"), "{text}");
        }
    }
}
