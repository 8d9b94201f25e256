//! What a name is: a function's signature with one line for each argument, a variable's value.

use jupyter_protocol::{InspectReply, InspectRequest, Media, MediaType};

use super::cursor::Cursor;
use crate::language::{Failure, Language};

/// Answers an inspect_request.
pub(super) fn reply(language: &Language, request: &InspectRequest) -> InspectReply {
    let cursor = Cursor::new(&request.code, request.cursor_pos);
    // Between the brackets of a function, that function.
    let names = [Some(cursor.word), cursor.function()].into_iter().flatten();
    match names.filter(|name| !name.is_empty()).find_map(|name| language.describe(name)) {
        Some(text) => InspectReply { found: true, data: plain(text), ..InspectReply::default() },
        None => InspectReply::default(),
    }
}

/// The name in a cell that asks for it: `?name` or `name?`.
pub(super) fn question(code: &str) -> Option<&str> {
    let code = code.trim();
    let name = code.strip_prefix('?').or_else(|| code.strip_suffix('?'))?.trim();
    let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.');
    is_name.then_some(name.rsplit('.').next().unwrap_or(name))
}

/// What a pager shows for a name.
pub(super) fn page(language: &Language, name: &str) -> Result<Media, Failure> {
    let unknown =
        || Failure::new("NameError", format!("there is no function or variable `{name}`"));
    language.describe(name).map(plain).ok_or_else(unknown)
}

fn plain(text: String) -> Media {
    Media::new(vec![MediaType::Plain(text)])
}

#[cfg(test)]
mod tests {
    use super::question;

    #[test]
    fn a_question_has_a_name() {
        assert_eq!(question("?fit"), Some("fit"));
        assert_eq!(question(" model.fit? "), Some("fit"));
        assert_eq!(question("a ?? b"), None);
        assert_eq!(question("fit"), None);
    }
}
