//! Batch normalisation on every instruction set of this machine, against the plain reference.

use imfit_compute::reference::{batch_norm, moments};
use imfit_compute::{
    Denormalizer, Isa, LANE_GROUP, Normalizer, denormalize, normalize, scale_delta,
    write_scale_terms,
};

const EPSILON: f64 = 1e-3;

/// The gamma and the beta of a feature.
fn numbers(feature: usize) -> (f64, f64) {
    (0.5 + feature as f64 / 7.0, feature as f64 - 2.0)
}

/// Values around another mean for each feature, of another spread.
fn values(features: usize, step: usize) -> Vec<f32> {
    let value = |i: usize| {
        let feature = (i / LANE_GROUP) as f32;
        ((i * step % 97) as f32 / 97.0 - 0.5) * (1.0 + feature) + 3.0 * feature
    };
    (0..features * LANE_GROUP).map(value).collect()
}

fn exact(values: &[f32]) -> Vec<f64> {
    values.iter().map(|value| f64::from(*value)).collect()
}

fn assert_near(actual: &[f32], expected: &[f64], allowed: f64) {
    for (a, e) in actual.iter().zip(expected) {
        assert!((f64::from(*a) - e).abs() <= allowed, "{a} is not {e}");
    }
}

#[test]
fn outputs_agree_with_the_reference() {
    for isa in Isa::available() {
        for features in [1, 3, 17] {
            let x = values(features, 31);
            let mut y = vec![f32::NAN; x.len()];
            let of = |(feature, x): (usize, &[f32])| {
                let ((mean, variance), (gamma, beta)) = (moments(&exact(x)), numbers(feature));
                let scale = gamma / (variance + EPSILON).sqrt();
                Normalizer { mean: mean as f32, scale: scale as f32, shift: beta as f32 }
            };
            let numbers_of: Vec<_> = x.chunks(LANE_GROUP).enumerate().map(of).collect();
            normalize(isa, &numbers_of, &x, &mut y);
            for (feature, (x, y)) in x.chunks(LANE_GROUP).zip(y.chunks(LANE_GROUP)).enumerate() {
                let (gamma, beta) = numbers(feature);
                assert_near(y, &batch_norm(&exact(x), gamma, beta, EPSILON), 3e-5);
            }
        }
    }
}

/// The loss is Σ weight · y; its derivative by each x is that of the reference, moved a little.
#[test]
fn deltas_are_finite_differences_of_the_reference() {
    let features = 5;
    let (x, weights) = (values(features, 31), values(features, 57));
    for isa in Isa::available() {
        let mut delta = weights.clone();
        let of = |(feature, (x, weights)): (usize, (&[f32], &[f32]))| {
            let ((mean, variance), (x, dy)) = (moments(&exact(x)), (exact(x), exact(weights)));
            let variance = variance + EPSILON;
            let rows = x.len() as f64;
            let along = x.iter().zip(&dy).map(|(x, dy)| dy * (x - mean)).sum::<f64>() / rows;
            Denormalizer {
                mean: mean as f32,
                scale: (numbers(feature).0 / variance.sqrt()) as f32,
                delta: (dy.iter().sum::<f64>() / rows) as f32,
                along: (along / variance) as f32,
            }
        };
        let pairs = x.chunks(LANE_GROUP).zip(weights.chunks(LANE_GROUP));
        let numbers_of: Vec<_> = pairs.enumerate().map(of).collect();
        denormalize(isa, &numbers_of, &x, &mut delta);
        for (index, delta) in delta.iter().enumerate() {
            let (feature, row) = (index / LANE_GROUP, index % LANE_GROUP);
            let places = feature * LANE_GROUP..(feature + 1) * LANE_GROUP;
            let loss = |step: f64| -> f64 {
                let mut x = exact(&x[places.clone()]);
                x[row] += step;
                let y = batch_norm(&x, numbers(feature).0, 0.0, EPSILON);
                y.iter().zip(&weights[places.clone()]).map(|(y, w)| y * f64::from(*w)).sum()
            };
            let slope = (loss(1e-5) - loss(-1e-5)) / 2e-5;
            let off = (f64::from(*delta) - slope).abs();
            assert!(off <= 1e-4 * (1.0 + slope.abs()), "{isa:?}: {delta} is not {slope}");
        }
    }
}

#[test]
fn numbers_that_do_not_depend_on_the_rows_scale_deltas() {
    for isa in Isa::available() {
        let scales = [0.5f32, -3.0, 1.25];
        let number = |scale| Normalizer { mean: f32::NAN, scale, shift: f32::NAN };
        let before = values(scales.len(), 31);
        let mut delta = before.clone();
        scale_delta(isa, &scales.map(number), &mut delta);
        for (index, (delta, before)) in delta.iter().zip(&before).enumerate() {
            assert_eq!(*delta, before * scales[index / LANE_GROUP], "{isa:?}");
        }
    }
}

/// gamma's gradient is dy times the feature at mean 0 and variance 1.
#[test]
fn terms_of_scales_are_products_with_the_standardized_features() {
    let numbers: Vec<_> = (1..8u8)
        .map(|n| Normalizer { mean: n.into(), scale: f32::from(n) / 3.0, shift: f32::NAN })
        .collect();
    let (x, delta) = (values(numbers.len(), 31), values(numbers.len(), 57));
    for isa in Isa::available() {
        let mut terms = vec![f32::NAN; x.len()];
        write_scale_terms(isa, &numbers, (&x, &delta), &mut terms);
        for (index, term) in terms.iter().enumerate() {
            let Normalizer { mean, scale, .. } = numbers[index / LANE_GROUP];
            assert_eq!(*term, delta[index] * (x[index] - mean) * scale, "{isa:?}");
        }
    }
}

/// What would be denormal is 0.
#[test]
fn nothing_is_denormal() {
    for isa in Isa::available() {
        let tiny = [1e-37; LANE_GROUP];
        let forward = Normalizer { mean: 0.0, scale: 1e-3, shift: 0.0 };
        let back = Denormalizer { mean: 0.0, scale: 1e-3, delta: 0.0, along: 0.0 };
        let mut y = [f32::NAN; LANE_GROUP];
        let [mut delta, mut scaled] = [tiny; 2];
        normalize(isa, &[forward], &tiny, &mut y);
        denormalize(isa, &[back], &[1.0; LANE_GROUP], &mut delta);
        scale_delta(isa, &[forward], &mut scaled);
        assert_eq!([y, delta, scaled], [[0.0; LANE_GROUP]; 3], "{isa:?}");
    }
}

#[test]
#[should_panic]
fn another_number_of_values_is_refused() {
    let feature = Normalizer { mean: 0.0, scale: 1.0, shift: 0.0 };
    normalize(Isa::detect(), &[feature], &[0.0; 16], &mut [0.0; 32]);
}
