//! Losses and their gradients on every instruction set of this machine, against the plain reference.

use imfit_compute::{Activation, Isa, Loss, reference};

const LOSSES: [Loss; 31] = [
    Loss::MeanSquaredError,
    Loss::MeanAbsoluteError,
    Loss::MeanAbsolutePercentageError,
    Loss::MeanSquaredLogarithmicError,
    Loss::Huber { delta: 0.25 },
    Loss::LogCosh,
    Loss::Charbonnier { epsilon: 0.01 },
    Loss::BinaryCrossentropy { from_logits: false, label_smoothing: 0.0 },
    Loss::BinaryCrossentropy { from_logits: false, label_smoothing: 0.2 },
    Loss::BinaryCrossentropy { from_logits: true, label_smoothing: 0.2 },
    Loss::CategoricalCrossentropy { from_logits: false, label_smoothing: 0.0 },
    Loss::CategoricalCrossentropy { from_logits: false, label_smoothing: 0.2 },
    Loss::CategoricalCrossentropy { from_logits: true, label_smoothing: 0.2 },
    Loss::KlDivergence,
    Loss::Poisson,
    Loss::CosineSimilarity,
    Loss::Hinge { binary: false },
    Loss::Hinge { binary: true },
    Loss::SquaredHinge { binary: false },
    Loss::SquaredHinge { binary: true },
    Loss::CategoricalHinge,
    focal(false, 2.0, false, 0.0),
    focal(true, 1.5, false, 0.2),
    focal(true, 0.5, true, 0.2),
    focal(false, 0.0, true, 0.0),
    class_focal(2.0, false, 0.0),
    class_focal(1.5, true, 0.2),
    Loss::SparseCategoricalCrossentropy { from_logits: false },
    Loss::SparseCategoricalCrossentropy { from_logits: true },
    Loss::CategoricalGeneralizedCrossEntropy { q: 0.3 },
    Loss::CategoricalGeneralizedCrossEntropy { q: 0.9 },
];

const fn focal(balanced: bool, gamma: f32, from_logits: bool, label_smoothing: f32) -> Loss {
    Loss::BinaryFocalCrossentropy {
        apply_class_balancing: balanced,
        alpha: 0.3,
        gamma,
        from_logits,
        label_smoothing,
    }
}

const fn class_focal(gamma: f32, from_logits: bool, label_smoothing: f32) -> Loss {
    Loss::CategoricalFocalCrossentropy { alpha: 0.3, gamma, from_logits, label_smoothing }
}

/// Values between 0 and 1, another for each lane and feature, none at a kink.
fn panel(features: usize, step: usize) -> Vec<f32> {
    (0..features * 16).map(|i| ((i * step % 97) as f32 + 0.5) / 97.5).collect()
}

/// Predictions and targets for a loss: a class in each row where it wants that, and predictions on both sides of
/// the margins.
fn panels(loss: Loss, features: usize) -> (Vec<f32>, Vec<f32>) {
    let (mut p, mut t) = (panel(features, 31), panel(features, 57));
    if loss.is_sparse() {
        t = (0..16).map(|lane| (lane % features) as f32).collect();
    }
    if matches!(loss, Loss::Hinge { .. } | Loss::SquaredHinge { .. } | Loss::CategoricalHinge) {
        p.iter_mut().for_each(|p| *p = 5.0 * *p - 1.0);
    }
    (p, t)
}

fn row(field: &[f32], lane: usize) -> Vec<f64> {
    field[lane..].iter().step_by(16).map(|value| f64::from(*value)).collect()
}

fn rows(loss: Loss, isa: Isa, p: &[f32], t: &[f32]) -> [f32; 16] {
    let mut out = [0.0; 16];
    loss.rows(isa, p, t, &mut out);
    out
}

#[test]
fn values_agree_with_the_reference() {
    for loss in LOSSES {
        for isa in Isa::available() {
            for features in [2, 3, 17] {
                let (p, t) = panels(loss, features);
                for (lane, value) in rows(loss, isa, &p, &t).into_iter().enumerate() {
                    let exact = reference::loss(loss, &row(&p, lane), &row(&t, lane));
                    let off = (f64::from(value) - exact).abs();
                    let allowed = 1e-6 * exact.abs().max(0.3);
                    assert!(off <= allowed, "{loss:?} on {isa:?}: {value}, not {exact}");
                }
            }
        }
    }
}

