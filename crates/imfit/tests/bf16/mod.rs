//! Training with products of bf16, where this machine can.

use imfit::{Fit, Precision, Sequential};
use ndarray::Array2;

/// Whether the model trains in bf16 from now on. A machine that can't has to say so, and only such a one.
pub fn takes_bf16(model: &mut Sequential) -> bool {
    let Err(error) = model.set_precision(Precision::Bf16) else { return true };
    let text = error.to_string();
    assert!(text.starts_with("`precision` must be 'f32' here, not 'bf16': "), "{text}");
    assert!(text.contains(" has no bf16 dot products"), "{text}");
    assert_eq!(model.precision(), Some(Precision::F32));
    assert!(!is_there(), "this machine has bf16: {text}");
    false
}

#[cfg(target_arch = "x86_64")]
fn is_there() -> bool {
    std::env::var_os("IMFIT_ISA").is_none() && is_x86_feature_detected!("avx512bf16")
}

#[cfg(not(target_arch = "x86_64"))]
fn is_there() -> bool {
    false
}

/// The last losses of two trainings of the same model: in f32, and in bf16 where this machine can.
pub fn last_losses(
    model: impl Fn() -> Sequential,
    (x, y): (&Array2<f32>, &Array2<f32>),
    fit: &Fit,
) -> Option<[f64; 2]> {
    let mut rounded = model();
    if !takes_bf16(&mut rounded) {
        return None;
    }
    Some([model(), rounded].map(|mut model| {
        let history = model.fit(x.view(), y.view(), fit).unwrap();
        *history.get("loss").unwrap().last().unwrap()
    }))
}
