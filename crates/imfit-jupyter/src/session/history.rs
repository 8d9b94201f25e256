//! The cells that were run, for a console's arrow keys.

use jupyter_protocol::{HistoryEntry, HistoryReply, HistoryRequest};

/// Cells that are kept. The kernel lives for days, and the notebook has them all anyway.
const MOST: usize = 1000;

/// A kernel knows of no session but its own.
const SESSION: usize = 1;

/// The cells of this kernel, oldest first, with their numbers.
#[derive(Default)]
pub(super) struct Inputs(Vec<(usize, String)>);

impl Inputs {
    /// Keeps a cell.
    pub(super) fn push(&mut self, number: usize, code: &str) {
        if self.0.len() == MOST {
            self.0.remove(0);
        }
        self.0.push((number, code.to_owned()));
    }

    /// Answers a history_request.
    pub(super) fn reply(&self, request: &HistoryRequest) -> HistoryReply {
        let (found, output) = match request {
            HistoryRequest::Tail { n, output, .. } => (self.last(*n, |_, _| true), *output),
            HistoryRequest::Range { start, stop, output, .. } => {
                let inside = |number: usize| {
                    let number = i64::try_from(number).unwrap_or(i64::MAX);
                    // Counted from 1; a stop of 0 or below means up to the end.
                    number >= i64::from(*start) && (*stop <= 0 || number < i64::from(*stop))
                };
                (self.0.iter().filter(|(number, _)| inside(*number)).collect(), *output)
            }
            HistoryRequest::Search { pattern, n, output, unique, .. } => {
                let newer = |at: usize, code: &str| self.0[at + 1..].iter().any(|(_, c)| c == code);
                let found = self
                    .last(*n, |at, code| matches(pattern, code) && !(*unique && newer(at, code)));
                (found, *output)
            }
        };
        let entry = |(number, code): &(usize, String)| match output {
            true => HistoryEntry::InputOutput(SESSION, *number, (code.clone(), String::new())),
            false => HistoryEntry::Input(SESSION, *number, code.clone()),
        };
        HistoryReply::new(found.into_iter().map(entry).collect())
    }

    /// The last `n` cells that are wanted, by their place and their code; all if `n` isn't above 0.
    fn last(&self, n: i32, wanted: impl Fn(usize, &str) -> bool) -> Vec<&(usize, String)> {
        let all = self.0.iter().enumerate();
        let found: Vec<_> =
            all.filter(|(at, (_, code))| wanted(*at, code)).map(|(_, cell)| cell).collect();
        let most = usize::try_from(n).ok().filter(|n| *n > 0).unwrap_or(found.len());
        found[found.len().saturating_sub(most)..].to_vec()
    }
}

/// Whether a text is what a pattern describes: `*` stands for any text, `?` for any character.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    // The last `*`, and how much of the text it stands for so far.
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(c) if *c == '?' || *c == text[t] => (p, t) = (p + 1, t + 1),
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    (p, t) = (at + 1, from + 1);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs() -> Inputs {
        let mut inputs = Inputs::default();
        for (number, code) in (1..).zip(["let a = 1", "a + 1", "print(a)"]) {
            inputs.push(number, code);
        }
        inputs
    }

    fn numbers(request: HistoryRequest) -> Vec<usize> {
        let entries = inputs().reply(&request).history;
        let number = |entry: &HistoryEntry| match entry {
            HistoryEntry::Input(_, number, _) | HistoryEntry::InputOutput(_, number, _) => *number,
        };
        entries.iter().map(number).collect()
    }

    #[test]
    fn the_tail_is_the_last_cells() {
        let tail = |n| HistoryRequest::Tail { n, output: false, raw: true };
        assert_eq!(numbers(tail(2)), [2, 3]);
        assert_eq!(numbers(tail(100)), [1, 2, 3]);
        assert_eq!(numbers(tail(-1)), [1, 2, 3]);
    }

    #[test]
    fn a_range_stops_before_its_stop() {
        let range =
            HistoryRequest::Range { session: None, start: 1, stop: 3, output: true, raw: true };
        assert_eq!(numbers(range), [1, 2]);
    }

    #[test]
    fn a_search_finds_by_pattern() {
        for (pattern, found) in [("a*", &[2][..]), ("*a*", &[1, 2, 3]), ("a ? 1", &[2]), ("b", &[])]
        {
            let search = HistoryRequest::Search {
                pattern: pattern.to_owned(),
                unique: false,
                output: false,
                raw: true,
                n: 10,
            };
            assert_eq!(numbers(search), found, "{pattern}");
        }
    }
}
