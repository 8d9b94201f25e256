//! Completion: names of functions, variables, methods and fields, arguments and their values.

use imfit::declare::{Kind, Values};
use jupyter_protocol::{CompleteReply, CompleteRequest};

use super::cursor::Cursor;
use crate::language::{KEYWORDS, Language, function};

/// Answers a complete_request.
pub(super) fn reply(language: &Language, request: &CompleteRequest) -> CompleteReply {
    let cursor = Cursor::new(&request.code, request.cursor_pos);
    let mut matches = candidates(language, &cursor);
    matches.retain(|name| name.starts_with(cursor.begun));
    matches.sort();
    matches.dedup();
    CompleteReply {
        matches,
        cursor_start: cursor.start,
        cursor_end: cursor.position,
        ..CompleteReply::default()
    }
}

fn candidates(language: &Language, cursor: &Cursor<'_>) -> Vec<String> {
    if let Some(argument) = cursor.argument() {
        return cursor.function().map_or_else(Vec::new, |name| values(name, argument));
    }
    if cursor.before.ends_with('"') {
        return Vec::new();
    }
    if let Some(receiver) = cursor.receiver() {
        return language.members(receiver);
    }
    let mut names: Vec<String> = language.names();
    names.extend(KEYWORDS.iter().map(|word| (*word).to_owned()));
    if cursor.is_in_map()
        && let Some(declared) = cursor.function().and_then(function)
    {
        return declared.arguments.iter().map(|argument| argument.name.to_owned()).collect();
    }
    names
}

/// The words that may be the value of an argument.
fn values(name: &str, argument: &str) -> Vec<String> {
    let argument = function(name).and_then(|declared| declared.argument(argument));
    match argument.map(|argument| argument.values) {
        Some(Values::Choice(words)) => words.iter().map(|word| (*word).to_owned()).collect(),
        Some(Values::Component(kind) | Values::Names(kind)) => component_names(kind),
        _ => Vec::new(),
    }
}

fn component_names(kind: Kind) -> Vec<String> {
    kind.declarations().iter().map(|declared| declared.usual_name().to_owned()).collect()
}
