//! Steps that look at an array as a whole.

use imfit_compute::{
    AdafactorStep, AdamStep, Buffer, CosinesRoom, Isa, MuonStep, OptimizerStep, WholeArray,
    WholeRoom, WholeStep, cosines, reference,
};
use proptest::prelude::*;

use crate::matrix::Matrix;
use crate::random_cases;

const ADAFACTOR: AdafactorStep = AdafactorStep {
    relative_step: 0.01,
    beta_2: 0.6,
    epsilon_1: 1e-30,
    epsilon_2: 1e-3,
    clip_threshold: 1.0,
};

const MUON: MuonStep = MuonStep {
    learning_rate: 0.02,
    momentum: 0.95,
    nesterov: true,
    iterations: 5,
    polynomial: [3.4445, -4.775, 2.0315],
    rms_rate: Some(0.2),
    adam: AdamStep {
        step_size: 0.01,
        one_minus_beta_1: 0.1,
        one_minus_beta_2: 0.001,
        epsilon: 1e-7,
        amsgrad: false,
    },
    adam_decay: 0.0,
};

/// Sides of random matrices, below: an interpreter takes minutes for the products of larger ones.
const SIDES: usize = if cfg!(miri) { 20 } else { 40 };
/// Columns where there are many rows.
const FEW_COLUMNS: usize = if cfg!(miri) { 3 } else { 60 };

fn buffer(values: &[f32]) -> Buffer {
    let mut buffer = Buffer::zeros(values.len());
    buffer[..values.len()].copy_from_slice(values);
    buffer
}

/// The weights and the state after a step.
fn after(
    step: WholeStep,
    isa: Isa,
    values: (&Matrix, &Matrix),
    state: &[Vec<f32>],
) -> (Vec<f32>, Vec<Vec<f32>>) {
    after_in(&mut WholeRoom::default(), step, isa, values, state)
}

/// The same in room that is there already.
fn after_in(
    room: &mut WholeRoom,
    step: WholeStep,
    isa: Isa,
    (weights, gradient): (&Matrix, &Matrix),
    state: &[Vec<f32>],
) -> (Vec<f32>, Vec<Vec<f32>>) {
    let mut moved = buffer(&weights.values);
    let mut kept: Vec<Buffer> = state.iter().map(|values| buffer(values)).collect();
    step.apply(
        isa,
        WholeArray {
            rows: weights.rows,
            columns: weights.columns,
            weights: &mut moved,
            gradient: &mut buffer(&gradient.values),
            state: &mut kept,
            room,
        },
    );
    let kept = kept.iter().zip(state).map(|(kept, old)| kept[..old.len()].to_vec()).collect();
    (moved[..weights.values.len()].to_vec(), kept)
}

fn double(values: &[f32]) -> Vec<f64> {
    values.iter().map(|value| f64::from(*value)).collect()
}

fn assert_close(what: &str, actual: &[f32], exact: &[f64], allowed: f64) {
    let size = exact.iter().fold(0.0f64, |most, value| most.max(value.abs()));
    for (actual, exact) in actual.iter().zip(exact) {
        let off = (f64::from(*actual) - exact).abs();
        assert!(off <= allowed * size + 1e-37, "{what}: {actual} is not {exact}");
        assert!(!actual.is_subnormal(), "{what}: it will stay denormal");
    }
}

fn squares(values: Vec<f32>) -> Vec<f32> {
    values.into_iter().map(|value| value * value + 0.1).collect()
}