#[test]
fn gradients_are_finite_differences_of_the_reference() {
    for loss in LOSSES {
        for isa in Isa::available() {
            let features = 3;
            let (p, t) = panels(loss, features);
            let scale: [f32; 16] = std::array::from_fn(|lane| lane as f32 / 8.0);
            let mut gradient = vec![f32::NAN; p.len()];
            loss.gradient(isa, &p, &t, &scale, &mut gradient);
            for (place, slope) in gradient.iter().enumerate() {
                let (feature, lane) = (place / 16, place % 16);
                let moved = |by: f64| {
                    let mut p = row(&p, lane);
                    p[feature] += by;
                    reference::loss(loss, &p, &row(&t, lane))
                };
                let exact = f64::from(scale[lane]) * (moved(1e-6) - moved(-1e-6)) / 2e-6;
                let off = (f64::from(*slope) - exact).abs();
                let allowed = 2e-5 * exact.abs().max(0.1);
                assert!(off <= allowed, "{loss:?} on {isa:?}: {slope}, not {exact}");
            }
        }
    }
}

/// What the loss gives for the input of a sigmoid or a softmax is what it gives for the output, taken
/// back through the activation.
#[test]
fn gradients_go_through_the_last_activation() {
    for (loss, activation) in [
        (LOSSES[7], Activation::Sigmoid),
        (LOSSES[8], Activation::Sigmoid),
        (LOSSES[10], Activation::Softmax),
        (focal(true, 1.5, false, 0.2), Activation::Sigmoid),
        (focal(false, 2.0, false, 0.0), Activation::Sigmoid),
        (Loss::SparseCategoricalCrossentropy { from_logits: false }, Activation::Softmax),
    ] {
        assert!(loss.goes_through(activation) && !loss.goes_through(Activation::Tanh));
        for isa in Isa::available() {
            let (mut p, t) = panels(loss, 3);
            activation.apply(isa, &mut p);
            let (mut direct, mut stepwise) = (vec![0.0; p.len()], vec![0.0; p.len()]);
            loss.gradient_through(isa, &p, &t, &[0.5; 16], &mut direct);
            loss.gradient(isa, &p, &t, &[0.5; 16], &mut stepwise);
            activation.backward(isa, &p, &p, &mut stepwise);
            for (a, b) in direct.iter().zip(&stepwise) {
                assert!((a - b).abs() < 1e-6, "{loss:?} on {isa:?}: {a}, {b}");
            }
        }
    }
}

#[test]
fn a_sure_and_wrong_sigmoid_still_learns() {
    let loss = Loss::BinaryCrossentropy { from_logits: false, label_smoothing: 0.0 };
    for isa in Isa::available() {
        let mut gradient = [0.0; 16];
        loss.gradient_through(isa, &[1.0; 16], &[0.0; 16], &[1.0; 16], &mut gradient);
        assert_eq!(gradient, [1.0; 16], "{isa:?}");
        assert!(rows(loss, isa, &[1.0; 16], &[0.0; 16])[0] > 15.0);
    }
}

/// The generalized one looks at the right class alone: a NaN counts where the other losses see it in any class.
#[test]
fn a_nan_in_a_prediction_is_seen() {
    for loss in LOSSES {
        let right_class_only = matches!(loss, Loss::CategoricalGeneralizedCrossEntropy { .. });
        for isa in Isa::available() {
            let (mut p, t) = panels(loss, 3);
            let feature = if right_class_only { t[5] as usize } else { 1 };
            p[16 * feature + 5] = f32::NAN;
            for (lane, value) in rows(loss, isa, &p, &t).into_iter().enumerate() {
                assert_eq!(value.is_nan(), lane == 5, "{loss:?} on {isa:?}, lane {lane}: {value}");
            }
        }
    }
}
