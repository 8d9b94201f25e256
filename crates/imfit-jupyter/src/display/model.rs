//! Models, as the table of their layers.

use imfit::Summary;
use jupyter_protocol::{Media, MediaType};

use super::page::{escaped, table};

/// Characters across a table of text.
const WIDTH: usize = 72;

/// A summary as text, of `width` characters across, and as an HTML table.
pub(crate) fn summary(summary: &Summary, width: Option<usize>) -> Media {
    Media::new(vec![
        MediaType::Html(html(summary)),
        MediaType::Plain(summary.to_text(width.unwrap_or(WIDTH))),
    ])
}

fn html(summary: &Summary) -> String {
    let head = ["Layer (type)", "Output Shape", "Param #"].map(str::to_owned);
    let rows: Vec<Vec<String>> = summary
        .rows
        .iter()
        .map(|row| {
            // What browsers don't take for white space of no consequence.
            let layer = format!("{}{}", "\u{a0}\u{a0}".repeat(row.depth), row.layer);
            vec![layer, row.output_shape.clone(), row.params.clone()]
        })
        .collect();
    let totals = summary.totals().map(|(what, count)| format!("{what} params: {count}"));
    format!(
        "<p>Model: \"{}\"</p>\n{}\n<p>{}</p>",
        escaped(&summary.name),
        table(&head, &rows),
        totals.map(|line| escaped(&line)).join("<br>")
    )
}
