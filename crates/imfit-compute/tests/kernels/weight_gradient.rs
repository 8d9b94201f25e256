//! The gradient of a weight matrix, and the turn of the delta before it.

use std::panic::AssertUnwindSafe;

use imfit_compute::{
    GradientRows, Isa, LANE_GROUP, Records, Start, WeightGradient, delta_features, odd_lines,
    reference, turned_places,
};
use proptest::prelude::*;

use crate::close::assert_sums;
use crate::matrix::{Matrix, without_padding};
use crate::sheet::Sheet;
use crate::{MOST_ROWS, WIDEST, WIDTH_STEP, random_cases};

/// A layer and the records that its gradient is summed from.
struct Case {
    layer: WeightGradient,
    /// The field of the delta.
    delta: usize,
    sheet: Sheet,
    rows: usize,
}

impl Case {
    /// Records with `x` and `delta` in them. Features of the delta past the last are NaN; the lanes
    /// past the last row hold what the documentation allows at its worst.
    fn new(x: &Matrix, delta: &Matrix) -> Case {
        let (inputs, outputs, rows) = (x.columns, delta.columns, x.rows);
        let delta_at = 3 + inputs * LANE_GROUP + 1;
        let turned = delta_at + delta_features(outputs) * LANE_GROUP + 7;
        let layer = WeightGradient { x: 3, turned, inputs, outputs };
        let mut sheet = Sheet::for_rows(rows, turned + turned_places(outputs) + 2);
        sheet.put(layer.x, x);
        sheet.put(delta_at, delta);
        sheet.fill_unused(layer.x, rows, inputs, f32::MAX);
        sheet.fill_unused(delta_at, rows, outputs, 0.0);
        Case { layer, delta: delta_at, sheet, rows }
    }

    fn stride(&self) -> usize {
        odd_lines(self.layer.outputs)
    }

    /// The gradient, turned and summed in parts of `part_rows` rows, as threads would.
    fn gradient(&mut self, isa: Isa, part_rows: usize) -> Vec<f32> {
        let before = self.sheet.bits();
        self.layer.turn(isa, self.sheet.records(), self.delta);
        let written = turned_places(self.layer.outputs) / LANE_GROUP;
        self.sheet.assert_untouched_beside(&before, self.layer.turned, written);
        let stride = self.stride();
        let mut gradient = vec![f32::NAN; self.layer.inputs * stride];
        for (part, rows) in gradient.chunks_mut(part_rows * stride).enumerate() {
            let first = part * part_rows;
            let rows = GradientRows { values: rows, stride, first, start: Start::Zero };
            self.layer.write_to(isa, self.sheet.read(), self.rows, rows);
        }
        without_padding(&gradient, stride, self.layer.outputs)
    }

    /// The gradient, summed over `panels` panels at a time, each sum going on from the last.
    fn gradient_by_pieces(&mut self, isa: Isa, panels: usize) -> Vec<f32> {
        self.layer.turn(isa, self.sheet.records(), self.delta);
        let (stride, (records, length)) = (self.stride(), self.sheet.read());
        let mut gradient = vec![f32::NAN; self.layer.inputs * stride];
        let pieces = self.rows.div_ceil(panels * LANE_GROUP);
        for (piece, records) in records.chunks(panels * length).take(pieces).enumerate() {
            let rows = self.rows - piece * panels * LANE_GROUP;
            let start = if piece == 0 { Start::Zero } else { Start::Held };
            let target = GradientRows { values: &mut gradient, stride, first: 0, start };
            let rows = rows.min(panels * LANE_GROUP);
            self.layer.write_to(isa, (records, length), rows, target);
        }
        without_padding(&gradient, stride, self.layer.outputs)
    }
}

/// Holds the gradient on every instruction set against the reference.
fn check(x: &Matrix, delta: &Matrix, part_rows: usize) {
    let (inputs, outputs) = (x.columns, delta.columns);
    let exact = |x: &Matrix, delta: &Matrix| {
        reference::weight_gradient(&x.values, &delta.values, inputs, outputs)
    };
    let (expected, sizes) = (exact(x, delta), exact(&x.map(f32::abs), &delta.map(f32::abs)));
    for isa in Isa::available() {
        let actual = Case::new(x, delta).gradient(isa, part_rows);
        assert_sums(isa, &actual, &expected, &sizes, x.rows.next_multiple_of(LANE_GROUP));
        let pieces = Case::new(x, delta).gradient_by_pieces(isa, 1 + part_rows % 3);
        assert_sums(isa, &pieces, &expected, &sizes, x.rows.next_multiple_of(LANE_GROUP));
    }
}

proptest! {
    #![proptest_config(random_cases())]

    #[test]
    fn gradients_agree(
        inputs in 1..WIDEST, outputs in 1..WIDEST, rows in 1..MOST_ROWS,
        part_rows in 1usize..30, bias: bool, seed: u32,
    ) {
        let x = Matrix::random(rows, inputs, seed);
        let x = if bias { x.with_ones() } else { x };
        check(&x, &Matrix::random(rows, outputs, seed ^ 1), part_rows);
    }

    #[test]
    fn gradients_of_extreme_values_agree(
        inputs in 1..WIDEST.min(20), outputs in 1..WIDEST.min(40), rows in 1..MOST_ROWS.min(40), seed: u32,
        (x, d) in prop::sample::select(vec![
            (1e30, 1e-30), (1e-30, 1e-30), (1e-20, 1e-20), (1e18, 1e18), (1e-45, 1.0), (1e-40, 1e30),
        ]),
    ) {
        let scaled = |columns, seed, by| Matrix::random(rows, columns, seed).map(|value| value * by);
        check(&scaled(inputs, seed, x), &scaled(outputs, seed ^ 1, d), 12);
    }
}

