//! HTML: tables and pictures.

use data_encoding::BASE64;

/// Text as it stands in HTML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A table. Columns from the second on are numbers, and stand at the right.
pub(super) fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let cells = |tag: &str, row: &[String]| -> String {
        let cell = |(column, text): (usize, &String)| {
            let side = if column == 0 { "left" } else { "right" };
            format!("<{tag} style=\"text-align: {side}\">{}</{tag}>", escaped(text))
        };
        row.iter().enumerate().map(cell).collect()
    };
    let body: String = rows.iter().map(|row| format!("<tr>{}</tr>\n", cells("td", row))).collect();
    format!("<table>\n<tr>{}</tr>\n{body}</table>", cells("th", head))
}

/// A drawing within a page. As a picture, not as elements: frontends remove those.
pub(super) fn svg(svg: &str, about: &str) -> String {
    let data = BASE64.encode(svg.as_bytes());
    format!("<img alt=\"{}\" src=\"data:image/svg+xml;base64,{data}\">", escaped(about))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_html_in_a_name_is_text() {
        let table = table(&["a".into()], &[vec!["<b> & \"c\"".into()]]);
        assert!(table.contains("&lt;b&gt; &amp; &quot;c&quot;"), "{table}");
    }
}
