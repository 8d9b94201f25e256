//! Histories, as a curve and a table.

use std::rc::Rc;

use imfit::History;
use jupyter_protocol::{Media, MediaType};

use super::curve::{Curve, draw};
use super::page::{svg, table};

/// Rows of a table, about; of a long history it has some, the first and the last among them.
const ROWS: usize = 10;

/// The losses as a curve, and all metrics in a table, as text and as HTML.
pub(super) fn media(history: &History) -> Media {
    let (head, rows) = cells(history);
    let plain = MediaType::Plain(text(&head, &rows));
    let curves: Vec<Curve> = losses("", history);
    match draw(&curves) {
        Some(drawn) => {
            let html = format!("{}\n{}", svg(&drawn, "the losses"), table(&head, &rows));
            Media::new(vec![MediaType::Html(html), MediaType::Svg(drawn), plain])
        }
        None => Media::new(vec![MediaType::Html(table(&head, &rows)), plain]),
    }
}

/// Several histories in one drawing, each under its name.
pub(super) fn together(named: &[(String, Rc<History>)]) -> Media {
    let all = named.iter().flat_map(|(name, history)| losses(&format!("{name} "), history));
    let curves: Vec<Curve> = all.collect();
    let lines = named.iter().map(|(name, history)| format!("{name}: {}", last(history)));
    let plain = MediaType::Plain(lines.collect::<Vec<_>>().join("\n"));
    match draw(&curves) {
        Some(drawn) => Media::new(vec![MediaType::Svg(drawn), plain]),
        None => Media::new(vec![plain]),
    }
}

/// The table of a history as text.
pub(super) fn in_words(history: &History) -> String {
    let (head, rows) = cells(history);
    text(&head, &rows)
}

/// The curves of loss and validation loss.
fn losses(prefix: &str, history: &History) -> Vec<Curve> {
    let names = ["loss", "val_loss"].into_iter();
    names
        .filter_map(|name| {
            let values = history.get(name)?;
            let numbers = history.epoch.iter().map(|epoch| *epoch as f64 + 1.0);
            let points = numbers.zip(values.iter().copied()).collect();
            Some(Curve { name: format!("{prefix}{name}"), points })
        })
        .collect()
}

fn last(history: &History) -> String {
    match history.get("loss").and_then(<[f64]>::last) {
        Some(loss) => format!("loss {} after {} epochs", number(*loss), history.epoch.len()),
        None => "no epochs".to_owned(),
    }
}

fn cells(history: &History) -> (Vec<String>, Vec<Vec<String>>) {
    let names = history.metrics.iter().map(|series| series.name.clone());
    let head: Vec<String> = std::iter::once("epoch".to_owned()).chain(names).collect();
    let row = |place: usize| {
        let values = history.metrics.iter().map(|series| number(series.values[place]));
        std::iter::once((history.epoch[place] + 1).to_string()).chain(values).collect()
    };
    (head, places(history.epoch.len()).into_iter().map(row).collect())
}

/// Which of `count` rows are shown.
fn places(count: usize) -> Vec<usize> {
    if count <= ROWS {
        return (0..count).collect();
    }
    (0..ROWS).map(|row| row * (count - 1) / (ROWS - 1)).collect()
}

fn number(value: f64) -> String {
    if value == 0.0 || value.abs() > 1e-3 { format!("{value:.4}") } else { format!("{value:.4e}") }
}

fn text(head: &[String], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let all = rows.iter().map(|row| row[column].len());
        all.chain([head[column].len()]).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:>width$}"));
        cells.collect::<Vec<_>>().join("  ")
    };
    let lines: Vec<String> = std::iter::once(&head.to_vec()).chain(rows).map(line).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use imfit::Series;

    fn history(losses: &[f64]) -> History {
        let metrics = vec![Series { name: "loss".into(), values: losses.to_vec() }];
        History { epoch: (0..losses.len()).collect(), metrics }
    }

    #[test]
    fn a_long_history_shows_its_first_and_its_last_epoch() {
        assert_eq!(places(3), [0, 1, 2]);
        let places = places(100);
        assert_eq!((places.len(), places[0], places[ROWS - 1]), (ROWS, 0, 99));
    }

    #[test]
    fn a_table_is_aligned() {
        let text = in_words(&history(&[0.5, 0.000_25]));
        assert_eq!(text, "epoch       loss\n    1     0.5000\n    2  2.5000e-4");
    }

    #[test]
    fn curves_are_drawn_only_where_there_are_some() {
        let forms = |losses: &[f64]| media(&history(losses)).content.len();
        assert_eq!(forms(&[0.5, 0.25]), 3);
        assert_eq!(forms(&[]), 2);
        assert_eq!(forms(&[f64::NAN]), 2);
    }
}
