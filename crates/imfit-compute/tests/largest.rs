//! The largest feature of each row, on every instruction set of this machine.

use imfit_compute::{Isa, index_of_largest, same_largest};

/// Values of few kinds, so that many are as large; NaN and both infinities are among them.
fn panel(features: usize, step: usize) -> Vec<f32> {
    let kinds = [0.5, -1.0, f32::NAN, 2.0, 0.0, -0.0, f32::INFINITY, f32::NEG_INFINITY, 1e-40];
    (0..features * 16).map(|i| kinds[(i * step + i / 7) % kinds.len()]).collect()
}

fn expected_index(values: &[f32], lane: usize) -> usize {
    let features = values.chunks(16).map(|feature| feature[lane]).enumerate();
    features.reduce(|best, next| if next.1 > best.1 { next } else { best }).unwrap().0
}

#[test]
fn the_largest_are_found_and_compared() {
    for isa in Isa::available() {
        for (features, step) in [(1, 1), (2, 3), (3, 1), (3, 5), (4, 11), (17, 2), (100, 13)] {
            let (prediction, target) = (panel(features, step), panel(features, step + 1));
            let same = same_largest(isa, &prediction, &target);
            let found = index_of_largest(isa, &prediction);
            for (lane, same) in same.into_iter().enumerate() {
                let right = [&prediction, &target].map(|values| expected_index(values, lane));
                assert_eq!(
                    found[lane], right[0] as f32,
                    "{isa:?}, {features} features, lane {lane}"
                );
                let expected = if right[0] == right[1] { 1.0 } else { 0.0 };
                assert_eq!(same, expected, "{isa:?}, {features} features, lane {lane}");
            }
        }
    }
}