proptest! {
    #![proptest_config(random_cases())]

    #[test]
    fn adafactor_agrees(rows in 1usize..40, columns in 1usize..40, seed: u32) {
        let random = |rows, columns, add: u32| Matrix::random(rows, columns, seed ^ add);
        let (weights, gradient) = (random(rows, columns, 1), random(rows, columns, 2));
        let state = [random(1, rows, 3), random(1, columns, 4)].map(|m| squares(m.values));
        let (w, g) = (double(&weights.values), double(&gradient.values));
        let kept = state.each_ref().map(|values| double(values));
        let (moved, means) =
            reference::adafactor_matrix(ADAFACTOR, columns, &w, &g, [&kept[0], &kept[1]]);
        let step = WholeStep::Adafactor(ADAFACTOR);
        for isa in Isa::available() {
            let (actual, new) = after(step, isa, (&weights, &gradient), &state);
            assert_close("weights", &actual, &moved, 1e-6);
            assert_close("rows", &new[0], &means[0], 1e-6);
            assert_close("columns", &new[1], &means[1], 1e-6);
        }
        let (moved, means) = reference::adafactor_vector(ADAFACTOR, &w[..columns], &g[..columns], &kept[1]);
        let first = |m: &Matrix| Matrix { rows: 1, columns, values: m.values[..columns].to_vec() };
        let (actual, new) =
            after(step, Isa::detect(), (&first(&weights), &first(&gradient)), &state[1..]);
        assert_close("vector", &actual, &moved, 1e-6);
        assert_close("squares", &new[0], &means[0], 1e-6);
    }

    #[test]
    fn muon_agrees(rows in 1..SIDES, columns in 1..SIDES, seed: u32, nesterov: bool) {
        let random = |add: u32| Matrix::random(rows, columns, seed ^ add);
        let (weights, gradient, momentum) = (random(1), random(2), random(3));
        let step = MuonStep { nesterov, rms_rate: nesterov.then_some(0.2), ..MUON };
        let [w, g, m] = [&weights, &gradient, &momentum].map(|m| double(&m.values));
        let (moved, kept) = reference::muon_matrix(step, columns, &w, &g, &m);
        for isa in Isa::available() {
            let (actual, new) =
                after(WholeStep::Muon(step), isa, (&weights, &gradient), std::slice::from_ref(&momentum.values));
            // The iteration makes small singular values large, and their errors with them.
            assert_close("weights", &actual, &moved, 2e-4);
            assert_close("momentum", &new[0], &kept[0], 1e-6);
        }
    }
}

/// The sum of the sizes of the cosines between rows, in `f64`, and for each value its slope and how far from it
/// one may be: the sign of a cosine that is nearly 0 is anybody's guess.
fn cosines_by_hand(rows: &[&[f64]]) -> (f64, Vec<(f64, f64)>) {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let (mut sum, mut slopes) = (0.0, Vec::new());
    for (one, row) in rows.iter().enumerate() {
        let length = dot(row, row).sqrt();
        let mut slope = vec![(0.0, 1e-5 * rows.len() as f64 / length); row.len()];
        for (other, with) in rows.iter().enumerate().filter(|(other, _)| *other != one) {
            let of_other = dot(with, with).sqrt();
            let cosine = dot(row, with) / (length * of_other);
            sum += if other < one { cosine.abs() } else { 0.0 };
            for ((slope, own), with) in slope.iter_mut().zip(*row).zip(*with) {
                let along = (with / of_other - cosine * own / length) / length;
                slope.0 += cosine.signum() * along;
                slope.1 += if cosine.abs() < 1e-5 { 2.0 * along.abs() } else { 0.0 };
            }
        }
        slopes.extend(slope);
    }
    (sum, slopes)
}

proptest! {
    #![proptest_config(random_cases())]

    #[test]
    fn cosines_agree(rows in 1usize..150, columns in 1..FEW_COLUMNS, seed: u32) {
        let matrix = Matrix::random(rows, columns, seed);
        let values = double(&matrix.values);
        let (sum, slopes) = cosines_by_hand(&values.chunks(columns).collect::<Vec<_>>());
        let mut room = CosinesRoom::default();
        for isa in Isa::available() {
            let found = cosines(isa, &matrix.values, columns, &mut room);
            // Rows that are nearly at right angles: their cosine is what is left of terms that are far from 0.
            let allowed = 1e-5 * sum + 1e-6;
            prop_assert!((found.sum - sum).abs() <= allowed, "{} is not {sum}", found.sum);
            prop_assert_eq!(found.slopes.len(), slopes.len());
            for (actual, (exact, allowed)) in found.slopes.iter().zip(&slopes) {
                prop_assert!((f64::from(*actual) - exact).abs() <= *allowed, "{actual} is not {exact}");
            }
        }
    }
}

