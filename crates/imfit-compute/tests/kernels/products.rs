//! The dense product and its transpose.

use imfit_compute::{Activation, Isa, LANE_GROUP, Relu, Weights, odd_lines, reference};
use proptest::prelude::*;

use crate::close::{assert_sums, bits};
use crate::matrix::Matrix;
use crate::sheet::Sheet;
use crate::{MOST_ROWS, WIDEST, WIDTH_STEP, random_cases};

/// Where the first field begins: not where vectors would like it to.
const BEFORE: usize = 3;
/// The plain rectifier, which sums go through before they are stored; others come after.
const RELU: Activation =
    Activation::Relu(Relu { max_value: f32::INFINITY, negative_slope: 0.0, threshold: 0.0 });

/// A dense layer, and what goes into it.
#[derive(Debug)]
struct Layer {
    weights: Matrix,
    bias: Option<Vec<f32>>,
    stride: usize,
}

impl Layer {
    fn random(inputs: usize, outputs: usize, bias: bool, seed: u32) -> Layer {
        Layer {
            weights: Matrix::random(inputs, outputs, seed),
            bias: bias.then(|| Matrix::random(1, outputs, seed ^ 77).values),
            stride: odd_lines(outputs),
        }
    }

    fn inputs(&self) -> usize {
        self.weights.rows
    }

    fn outputs(&self) -> usize {
        self.weights.columns
    }

    /// The weights as the kernels want them.
    fn values(&self) -> Vec<f32> {
        let mut values = self.weights.padded(self.stride);
        if let Some(bias) = &self.bias {
            let row = Matrix { rows: 1, columns: bias.len(), values: bias.clone() };
            values.extend(row.padded(self.stride));
        }
        values
    }

    fn over<'a>(&self, values: &'a [f32]) -> Weights<'a> {
        let (inputs, outputs) = (self.inputs(), self.outputs());
        Weights { values, inputs, outputs, stride: self.stride, bias: self.bias.is_some() }
    }

    /// What the kernel makes of `x`, whose unused lanes are NaN: the same whether it asks for other values or not.
    fn forward(&self, isa: Isa, x: &Matrix) -> Vec<f32> {
        let values = self.values();
        let asking = self.forward_and_ask(isa, x, [&values; 2]);
        assert_eq!(bits(&asking), bits(&self.forward_and_ask(isa, x, [&[]; 2])), "{isa:?}");
        asking
    }

    fn forward_and_ask(&self, isa: Isa, x: &Matrix, ahead: [&[f32]; 2]) -> Vec<f32> {
        let (values, fields) = (self.values(), Fields::new(self.inputs(), self.outputs()));
        let mut sheet = fields.sheet(x);
        let before = sheet.bits();
        let (places, linear) = ((fields.from, fields.to), Activation::Linear);
        self.over(&values).forward(isa, sheet.records(), places, linear, ahead);
        sheet.assert_untouched_beside(&before, fields.to, self.outputs());
        sheet.get(fields.to, x.rows, self.outputs())
    }

    fn backward(&self, isa: Isa, delta: &Matrix) -> Vec<f32> {
        let (values, fields) = (self.values(), Fields::new(self.outputs(), self.inputs()));
        let mut sheet = fields.sheet(delta);
        let before = sheet.bits();
        self.over(&values).backward(isa, sheet.records(), (fields.from, fields.to), None);
        sheet.assert_untouched_beside(&before, fields.to, self.inputs());
        sheet.get(fields.to, delta.rows, self.inputs())
    }

    /// Holds both directions, on every instruction set, against the reference.
    fn check(&self, x: &Matrix, delta: &Matrix) {
        let bias = self.bias.clone().unwrap_or(vec![0.0; self.outputs()]);
        let none = vec![0.0; self.inputs()];
        let (forward, sizes) = exact(x, &self.weights, &bias);
        let (backward, back_sizes) = exact(delta, &self.weights.transposed(), &none);
        for isa in Isa::available() {
            assert_sums(isa, &self.forward(isa, x), &forward, &sizes, self.inputs());
            assert_sums(isa, &self.backward(isa, delta), &backward, &back_sizes, self.outputs());
        }
    }
}

/// The exact sums, and the sums of their terms' absolute values.
fn exact(x: &Matrix, weights: &Matrix, bias: &[f32]) -> (Vec<f64>, Vec<f64>) {
    let product = |x: &Matrix, weights: &Matrix, bias: &[f32]| {
        reference::product(&x.values, &weights.values, bias, x.columns)
    };
    let size: Vec<f32> = bias.iter().map(|b| b.abs()).collect();
    (product(x, weights, bias), product(&x.map(f32::abs), &weights.map(f32::abs), &size))
}

/// Where the two fields of a product stand.
struct Fields {
    from: usize,
    to: usize,
    length: usize,
}

