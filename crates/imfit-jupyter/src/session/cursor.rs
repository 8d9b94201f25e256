//! What stands at the cursor.

/// A piece of code up to the cursor, and the word that the cursor is in.
pub(super) struct Cursor<'a> {
    /// All before the word.
    pub(super) before: &'a str,
    /// The word up to the cursor.
    pub(super) begun: &'a str,
    /// The word, with what stands of it behind the cursor.
    pub(super) word: &'a str,
    /// Where the word begins, counted in characters.
    pub(super) start: usize,
    /// The cursor, counted in characters.
    pub(super) position: usize,
}

impl<'a> Cursor<'a> {
    /// The cursor at a position that is counted in characters; behind the end it is at the end.
    pub(super) fn new(code: &'a str, position: usize) -> Cursor<'a> {
        let position = position.min(code.chars().count());
        let at = code.char_indices().nth(position).map_or(code.len(), |(at, _)| at);
        let (before, after) = code.split_at(at);
        let stem = before.trim_end_matches(is_word);
        let rest = after.len() - after.trim_start_matches(is_word).len();
        Cursor {
            before: stem,
            begun: &before[stem.len()..],
            word: &code[stem.len()..at + rest],
            start: stem.chars().count(),
            position,
        }
    }

    /// The variable in front of the dot in front of the word; nothing where there is no dot, an empty
    /// text where something else than a name stands there.
    pub(super) fn receiver(&self) -> Option<&'a str> {
        let object = self.before.strip_suffix('.')?;
        Some(&object[object.trim_end_matches(is_word).len()..])
    }

    /// The function whose brackets the cursor is in, the innermost.
    pub(super) fn function(&self) -> Option<&'a str> {
        let mut open = 0;
        for (at, c) in self.before.char_indices().rev() {
            match c {
                ')' => open += 1,
                '(' if open > 0 => open -= 1,
                '(' => {
                    let head = self.before[..at].trim_end();
                    let name = &head[head.trim_end_matches(is_word).len()..];
                    return (!name.is_empty()).then_some(name);
                }
                _ => {}
            }
        }
        None
    }

    /// Whether the name of an argument may stand here: behind `#{` or a comma in it.
    pub(super) fn is_in_map(&self) -> bool {
        let before = self.before.trim_end();
        let opened = self.before.rfind("#{");
        let inside = opened.is_some_and(|at| !self.before[at..].contains('}'));
        inside && (before.ends_with("#{") || before.ends_with(','))
    }

    /// The name of the argument whose value stands here: `activation` in `#{activation: "re`.
    pub(super) fn argument(&self) -> Option<&'a str> {
        let before = self.before.strip_suffix('"')?.trim_end();
        let before = before.trim_end_matches('[').trim_end().strip_suffix(':')?.trim_end();
        Some(&before[before.trim_end_matches(is_word).len()..])
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cursor at the `|` in a text.
    fn at(text: &str) -> (String, usize) {
        let position = text.chars().position(|c| c == '|').expect("the text has a cursor");
        (text.replacen('|', "", 1), position)
    }

    #[test]
    fn the_word_is_what_the_cursor_touches() {
        let (code, position) = at("let é = mod|el.fit(");
        let cursor = Cursor::new(&code, position);
        assert_eq!((cursor.begun, cursor.word, cursor.start), ("mod", "model", 8));
    }

    #[test]
    fn a_dot_has_a_receiver() {
        let receiver = |text: &str| {
            let (code, position) = at(text);
            Cursor::new(&code, position).receiver().map(str::to_owned)
        };
        assert_eq!(receiver("model.fi|"), Some("model".to_owned()));
        assert_eq!(receiver("f(x).fi|"), Some(String::new()));
        assert_eq!(receiver("fi|"), None);
    }

    #[test]
    fn brackets_belong_to_a_function() {
        let function = |text: &str| {
            let (code, position) = at(text);
            Cursor::new(&code, position).function().map(str::to_owned)
        };
        assert_eq!(function("model.add(dense(3, #{act|"), Some("dense".to_owned()));
        assert_eq!(function("model.add(dense(3), |"), Some("add".to_owned()));
        assert_eq!(function("dense(3)|"), None);
    }

    #[test]
    fn names_and_values_of_arguments_are_told_apart() {
        let (code, position) = at("dense(3, #{units: 3, act|");
        assert!(Cursor::new(&code, position).is_in_map());
        let (code, position) = at("dense(3, #{activation: \"re|");
        let cursor = Cursor::new(&code, position);
        assert!(!cursor.is_in_map());
        assert_eq!(cursor.argument(), Some("activation"));
    }

    #[test]
    fn a_position_behind_the_end_is_the_end() {
        assert_eq!(Cursor::new("ab", 9).begun, "ab");
        assert_eq!(Cursor::new("", 9).word, "");
    }
}
