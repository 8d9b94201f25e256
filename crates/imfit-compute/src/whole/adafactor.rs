//! Adafactor's step: the squares of a matrix's gradient, by the means of its rows and columns.

use super::{WholeArray, WholeRoom, dot, kept};

/// The numbers of a step of Adafactor. For a matrix it keeps a mean for each row and each column, for
/// a vector one for each value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AdafactorStep {
    /// The step as a share of the weights' size.
    pub relative_step: f64,
    /// How much of the means is kept.
    pub beta_2: f64,
    /// Added to squares.
    pub epsilon_1: f64,
    /// The least size that weights are taken to have.
    pub epsilon_2: f64,
    /// The largest root mean square that a step may have, before it is scaled.
    pub clip_threshold: f64,
}

impl AdafactorStep {
    pub(super) fn apply(self, array: WholeArray<'_>) {
        let WholeArray { rows, columns, weights, gradient, state, room } = array;
        let (weights, gradient) = (&mut weights[..rows * columns], &mut gradient[..rows * columns]);
        let size = root_mean_square(weights).max(self.epsilon_2);
        match state {
            [squares] => self.divide_each(gradient, &mut squares[..columns]),
            [of_rows, of_columns] => {
                self.divide(gradient, &mut of_rows[..rows], &mut of_columns[..columns], room);
            }
            _ => panic!("Adafactor keeps one buffer for a vector, and two for a matrix"),
        }
        let too_long = (root_mean_square(gradient) / self.clip_threshold).max(1.0);
        let scale = self.relative_step * size / too_long;
        for (weight, step) in weights.iter_mut().zip(gradient) {
            *weight = (f64::from(*weight) - scale * f64::from(*step)) as f32;
        }
    }

    /// Divides a vector's gradient by the root of its mean square.
    fn divide_each(self, gradient: &mut [f32], squares: &mut [f32]) {
        for (value, mean) in gradient.iter_mut().zip(squares) {
            *mean = self.mean(*mean, self.square(*value));
            *value = over(*value, f64::from(*mean).sqrt());
        }
    }

    /// The same for a matrix, whose mean squares are products of those of rows and of columns.
    fn divide(
        self,
        gradient: &mut [f32],
        of_rows: &mut [f32],
        of_columns: &mut [f32],
        room: &mut WholeRoom,
    ) {
        let (rows, columns) = (of_rows.len(), of_columns.len());
        let sums = &mut room.of_columns;
        sums.clear();
        sums.resize(columns, 0.0);
        for (values, mean) in gradient.chunks(columns).zip(of_rows.iter_mut()) {
            for (value, column) in values.iter().zip(sums.iter_mut()) {
                *column += self.square(*value);
            }
            *mean = self.mean(*mean, dot(values, values) / columns as f64 + self.epsilon_1);
        }
        for (mean, sum) in of_columns.iter_mut().zip(sums.iter()) {
            *mean = self.mean(*mean, sum / rows as f64);
        }
        let all = of_rows.iter().map(|mean| f64::from(*mean)).sum::<f64>() / rows as f64;
        // A root for each row and column, and none for each value.
        let roots = sums;
        for (root, mean) in roots.iter_mut().zip(of_columns.iter()) {
            *root = f64::from(*mean).sqrt();
        }
        for (values, row) in gradient.chunks_mut(columns).zip(of_rows.iter()) {
            let root = (f64::from(*row) / all).sqrt();
            for (value, column) in values.iter_mut().zip(roots.iter()) {
                *value = over(*value, root * column);
            }
        }
    }

    fn square(self, value: f32) -> f64 {
        f64::from(value) * f64::from(value) + self.epsilon_1
    }

    fn mean(self, old: f32, new: f64) -> f32 {
        kept(self.beta_2 * f64::from(old) + (1.0 - self.beta_2) * new)
    }
}

/// A value over the root of its mean square. Zero stays zero, whatever it is divided by.
fn over(value: f32, root: f64) -> f32 {
    let divided = (f64::from(value) / root) as f32;
    if value == 0.0 { 0.0 } else { divided }
}

fn root_mean_square(values: &[f32]) -> f64 {
    (dot(values, values) / values.len() as f64).sqrt()
}