impl Fields {
    fn new(from_features: usize, to_features: usize) -> Fields {
        let to = BEFORE + from_features * LANE_GROUP + 5;
        Fields { from: BEFORE, to, length: to + to_features * LANE_GROUP + 2 }
    }

    fn sheet(&self, x: &Matrix) -> Sheet {
        let mut sheet = Sheet::for_rows(x.rows, self.length);
        sheet.put(self.from, x);
        sheet
    }
}

proptest! {
    #![proptest_config(random_cases())]

    #[test]
    fn products_agree(
        inputs in 1..WIDEST, outputs in 1..WIDEST, rows in 1..MOST_ROWS,
        bias: bool, dense: bool, seed: u32,
    ) {
        let mut layer = Layer::random(inputs, outputs, bias, seed);
        if dense {
            layer.stride = outputs;
        }
        layer.check(&Matrix::random(rows, inputs, seed ^ 1), &Matrix::random(rows, outputs, seed ^ 2));
    }

    /// Products that overflow nowhere, but underflow, lose all their digits or nearly overflow.
    #[test]
    fn products_of_extreme_values_agree(
        inputs in 1..WIDEST.min(40), outputs in 1..WIDEST.min(40), rows in 1..MOST_ROWS.min(40), seed: u32,
        (x, w) in prop::sample::select(vec![
            (1e30, 1e-30), (1e-30, 1e-30), (1e-20, 1e-20), (1e18, 1e18), (1e-45, 1.0), (1e-40, 1e30),
        ]),
    ) {
        let mut layer = Layer::random(inputs, outputs, true, seed);
        layer.weights = layer.weights.map(|value| value * w);
        layer.bias = layer.bias.map(|bias| bias.iter().map(|b| b * x * w).collect());
        let scaled = |columns, seed| Matrix::random(rows, columns, seed).map(|value| value * x);
        layer.check(&scaled(inputs, seed ^ 1), &scaled(outputs, seed ^ 2));
    }
}

/// Every way to cut a width into tiles, with seven panels: four, two and one side by side. Sums are short, or long and
/// of an odd number of terms.
#[test]
fn every_width_agrees() {
    let rows = MOST_ROWS.min(7 * LANE_GROUP - 3);
    for width in (1..WIDEST.min(76)).step_by(WIDTH_STEP) {
        for (inputs, outputs) in [(2, width), (width, 3), (49, width), (width, 51)] {
            let layer = Layer::random(inputs, outputs, true, width as u32);
            layer.check(&Matrix::random(rows, inputs, 1), &Matrix::random(rows, outputs, 2));
        }
    }
}

/// What is wrong in one row of data stays there.
#[test]
fn nan_and_infinity_stay_in_their_row() {
    let (rows, inputs, outputs, bad) = (MOST_ROWS.min(37), 8, WIDEST.min(26), 17);
    let layer = Layer::random(inputs, outputs, true, 5);
    let x = Matrix::random(rows, inputs, 6);
    for isa in Isa::available() {
        let clean = layer.forward(isa, &x);
        for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            let mut x = x.clone();
            x.values[bad * inputs + 7] = value;
            for (row, (now, clean)) in
                layer.forward(isa, &x).chunks(outputs).zip(clean.chunks(outputs)).enumerate()
            {
                if row == bad {
                    let expected = |at: usize| value * layer.weights.at(7, at);
                    let same = |(at, y): (usize, &f32)| y.to_bits() == expected(at).to_bits();
                    let as_nan = value.is_nan() && now.iter().all(|y| y.is_nan());
                    assert!(as_nan || now.iter().enumerate().all(same), "{isa:?}: {now:?}");
                } else {
                    assert_eq!(now, clean, "{isa:?}, row {row}, beside {value}");
                }
            }
        }
    }
}

#[test]
fn sums_that_overflow_are_infinite() {
    let layer =
        Layer { weights: Matrix::filled(3, 17, 1e30), bias: Some(vec![-1e38; 17]), stride: 17 };
    let x = Matrix::filled(18, 3, 1e30);
    for isa in Isa::available() {
        assert!(layer.forward(isa, &x).iter().all(|y| *y == f32::INFINITY), "{isa:?}");
    }
}

#[test]
fn nothing_is_written_for_no_records() {
    let layer = Layer::random(4, 4, true, 1);
    let (values, fields) = (layer.values(), Fields::new(4, 4));
    for isa in Isa::available() {
        let mut sheet = Sheet::new(0, fields.length);
        let (places, linear) = ((fields.from, fields.to), Activation::Linear);
        layer.over(&values).forward(isa, sheet.records(), places, linear, [&values; 2]);
        assert!(sheet.bits().is_empty());
    }
}

