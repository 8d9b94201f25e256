//! Whether a console shall run what was typed, or wait for more lines.

use jupyter_protocol::IsCompleteReply;

use super::inspect;
use crate::language::{Language, Parsed};

/// Answers an is_complete_request.
pub(super) fn reply(language: &Language, code: &str) -> IsCompleteReply {
    if inspect::question(code).is_some() {
        return IsCompleteReply::complete();
    }
    match language.parse(code) {
        Parsed::Complete => IsCompleteReply::complete(),
        Parsed::Incomplete => IsCompleteReply::incomplete(indent(code)),
        Parsed::Invalid => IsCompleteReply::invalid(),
    }
}

/// The indentation of the next line: that of the last one, and more after an opening bracket.
fn indent(code: &str) -> String {
    let last = code.lines().last().unwrap_or_default();
    let kept: String = last.chars().take_while(|c| *c == ' ').collect();
    let opens = last.trim_end().ends_with(['{', '(', '[']);
    if opens { format!("{kept}    ") } else { kept }
}
