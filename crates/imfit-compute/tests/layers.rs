//! The arithmetic of layers that work row by row: outputs against the formulas in `f64`, gradients against
//! finite differences of these, on every instruction set.

use imfit_compute::layer::{
    Affine, RowNoise, RowNormalization, Vectors, glu, glu_backward, prelu, prelu_backward,
};
use imfit_compute::{Isa, LANE_GROUP};

/// A field of values between -1.5 and 1.5, none of them near 0.
fn field(features: usize, seed: usize) -> Vec<f32> {
    let value = |at: usize| {
        let value = ((at * 7919 + seed * 104_729) % 3001) as f32 / 1000.0 - 1.5;
        if value.abs() < 0.02 { value + 0.05 } else { value }
    };
    (0..features * LANE_GROUP).map(value).collect()
}

/// The features of one row.
fn row(field: &[f32], lane: usize) -> Vec<f64> {
    field.iter().skip(lane).step_by(LANE_GROUP).map(|value| f64::from(*value)).collect()
}

/// Sum of a row's outputs, each weighted as the gradient says.
fn weighted(outputs: &[f64], gradient: &[f64]) -> f64 {
    outputs.iter().zip(gradient).map(|(output, gradient)| output * gradient).sum()
}

fn close(what: &str, actual: f32, expected: f64, allowed: f64) {
    let off = (f64::from(actual) - expected).abs();
    assert!(off <= allowed * expected.abs().max(1.0), "{what}: {actual} is not {expected}");
}

/// Holds outputs and gradients of every row against `formula`, a function of a row in `f64`.
fn check_rows(
    what: &str,
    formula: impl Fn(&[f64]) -> Vec<f64>,
    (x, out): (&[f32], &[f32]),
    (gradient, back): (&[f32], &[f32]),
) {
    const STEP: f64 = 1e-6;
    for lane in 0..LANE_GROUP {
        let (x, gradient) = (row(x, lane), row(gradient, lane));
        for (actual, expected) in row(out, lane).iter().zip(formula(&x)) {
            close(what, *actual as f32, expected, 2e-6);
        }
        for (place, actual) in row(back, lane).iter().enumerate() {
            let moved = |by: f64| {
                let mut x = x.clone();
                x[place] += by;
                weighted(&formula(&x), &gradient)
            };
            let slope = (moved(STEP) - moved(-STEP)) / (2.0 * STEP);
            close(&format!("{what}, gradient"), *actual as f32, slope, 2e-5);
        }
    }
}

fn normalized(of: RowNormalization, x: &[f64]) -> Vec<f64> {
    let count = x.len() as f64;
    let mean = match of {
        RowNormalization::Layer { .. } => x.iter().sum::<f64>() / count,
        _ => 0.0,
    };
    let squares: f64 = x.iter().map(|x| (x - mean).powi(2)).sum();
    let size = match of {
        RowNormalization::Layer { epsilon } | RowNormalization::RootMeanSquare { epsilon } => {
            (squares / count + f64::from(epsilon)).sqrt()
        }
        RowNormalization::Unit => squares.sqrt(),
    };
    x.iter().map(|x| (x - mean) / size).collect()
}

#[test]
fn normalized_rows_and_their_gradients_are_those_of_the_formulas() {
    let kinds = [
        RowNormalization::Layer { epsilon: 1e-3 },
        RowNormalization::RootMeanSquare { epsilon: 0.25 },
        RowNormalization::Unit,
    ];
    for isa in Isa::available() {
        for (of, features) in kinds.into_iter().flat_map(|of| [2, 5, 33].map(|n| (of, n))) {
            for (scaled, shifted) in [(false, false), (true, false), (false, true), (true, true)] {
                let gamma: Vec<f32> = (0..features).map(|n| 0.5 + 0.1 * n as f32).collect();
                let beta: Vec<f32> = (0..features).map(|n| 0.2 * n as f32 - 0.4).collect();
                let vectors = Vectors {
                    gamma: scaled.then_some(&gamma[..]),
                    beta: shifted.then_some(&beta[..]),
                };
                let (x, gradient) = (field(features, 1), field(features, 2));
                let (mut out, mut back) = (vec![f32::NAN; x.len()], gradient.clone());
                let mut kept = vec![f32::NAN; RowNormalization::KEPT * LANE_GROUP];
                let count = usize::from(scaled) + usize::from(shifted);
                let mut terms = vec![f32::NAN; count * x.len()];
                of.forward(isa, vectors, &x, &mut out, &mut kept);
                of.backward(isa, vectors, (&x, &kept), &mut back, &mut terms);
                let formula = |x: &[f64]| -> Vec<f64> {
                    let scale = |n: usize| if scaled { f64::from(gamma[n]) } else { 1.0 };
                    let offset = |n: usize| if shifted { f64::from(beta[n]) } else { 0.0 };
                    let rows = normalized(of, x).into_iter().enumerate();
                    rows.map(|(n, z)| z * scale(n) + offset(n)).collect()
                };
                let what = format!("{isa:?}, {of:?}, {features} features, {scaled} {shifted}");
                check_rows(&what, formula, (&x, &out), (&gradient, &back));
                for lane in 0..LANE_GROUP {
                    let z = normalized(of, &row(&x, lane));
                    let gradient = row(&gradient, lane);
                    let mut expected = Vec::new();
                    if scaled {
                        expected.extend(z.iter().zip(&gradient).map(|(z, g)| z * g));
                    }
                    if shifted {
                        expected.extend(&gradient);
                    }
                    for (actual, expected) in row(&terms, lane).iter().zip(expected) {
                        close(&what, *actual as f32, expected, 2e-6);
                    }
                }
                // Nobody goes back from a prediction.
                let mut again = vec![f32::NAN; x.len()];
                of.forward(isa, vectors, &x, &mut again, &mut []);
                assert_eq!(out, again);
            }
        }
    }
}