#[test]
fn room_serves_for_one_shape_after_another() {
    let shapes = [(33, 20), (5, 37), (16, 16), (40, 3), (17, 33)];
    let muon = MuonStep { iterations: 1, ..MUON };
    for isa in Isa::available() {
        let mut room = WholeRoom::default();
        for (rows, columns) in shapes {
            let [weights, gradient] = [1, 2].map(|seed| Matrix::random(rows, columns, seed));
            let means = [rows, columns].map(|count| vec![0.1; count]);
            let momentum = [vec![0.2; rows * columns]];
            let values = (&weights, &gradient);
            for (step, state) in [
                (WholeStep::Adafactor(ADAFACTOR), &means[..]),
                (WholeStep::Muon(muon), &momentum[..]),
            ] {
                let anew = after(step, isa, values, state);
                let again = after_in(&mut room, step, isa, values, state);
                assert_eq!(again, anew, "{rows} x {columns}, {isa:?}");
            }
        }
    }
}

#[test]
fn cosines_of_rows_of_zeros_are_zero() {
    for isa in Isa::available() {
        let mut room = CosinesRoom::default();
        // What it held before is forgotten.
        cosines(isa, &[1.0; 20], 2, &mut room);
        let found = cosines(isa, &[0.0, 0.0, 1.0, 2.0, 0.0, 0.0], 2, &mut room);
        assert_eq!((found.sum, &*found.slopes), (0.0, &[0.0; 6][..]), "{isa:?}");
    }
}

/// Two iterations on a matrix that is orthogonal already change only how long its vectors are.
#[test]
fn muon_leaves_directions_alone() {
    let identity = Matrix { rows: 2, columns: 2, values: vec![3.0, 0.0, 0.0, 3.0] };
    let zeros = Matrix::filled(2, 2, 0.0);
    let (moved, _) =
        after(WholeStep::Muon(MUON), Isa::detect(), (&zeros, &identity), &[vec![0.0; 4]]);
    assert_eq!([moved[1], moved[2]], [0.0, 0.0]);
    assert_eq!(moved[0], moved[3]);
    // Singular values come near 1, times 0.02 · 0.2 · √2.
    assert!((-moved[0] / 0.005_657 - 1.0).abs() < 0.35, "{moved:?}");
}

#[test]
fn where_two_buffers_are_kept_muon_takes_adams_step() {
    let (weights, gradient) = (Matrix::random(1, 37, 1), Matrix::random(1, 37, 2));
    let state = [vec![0.1; 37], vec![0.2; 37]];
    let (moved, kept) = after(WholeStep::Muon(MUON), Isa::detect(), (&weights, &gradient), &state);
    let mut expected = buffer(&weights.values);
    let mut slots: Vec<Buffer> = state.iter().map(|values| buffer(values)).collect();
    OptimizerStep::Adam(MUON.adam).apply(
        Isa::detect(),
        &mut expected,
        &[&buffer(&gradient.values)],
        &mut slots,
    );
    assert_eq!(moved, &expected[..37]);
    assert_eq!(kept[1], &slots[1][..37]);
}

#[test]
fn a_zero_gradient_moves_nothing() {
    let (weights, zeros) = (Matrix::random(3, 5, 1), Matrix::filled(3, 5, 0.0));
    for (step, state) in [
        (WholeStep::Adafactor(ADAFACTOR), vec![vec![0.0; 3], vec![0.0; 5]]),
        (WholeStep::Muon(MUON), vec![vec![0.0; 15]]),
    ] {
        let (moved, _) = after(step, Isa::detect(), (&weights, &zeros), &state);
        assert_eq!(moved, weights.values, "{step:?}");
    }
}
