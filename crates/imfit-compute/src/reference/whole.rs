//! The steps of optimizers that look at an array as a whole, on plain matrices of `f64`, row after row.

use crate::{AdafactorStep, MuonStep};

/// What a step makes of an array: the weights, and what is kept.
pub type After = (Vec<f64>, Vec<Vec<f64>>);

/// One step of Adafactor on a matrix; `state` has the means of rows and of columns.
pub fn adafactor_matrix(
    step: AdafactorStep,
    columns: usize,
    weights: &[f64],
    gradient: &[f64],
    state: [&[f64]; 2],
) -> After {
    let rows = weights.len() / columns;
    let square =
        |row: usize, column: usize| gradient[row * columns + column].powi(2) + step.epsilon_1;
    let mix = |old: f64, new: f64| step.beta_2 * old + (1.0 - step.beta_2) * new;
    let of_rows: Vec<f64> = (0..rows)
        .map(|row| {
            let sum: f64 = (0..columns).map(|column| square(row, column)).sum();
            mix(state[0][row], sum / columns as f64)
        })
        .collect();
    let of_columns: Vec<f64> = (0..columns)
        .map(|column| {
            let sum: f64 = (0..rows).map(|row| square(row, column)).sum();
            mix(state[1][column], sum / rows as f64)
        })
        .collect();
    let mean = of_rows.iter().sum::<f64>() / rows as f64;
    let divided: Vec<f64> = (0..weights.len())
        .map(|at| {
            let velocity = of_rows[at / columns] / mean * of_columns[at % columns];
            gradient[at] / velocity.sqrt()
        })
        .collect();
    (move_by(step, weights, &divided), vec![of_rows, of_columns])
}

/// One step of Adafactor on a vector.
pub fn adafactor_vector(
    step: AdafactorStep,
    weights: &[f64],
    gradient: &[f64],
    squares: &[f64],
) -> After {
    let mean =
        |(old, g): (&f64, &f64)| step.beta_2 * old + (1.0 - step.beta_2) * (g * g + step.epsilon_1);
    let squares: Vec<f64> = squares.iter().zip(gradient).map(mean).collect();
    let divided: Vec<f64> = gradient.iter().zip(&squares).map(|(g, v)| g / v.sqrt()).collect();
    (move_by(step, weights, &divided), vec![squares])
}

fn move_by(step: AdafactorStep, weights: &[f64], divided: &[f64]) -> Vec<f64> {
    let rms = |values: &[f64]| {
        (values.iter().map(|value| value * value).sum::<f64>() / values.len() as f64).sqrt()
    };
    let size = step.relative_step * rms(weights).max(step.epsilon_2);
    let clip = (rms(divided) / step.clip_threshold).max(1.0);
    weights.iter().zip(divided).map(|(weight, u)| weight - size * u / clip).collect()
}

/// One step of Muon on a matrix.
pub fn muon_matrix(
    step: MuonStep,
    columns: usize,
    weights: &[f64],
    gradient: &[f64],
    momentum: &[f64],
) -> After {
    let (kept, rate) = (f64::from(step.momentum), f64::from(step.learning_rate));
    let momentum: Vec<f64> =
        momentum.iter().zip(gradient).map(|(m, g)| m + (g + m * (kept - 1.0))).collect();
    let ahead = |(m, g): (&f64, &f64)| if step.nesterov { g + kept * m } else { *m };
    let mut x: Vec<f64> = momentum.iter().zip(gradient).map(ahead).collect();
    let rows = x.len() / columns;
    let norm = x.iter().map(|value| value * value).sum::<f64>().sqrt() + 1e-7;
    x.iter_mut().for_each(|value| *value /= norm);
    let [a, b, c] = step.polynomial.map(f64::from);
    for _ in 0..step.iterations {
        // X(XᵀX) is (XXᵀ)X: it doesn't matter which side is the longer one.
        let turned = transpose(&x, columns);
        let own = product(&x, &turned, columns);
        let squared = product(&own, &own, rows);
        let both: Vec<f64> = own.iter().zip(&squared).map(|(one, two)| b * one + c * two).collect();
        let rest = product(&both, &x, rows);
        x = x.iter().zip(&rest).map(|(value, rest)| a * value + rest).collect();
    }
    let adjust = step.rms_rate.map_or(1.0, |r| f64::from(r) * (rows.max(columns) as f64).sqrt());
    (weights.iter().zip(&x).map(|(weight, x)| weight - rate * x * adjust).collect(), vec![momentum])
}

fn transpose(values: &[f64], columns: usize) -> Vec<f64> {
    let rows = values.len() / columns;
    (0..values.len()).map(|at| values[at % rows * columns + at / rows]).collect()
}

/// (n, inner) times (inner, m)
fn product(a: &[f64], b: &[f64], inner: usize) -> Vec<f64> {
    let columns = b.len() / inner;
    let value = |row: usize, column: usize| {
        (0..inner).map(|k| a[row * inner + k] * b[k * columns + column]).sum()
    };
    (0..a.len() / inner * columns).map(|at| value(at / columns, at % columns)).collect()
}