#[test]
fn a_row_of_equal_values_and_one_of_zeros_stay_finite() {
    for isa in Isa::available() {
        for of in [
            RowNormalization::Layer { epsilon: 1e-3 },
            RowNormalization::RootMeanSquare { epsilon: 1e-6 },
            RowNormalization::Unit,
        ] {
            for value in [0.0, 3.0] {
                let x = vec![value; 4 * LANE_GROUP];
                let (mut out, mut back) = (vec![f32::NAN; x.len()], field(4, 3));
                let mut kept = vec![f32::NAN; RowNormalization::KEPT * LANE_GROUP];
                of.forward(isa, Vectors::default(), &x, &mut out, &mut kept);
                of.backward(isa, Vectors::default(), (&x, &kept), &mut back, &mut []);
                assert!(out.iter().chain(&back).all(|v| v.is_finite()), "{isa:?} {of:?} {value}");
            }
        }
    }
}

/// A NaN in one row reaches no other.
#[test]
fn rows_are_apart() {
    for isa in Isa::available() {
        let of = RowNormalization::Layer { epsilon: 1e-3 };
        let clean = field(5, 1);
        let mut dirty = clean.clone();
        dirty[2 * LANE_GROUP + 7] = f32::NAN;
        let [mut first, mut second] = [vec![0.0; clean.len()], vec![0.0; clean.len()]];
        of.forward(isa, Vectors::default(), &clean, &mut first, &mut []);
        of.forward(isa, Vectors::default(), &dirty, &mut second, &mut []);
        for (at, (first, second)) in first.iter().zip(&second).enumerate() {
            let spoilt = at % LANE_GROUP == 7;
            assert!(if spoilt { second.is_nan() } else { first == second }, "{isa:?} {at}");
        }
    }
}

#[test]
fn slopes_below_zero_and_their_gradients_are_those_of_the_formula() {
    for isa in Isa::available() {
        for features in [1, 6, 17] {
            let alpha: Vec<f32> = (0..features).map(|n| 0.3 * n as f32 - 0.5).collect();
            let (x, gradient) = (field(features, 4), field(features, 5));
            let (mut out, mut back) = (vec![f32::NAN; x.len()], gradient.clone());
            let mut terms = vec![f32::NAN; x.len()];
            prelu(isa, &alpha, &x, &mut out);
            prelu_backward(isa, &alpha, &x, &mut back, &mut terms);
            let formula = |x: &[f64]| -> Vec<f64> {
                let values = x.iter().zip(&alpha);
                values.map(|(x, alpha)| if *x > 0.0 { *x } else { x * f64::from(*alpha) }).collect()
            };
            check_rows(&format!("{isa:?}"), formula, (&x, &out), (&gradient, &back));
            for ((term, x), gradient) in terms.iter().zip(&x).zip(&gradient) {
                assert_eq!(*term, if *x < 0.0 { gradient * x } else { 0.0 }, "{isa:?}");
            }
        }
        // At 0 Keras's gradients are 0.
        let (mut back, mut terms) = ([1.0; LANE_GROUP], [f32::NAN; LANE_GROUP]);
        prelu_backward(isa, &[0.5], &[0.0; LANE_GROUP], &mut back, &mut terms);
        assert_eq!((back, terms), ([0.0; LANE_GROUP], [0.0; LANE_GROUP]));
    }
}

#[test]
fn gates_and_their_gradients_are_those_of_the_formula() {
    for isa in Isa::available() {
        for half in [1, 3, 16] {
            let (x, gradient) = (field(2 * half, 6), field(half, 7));
            let (mut out, mut back) = (vec![f32::NAN; gradient.len()], vec![f32::NAN; x.len()]);
            glu(isa, &x, &mut out);
            glu_backward(isa, &x, &gradient, &mut back);
            let formula = |x: &[f64]| -> Vec<f64> {
                let (a, b) = x.split_at(half);
                a.iter().zip(b).map(|(a, b)| a / (1.0 + (-b).exp())).collect()
            };
            check_rows(&format!("{isa:?}"), formula, (&x, &out), (&gradient, &back));
        }
    }
}

