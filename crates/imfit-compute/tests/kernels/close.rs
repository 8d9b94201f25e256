//! How far a sum in `f32` may be from the exact one, and when two values are the same.

use imfit_compute::Isa;

/// The smallest positive number: what a rounding below the normal numbers may cost.
const TINIEST: f64 = 1.401_298_464_324_817e-45;

/// Panics unless each sum is within the bound that holds for any order of adding, fused or not:
/// |error| <= (n + 1)·u·Σ|term| for n terms and the unit roundoff u, see Higham, "Accuracy and
/// Stability of Numerical Algorithms", section 3.1; and the tiniest number for each underflow.
///
/// `sizes` are the sums of the terms' absolute values.
pub fn assert_sums(isa: Isa, actual: &[f32], expected: &[f64], sizes: &[f64], terms: usize) {
    assert_eq!(actual.len(), expected.len(), "{isa:?}");
    let roundings = (terms + 2) as f64;
    for (at, (a, (e, size))) in actual.iter().zip(expected.iter().zip(sizes)).enumerate() {
        let allowed = roundings * (f64::from(f32::EPSILON) / 2.0 * size * 1.001 + TINIEST);
        let off = (f64::from(*a) - e).abs();
        assert!(off <= allowed, "{isa:?}: sum {at} is {a}, not {e}: off by {off:e} > {allowed:e}");
    }
}

/// Values bit by bit, but all NaNs alike: which of them an operation gives, the interpreter that checks memory
/// draws at random.
pub fn bits(values: &[f32]) -> Vec<u32> {
    let bits = |value: &f32| if value.is_nan() { f32::NAN.to_bits() } else { value.to_bits() };
    values.iter().map(bits).collect()
}
