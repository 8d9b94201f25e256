//! Losses of one row.

use crate::Loss;

const EPSILON: f64 = 1e-7;

/// The loss of the predictions `p` and targets `t` of a row.
pub fn loss(loss: Loss, p: &[f64], t: &[f64]) -> f64 {
    let sum = |f: &dyn Fn(f64, f64) -> f64| p.iter().zip(t).map(|(p, t)| f(*p, *t)).sum::<f64>();
    let mean = |f: &dyn Fn(f64, f64) -> f64| sum(f) / p.len() as f64;
    let smooth = |t: f64, by: f32, rest: f64| t * (1.0 - f64::from(by)) + f64::from(by) * rest;
    match loss {
        Loss::MeanSquaredError => mean(&|p, t| (p - t).powi(2)),
        Loss::MeanAbsoluteError => mean(&|p, t| (p - t).abs()),
        Loss::MeanAbsolutePercentageError => {
            mean(&|p, t| 100.0 * ((p - t) / t.abs().max(EPSILON)).abs())
        }
        Loss::MeanSquaredLogarithmicError => {
            mean(&|p, t| (p.max(EPSILON).ln_1p() - t.max(EPSILON).ln_1p()).powi(2))
        }
        Loss::Huber { delta } => mean(&|p, t| {
            let (d, delta) = ((p - t).abs(), f64::from(delta));
            if d <= delta { 0.5 * d * d } else { delta * d - 0.5 * delta * delta }
        }),
        Loss::LogCosh => mean(&|p, t| (p - t).cosh().ln()),
        Loss::Charbonnier { epsilon } => {
            mean(&|p, t| ((p - t).powi(2) + f64::from(epsilon).powi(2)).sqrt())
        }
        Loss::BinaryCrossentropy { from_logits, label_smoothing } => mean(&|p, t| {
            let t = smooth(t, label_smoothing, 0.5);
            let p = if from_logits {
                1.0 / (1.0 + (-p).exp())
            } else {
                p.clamp(EPSILON, 1.0 - EPSILON)
            };
            -t * p.ln() - (1.0 - t) * (1.0 - p).ln()
        }),
        Loss::CategoricalCrossentropy { from_logits, label_smoothing } => {
            let weight = |p: f64| if from_logits { p.exp() } else { p };
            let equal = 1.0 / p.len() as f64;
            let whole: f64 = p.iter().map(|p| weight(*p)).sum();
            sum(&|p, t| {
                let share = weight(p) / whole;
                let share = if from_logits { share } else { share.clamp(EPSILON, 1.0 - EPSILON) };
                -smooth(t, label_smoothing, equal) * share.ln()
            })
        }
        Loss::KlDivergence => sum(&|p, t| {
            let [p, t] = [p, t].map(|x| x.clamp(EPSILON, 1.0));
            t * (t / p).ln()
        }),
        Loss::Poisson => mean(&|p, t| p - t * (p + EPSILON).ln()),
        Loss::CosineSimilarity => {
            let length = |x: &[f64]| x.iter().map(|x| x * x).sum::<f64>().max(1e-12).sqrt();
            -sum(&|p, t| p * t) / (length(p) * length(t))
        }
        Loss::Hinge { binary } => mean(&|p, t| margin_missing(p, t, binary)),
        Loss::SquaredHinge { binary } => mean(&|p, t| margin_missing(p, t, binary).powi(2)),
        Loss::CategoricalHinge => {
            let wrong = p.iter().zip(t).map(|(p, t)| (1.0 - t) * p).fold(f64::MIN, f64::max);
            (wrong - sum(&|p, t| p * t) + 1.0).max(0.0)
        }
        Loss::BinaryFocalCrossentropy {
            apply_class_balancing,
            alpha,
            gamma,
            from_logits,
            label_smoothing,
        } => mean(&|p, t| {
            let t = smooth(t, label_smoothing, 0.5);
            let p = if from_logits { 1.0 / (1.0 + (-p).exp()) } else { p };
            let held = p.clamp(EPSILON, 1.0 - EPSILON);
            let entropy = -t * held.ln() - (1.0 - t) * (1.0 - held).ln();
            let alpha = f64::from(alpha);
            let weight =
                if apply_class_balancing { t * alpha + (1.0 - t) * (1.0 - alpha) } else { 1.0 };
            weight * (1.0 - t * p - (1.0 - t) * (1.0 - p)).powf(f64::from(gamma)) * entropy
        }),
        Loss::CategoricalFocalCrossentropy { alpha, gamma, from_logits, label_smoothing } => {
            let shares = shares(p, from_logits);
            let equal = 1.0 / p.len() as f64;
            let terms = shares.iter().zip(t).map(|(share, t)| {
                let q = share.clamp(EPSILON, 1.0 - EPSILON);
                -smooth(*t, label_smoothing, equal) * (1.0 - q).powf(f64::from(gamma)) * q.ln()
            });
            f64::from(alpha) * terms.sum::<f64>()
        }
        Loss::SparseCategoricalCrossentropy { from_logits } => {
            -shares(p, from_logits)[t[0] as usize].ln()
        }
        Loss::CategoricalGeneralizedCrossEntropy { q } => {
            (1.0 - p[t[0] as usize].powf(f64::from(q))) / f64::from(q)
        }
    }
}

/// How much of the margin of 1 is missing.
fn margin_missing(p: f64, t: f64, binary: bool) -> f64 {
    let t = if binary { 2.0 * t - 1.0 } else { t };
    (1.0 - t * p).max(0.0)
}

/// Each of the values, or of their exponentials, as a share of the sum.
fn shares(p: &[f64], from_logits: bool) -> Vec<f64> {
    let weight = |p: &f64| if from_logits { p.exp() } else { *p };
    let whole: f64 = p.iter().map(weight).sum();
    p.iter().map(|p| weight(p) / whole).collect()
}
