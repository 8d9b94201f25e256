//! A model as a table.

use super::placed::Placed;
use super::sequential::Sequential;
use crate::layers::WeightShape;

/// A model's layers with their output shapes and numbers of weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The model's name.
    pub name: String,
    /// One row a layer; those within a block follow it.
    pub rows: Vec<Row>,
    /// The number of weights; nothing while the input shape isn't known.
    pub total: Option<usize>,
    /// The number of weights that the optimizer changes.
    pub trainable: Option<usize>,
}

/// What the table says of one layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Name and class, as `dense (Dense)`.
    pub layer: String,
    /// Blocks that the layer is within.
    pub depth: usize,
    /// The shape of the output, as `(None, 100)`, or `?`.
    pub output_shape: String,
    /// The number of weights, as `10,100`, or `0 (unbuilt)`.
    pub params: String,
}

const HEAD: [&str; 3] = ["Layer (type)", "Output Shape", "Param #"];

impl Sequential {
    /// The model as a table; `to_text` of it is what `summary` shows.
    pub fn summary(&self) -> Summary {
        let row = |placed: &Placed<'_>| {
            let (name, class) = (placed.layer.name(), placed.layer.class_name());
            let count = |shapes: Vec<WeightShape>| shapes.iter().map(WeightShape::count).sum();
            Row {
                layer: format!("{} ({class})", name.unwrap_or_default()),
                depth: placed.depth,
                output_shape: placed.outputs().map_or("?".into(), |n| format!("(None, {n})")),
                params: placed.shapes().map_or("0 (unbuilt)".into(), |all| thousands(count(all))),
            }
        };
        let rows = self.placed().iter().map(row).collect();
        let shapes = self.weight_shapes();
        let trained = shapes.iter().map(|(_, shape)| shape).filter(|shape| shape.trained);
        let total = self.count_params().ok();
        let trainable = total.map(|_| trained.map(WeightShape::count).sum());
        Summary { name: self.name.clone(), rows, total, trainable }
    }
}

impl Summary {
    /// The table with rules of `width` characters, at least 40, and lines that end with a newline.
    pub fn to_text(&self, width: usize) -> String {
        let width = width.max(40);
        // The last column is as wide as its head, at least.
        let [first_width, second_width] = [width * 9 / 20, (width * 11 / 20).saturating_sub(9)];
        let [first_width, second_width] = [first_width, second_width.min(width * 7 / 20)];
        let line = |cells: [&str; 3]| -> String {
            let [first, second, third] = cells;
            let (first, second) = (cut(first, first_width), cut(second, second_width));
            let text = format!("{first:<first_width$} {second:<second_width$} {third}");
            format!("{}\n", text.trim_end())
        };
        let mut text = format!("Model: \"{}\"\n{}\n", self.name, "_".repeat(width));
        text += &line(HEAD);
        text += &format!("{}\n", "=".repeat(width));
        for row in &self.rows {
            let layer = format!("{}{}", "  ".repeat(row.depth), row.layer);
            text += &line([&layer, &row.output_shape, &row.params]);
        }
        text += &format!("{}\n", "=".repeat(width));
        for (what, count) in self.totals() {
            text += &format!("{what} params: {count}\n");
        }
        text + &format!("{}\n", "_".repeat(width))
    }

    /// The three totals below the table.
    pub fn totals(&self) -> [(&'static str, String); 3] {
        let text = |count: Option<usize>| {
            count.map_or("unknown until the input shape is".into(), thousands)
        };
        let rest = self.total.zip(self.trainable).map(|(total, trainable)| total - trainable);
        [
            ("Total", text(self.total)),
            ("Trainable", text(self.trainable)),
            ("Non-trainable", text(rest)),
        ]
    }
}

/// At most `width` characters of a text.
fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(2)).chain("..".chars()).collect()
}

/// 41,003
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