/// Shapes that would reach beyond a slice, some only after an overflow, are refused.
#[test]
fn shapes_that_do_not_fit_are_refused() {
    let half = usize::MAX / 2 + 1;
    let fits = Weights { values: &[0.0; 64], inputs: 3, outputs: 4, stride: 16, bias: true };
    let wrong = [
        (Weights { inputs: 4, ..fits }, 0, 128),
        (Weights { stride: 3, ..fits }, 0, 128),
        (Weights { stride: 17, ..fits }, 0, 128),
        (Weights { stride: half, ..fits }, 0, 128),
        (Weights { inputs: half / 8, ..fits }, 0, 128),
        (fits, 0, 192),
        (fits, 0, 47),
        (fits, usize::MAX - 15, 128),
    ];
    let refused = |weights: Weights<'_>, x, out| {
        let run = || {
            let (mut sheet, linear) = (Sheet::new(2, 200), Activation::Linear);
            weights.forward(Isa::detect(), sheet.records(), (x, out), linear, [&[]; 2]);
        };
        std::panic::catch_unwind(run).is_err()
    };
    assert!(!refused(fits, 0, 48));
    for (number, (weights, x, out)) in wrong.into_iter().enumerate() {
        assert!(refused(weights, x, out), "number {number} was taken");
    }
}

proptest! {
    #![proptest_config(random_cases())]

    /// To the byte what the product and then the activation are; a NaN comes through both ways.
    #[test]
    fn an_activation_on_the_way_is_one_behind_it(
        inputs in 1..WIDEST, outputs in 1..WIDEST, rows in 1..MOST_ROWS, seed: u32,
    ) {
        let layer = Layer::random(inputs, outputs, true, seed);
        let (values, fields) = (layer.values(), Fields::new(inputs, outputs));
        let mut x = Matrix::random(rows, inputs, seed ^ 1);
        x.values[0] = f32::NAN;
        for isa in Isa::available() {
            let sums = layer.forward(isa, &x);
            for activation in [RELU, Activation::Tanh, Activation::Silu] {
                let mut sheet = fields.sheet(&x);
                let (before, places) = (sheet.bits(), (fields.from, fields.to));
                layer.over(&values).forward(isa, sheet.records(), places, activation, [&[]; 2]);
                sheet.assert_untouched_beside(&before, fields.to, outputs);
                let mut expected = whole_groups(&sums);
                activation.apply(isa, &mut expected);
                let y = sheet.get(fields.to, rows, outputs);
                prop_assert_eq!(bits(&y), bits(&expected[..y.len()]), "{:?} {:?}", isa, activation);
            }
        }
    }

    /// The same for the way back, from deltas through the weights and an activation's derivative.
    #[test]
    fn a_derivative_on_the_way_back_is_one_behind_it(
        inputs in 1..WIDEST, outputs in 1..WIDEST, rows in 1..MOST_ROWS, seed: u32,
    ) {
        let layer = Layer::random(inputs, outputs, false, seed);
        let (values, fields) = (layer.values(), Fields::new(outputs, inputs));
        let delta = Matrix::random(rows, outputs, seed ^ 1);
        let mut y = Matrix::random(rows, inputs, seed ^ 2);
        y.values[0] = f32::NAN;
        y.values[rows * inputs / 2] = 0.0;
        let at = fields.length + 1;
        let mut sheet = Sheet::for_rows(rows, at + inputs * LANE_GROUP);
        sheet.put(fields.from, &delta);
        sheet.put(at, &y);
        let (before, places) = (sheet.bits(), (fields.from, fields.to));
        for isa in Isa::available() {
            let sums = layer.backward(isa, &delta);
            for activation in [RELU, Activation::Tanh] {
                let through = Some((activation, at));
                layer.over(&values).backward(isa, sheet.records(), places, through);
                sheet.assert_untouched_beside(&before, fields.to, inputs);
                let (mut expected, y) = (whole_groups(&sums), whole_groups(&y.values));
                activation.backward(isa, &y, &y, &mut expected);
                let back = sheet.get(fields.to, rows, inputs);
                prop_assert_eq!(bits(&back), bits(&expected[..back.len()]), "{:?} {:?}", isa, activation);
            }
        }
    }
}

/// An activation that needs its inputs, or whose outputs stand where the gradient goes or nowhere.
#[test]
fn activations_that_cannot_be_gone_through_are_refused() {
    let weights = Weights { values: &[0.0; 64], inputs: 3, outputs: 4, stride: 16, bias: true };
    let refused = |activation, at| {
        let run = || {
            let through = Some((activation, at));
            weights.backward(Isa::detect(), Sheet::new(2, 200).records(), (0, 64), through);
        };
        std::panic::catch_unwind(run).is_err()
    };
    assert!(!refused(RELU, 112));
    assert!(refused(Activation::Silu, 112));
    for at in [17, 64, 111, 153, usize::MAX - 15] {
        assert!(
            refused(RELU, at) && refused(Activation::Tanh, at),
            "outputs from {at} on were taken"
        );
    }
}

/// The values, and as many zeros as a whole number of vectors takes.
fn whole_groups(values: &[f32]) -> Vec<f32> {
    let mut whole = values.to_vec();
    whole.resize(values.len().next_multiple_of(LANE_GROUP), 0.0);
    whole
}