#[test]
fn scaled_features_and_their_gradients_are_those_of_the_formula() {
    let numbers: Vec<[f32; 2]> = (1..6).map(|n| [0.4 * n as f32, 0.3 * n as f32]).collect();
    let as_double = |numbers: &[f32; 2]| numbers.map(f64::from);
    for isa in Isa::available() {
        for of in [Affine::Scale(numbers.clone()), Affine::Standardize(numbers.clone())] {
            let (x, gradient) = (field(5, 8), field(5, 9));
            let (mut out, mut back) = (vec![f32::NAN; x.len()], gradient.clone());
            of.forward(isa, &x, &mut out);
            of.backward(isa, &mut back);
            let formula = |x: &[f64]| -> Vec<f64> {
                let values = x.iter().zip(numbers.iter().map(as_double));
                match of {
                    Affine::Scale(_) => values.map(|(x, [a, b])| x * a + b).collect(),
                    Affine::Standardize(_) => values.map(|(x, [m, s])| (x - m) / s).collect(),
                }
            };
            check_rows(&format!("{isa:?} {of:?}"), formula, (&x, &out), (&gradient, &back));
        }
    }
}

/// Noise of many rows, panel by panel: a column for each feature.
fn noise(isa: Isa, rows: u32, features: usize, fill: impl Fn(RowNoise, &mut [f32])) -> Vec<f64> {
    let mut values = Vec::new();
    for first in (0..rows).step_by(LANE_GROUP) {
        let mut field = vec![f32::NAN; features * LANE_GROUP];
        let numbers = std::array::from_fn(|lane| first + lane as u32);
        fill(RowNoise { key: [11, 12], rows: numbers }, &mut field);
        values.extend(field.into_iter().map(f64::from));
    }
    assert_eq!(values.len(), rows as usize * features, "{isa:?}");
    values
}

#[test]
fn the_share_that_is_dropped_is_the_rate() {
    for isa in Isa::available() {
        for rate in [0.0, 0.1, 0.5, 0.93] {
            let values =
                noise(isa, 16_000, 7, |noise, field| noise.drop(isa, rate, [0.0, 3.0], field));
            assert!(values.iter().all(|value| [0.0, 3.0].contains(value)));
            let dropped = values.iter().filter(|value| **value == 0.0).count() as f64;
            let count = values.len() as f64;
            // Five standard deviations of a binomial number.
            let allowed = 5.0 * (rate * (1.0 - rate) / count).sqrt();
            assert!((dropped / count - rate).abs() <= allowed, "{isa:?} {rate}");
        }
    }
}

#[test]
fn normal_noise_has_the_moments_of_a_normal_distribution() {
    for isa in Isa::available() {
        let values = noise(isa, 16_000, 7, |noise, field| noise.normal(isa, 0.5, 2.0, field));
        let count = values.len() as f64;
        let moment =
            |power| values.iter().map(|v| ((v - 0.5) / 2.0).powi(power)).sum::<f64>() / count;
        let allowed = |variance: f64| 5.0 * (variance / count).sqrt();
        // The variances of the powers of a standard normal number.
        for (power, expected, variance) in
            [(1, 0.0, 1.0), (2, 1.0, 2.0), (3, 0.0, 15.0), (4, 3.0, 96.0)]
        {
            assert!((moment(power) - expected).abs() < allowed(variance), "{isa:?} {power}");
        }
        // Neighbours have nothing to do with each other: features, and rows.
        for step in [1, LANE_GROUP, 7 * LANE_GROUP] {
            let pairs = values.iter().zip(&values[step..]);
            let product: f64 = pairs.map(|(a, b)| (a - 0.5) * (b - 0.5) / 4.0).sum();
            assert!((product / count).abs() < allowed(1.0), "{isa:?} {step}");
        }
    }
}

/// What a row gets depends on its number, not on its lane or on the rows beside it; nor on the vectors.
#[test]
fn noise_is_a_rows_own() {
    let all = Isa::available();
    for isa in &all {
        let isa = *isa;
        for normal in [false, true] {
            let fill = |isa: Isa, rows: [u32; LANE_GROUP], features: usize| {
                let mut field = vec![f32::NAN; features * LANE_GROUP];
                let noise = RowNoise { key: [1, 2], rows };
                match normal {
                    true => noise.normal(isa, 0.0, 1.0, &mut field),
                    false => noise.drop(isa, 0.5, [0.0, 2.0], &mut field),
                }
                field
            };
            let rows = std::array::from_fn(|lane| 40 + lane as u32);
            let turned = std::array::from_fn(|lane| rows[LANE_GROUP - 1 - lane]);
            let (straight, turned) = (fill(isa, rows, 9), fill(isa, turned, 9));
            for lane in 0..LANE_GROUP {
                assert_eq!(row(&straight, lane), row(&turned, LANE_GROUP - 1 - lane), "{isa:?}");
            }
            assert_eq!(straight[..6 * LANE_GROUP], fill(isa, rows, 6));
            let fused = |isa: Isa| format!("{isa:?}") != "portable";
            if fused(isa) && fused(all[0]) || !normal {
                assert_eq!(straight, fill(all[0], rows, 9), "{isa:?}");
            }
        }
    }
}