/// Every remainder of outputs, with lanes as outputs and with lanes as rows.
#[test]
fn every_number_of_outputs_agrees() {
    for outputs in (1..WIDEST.min(76)).step_by(WIDTH_STEP) {
        let (x, delta) = (Matrix::random(21, 5, 1), Matrix::random(21, outputs, 2));
        check(&x, &delta, 12);
    }
}

/// The promise to training: where the rows of a matrix are cut into parts doesn't change a byte.
#[test]
fn parts_are_the_whole() {
    let (rows, inputs) = (MOST_ROWS.min(37), WIDEST.min(41));
    let (x, delta) = (Matrix::random(rows, inputs, 1), Matrix::random(rows, WIDEST.min(100), 2));
    for isa in Isa::available() {
        let whole = Case::new(&x, &delta).gradient(isa, inputs);
        for part_rows in [1, 2, 5, 12, 40] {
            let parts = Case::new(&x, &delta).gradient(isa, part_rows);
            assert_eq!(whole, parts, "{isa:?}, {part_rows} rows a part");
        }
    }
}

/// A NaN among the inputs reaches the weights of that input, one in the delta those of that output.
#[test]
fn nan_stays_with_its_input_and_its_output() {
    for outputs in [3, 16, 20, 25] {
        let (x, delta) = (Matrix::random(18, 7, 1), Matrix::random(18, outputs, 2));
        for isa in Isa::available() {
            let clean = Case::new(&x, &delta).gradient(isa, 7);
            let (mut bad_x, mut bad_delta) = (x.clone(), delta.clone());
            bad_x.values[17 * 7 + 4] = f32::NAN;
            bad_delta.values[2 * outputs + 1] = f32::NAN;
            let from_x = Case::new(&bad_x, &delta).gradient(isa, 7);
            let from_delta = Case::new(&x, &bad_delta).gradient(isa, 7);
            for (at, clean) in clean.iter().enumerate() {
                let (input, output) = (at / outputs, at % outputs);
                assert!(if input == 4 { from_x[at].is_nan() } else { from_x[at] == *clean });
                assert!(if output == 1 {
                    from_delta[at].is_nan()
                } else {
                    from_delta[at] == *clean
                });
            }
        }
    }
}

/// Records past the rows that count hold what an earlier, larger batch left there.
#[test]
fn records_behind_the_last_row_do_not_count() {
    for outputs in [3, 16, 20] {
        let (x, delta) = (Matrix::random(64, 6, 1), Matrix::random(64, outputs, 2));
        for isa in Isa::available() {
            let mut long = Case::new(&x, &delta);
            long.rows = 32;
            let head = |matrix: &Matrix| Matrix {
                rows: 32,
                columns: matrix.columns,
                values: matrix.values[..32 * matrix.columns].to_vec(),
            };
            let mut short = Case::new(&head(&x), &head(&delta));
            assert_eq!(long.gradient(isa, 6), short.gradient(isa, 6), "{isa:?}");
        }
    }
}

/// Shapes that would reach beyond a slice, some only after an overflow, are refused.
#[test]
fn shapes_that_do_not_fit_are_refused() {
    let half = usize::MAX / 2 + 1;
    let layer = WeightGradient { x: 0, turned: 320, inputs: 4, outputs: 16 };
    let records = vec![0.0; 2 * 640];
    let refused = |layer: WeightGradient, length, rows, first, stride| {
        let run = || {
            let mut gradient = vec![0.0; 32];
            let values = &mut gradient;
            let target = GradientRows { values, stride, first, start: Start::Zero };
            layer.write_to(Isa::detect(), (&records, length), rows, target);
        };
        std::panic::catch_unwind(run).is_err()
    };
    assert!(!refused(layer, 640, 32, 2, 16));
    assert!(refused(layer, 640, 33, 2, 16), "rows that aren't there");
    assert!(refused(layer, 640, 32, 3, 16), "inputs that aren't there");
    assert!(refused(layer, 640, 32, usize::MAX, 16), "inputs far away");
    assert!(refused(layer, 640, 32, 2, 15), "rows that overlap");
    assert!(refused(layer, 500, 32, 2, 16), "a turned delta that ends behind its record");
    assert!(refused(layer, half, 32, 2, 16), "records longer than all memory");
    let inputs = half / 8 + 4;
    assert!(refused(WeightGradient { inputs, ..layer }, 640, 32, 2, 16), "more inputs than memory");
    assert!(refused(WeightGradient { x: usize::MAX - 63, ..layer }, 640, 32, 2, 16), "x far away");
    assert!(refused(WeightGradient { outputs: half, ..layer }, 640, 32, 2, 16), "endless outputs");
    let turn = |delta| {
        let mut values = vec![0.0; 640];
        let run = || layer.turn(Isa::detect(), Records { values: &mut values, length: 640 }, delta);
        std::panic::catch_unwind(AssertUnwindSafe(run)).is_err()
    };
    assert!(!turn(64));
    assert!(turn(65), "a delta that reaches into the turned one");
    assert!(turn(400), "a delta that ends behind its record");
}
