//! Products of bf16 against the plain reference, and the instruction against its emulation.

use imfit_compute::{
    Activation, Bf16, Bf16Layer, Bf16Weights, Buffer, GradientRows, Isa, LANE_GROUP, Records, Relu,
    Start, delta_features, halves_places, odd_lines, pack_weights, pairs_places, reference,
};
use proptest::prelude::*;

/// The instructions for what isn't a product of bf16.
fn isa() -> Isa {
    Isa::detect()
}

/// Numbers from -1 to 1 that follow from the seed.
fn matrix(rows: usize, columns: usize, seed: u32) -> Vec<f32> {
    let mut state = u64::from(seed) * 2 + 1;
    (0..rows * columns)
        .map(|_| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            ((state >> 40) as f32 / (1u32 << 23) as f32) - 1.0
        })
        .collect()
}

fn rounded(values: &[f32]) -> Vec<f32> {
    values.iter().map(|value| reference::bf16(*value)).collect()
}

/// What `rows` by `columns` values are when their axes change places.
fn turned(values: &[f32], columns: usize) -> Vec<f32> {
    let rows = values.len() / columns;
    (0..columns * rows).map(|i| values[i % rows * columns + i / rows]).collect()
}

/// A layer and records for it, with `out` behind the layer's own fields.
struct Sheet {
    layer: Bf16Layer,
    out: usize,
    length: usize,
    records: Buffer,
    rows: usize,
}

impl Sheet {
    /// Room for `rows` rows of data. Places that nobody writes hold a number that spoils any sum.
    fn new(rows: usize, inputs: usize, outputs: usize, bias: bool) -> Sheet {
        let mut end = 0;
        let mut field = |places: usize| {
            end += places;
            end - places
        };
        let layer = Bf16Layer {
            inputs,
            outputs,
            bias,
            x: field((inputs + 1) * LANE_GROUP),
            delta: field(delta_features(outputs) * LANE_GROUP),
            x_pairs: field(Bf16Layer::x_pairs_places(inputs)),
            x_halves: field(Bf16Layer::x_halves_places(inputs, bias)),
            delta_pairs: field(Bf16Layer::delta_pairs_places(outputs)),
            turned: field(Bf16Layer::turned_places(outputs)),
        };
        let out = field(inputs.max(outputs) * LANE_GROUP);
        let length = odd_lines(end);
        let mut records = Buffer::zeros(rows.div_ceil(LANE_GROUP) * length);
        records.fill(1.0e6);
        Sheet { layer, out, length, records, rows }
    }

    /// Writes (rows, columns) values to a field. The lanes past the rows become zeros.
    fn set(&mut self, field: usize, values: &[f32], columns: usize) {
        for row in 0..self.rows.next_multiple_of(LANE_GROUP) {
            for column in 0..columns {
                let at = self.place(field, row, column);
                self.records[at] = values.get(row * columns + column).copied().unwrap_or(0.0);
            }
        }
    }

    /// The values of a field, (rows, columns).
    fn get(&self, field: usize, columns: usize) -> Vec<f32> {
        let place = |i: usize| self.records[self.place(field, i / columns, i % columns)];
        (0..self.rows * columns).map(place).collect()
    }

    fn place(&self, field: usize, row: usize, column: usize) -> usize {
        row / LANE_GROUP * self.length + field + column * LANE_GROUP + row % LANE_GROUP
    }

    fn records(&mut self) -> Records<'_> {
        Records { values: &mut self.records, length: self.length }
    }
}

/// Weights in both packed forms.
struct Packed {
    pairs: Vec<f32>,
    halves: Vec<f32>,
    stride: usize,
}

/// Packs (inputs, outputs) weights. Their padding spoils any sum that it comes into.
fn packed(bf16: Bf16, weights: &[f32], outputs: usize) -> Packed {
    let (stride, inputs) = (odd_lines(outputs), weights.len() / outputs);
    let mut rows = Vec::new();
    for row in weights.chunks(outputs) {
        rows.extend_from_slice(row);
        rows.resize(rows.len() + stride - outputs, 1.0e6);
    }
    let mut pairs = vec![0.0; pairs_places(inputs, stride)];
    let mut halves = vec![0.0; halves_places(inputs, stride)];
    pack_weights(bf16, &rows, (outputs, stride), &mut pairs, &mut halves);
    Packed { pairs, halves, stride }
}

impl Packed {
    fn with<'a>(&'a self, bias: Option<&'a [f32]>) -> Bf16Weights<'a> {
        Bf16Weights { pairs: &self.pairs, halves: &self.halves, bias, stride: self.stride }
    }
}

fn assert_close(actual: &[f32], expected: &[f64], terms: usize, what: &str) {
    assert_eq!(actual.len(), expected.len());
    // Each term is at most 1; a sum of n of them, in f32, is off by at most n half-ulps of n.
    let allowed = f64::from(f32::EPSILON) * (terms as f64 + 1.0) * 2.0;
    for (at, (a, e)) in actual.iter().zip(expected).enumerate() {
        assert!((f64::from(*a) - e).abs() <= allowed, "{what}, {at}: {a} is not {e}");
    }
}

proptest! {
    #[test]
    fn forward_agrees(
        rows in 1usize..70, inputs in 1usize..70, outputs in 1usize..70, bias: bool, seed: u32,
    ) {
        let (x, w) = (matrix(rows, inputs, seed), matrix(inputs, outputs, seed ^ 1));
        let b = if bias { matrix(1, outputs, seed ^ 2) } else { vec![0.0; outputs] };
        let expected = reference::product(&rounded(&x), &rounded(&w), &b, inputs);
        for bf16 in Bf16::available() {
            let mut sheet = Sheet::new(rows, inputs, outputs, bias);
            let (layer, out) = (sheet.layer, sheet.out);
            sheet.set(layer.x, &x, inputs);
            layer.pack_inputs(bf16, sheet.records());
            let packed = packed(bf16, &w, outputs);
            let linear = (out, Activation::Linear);
            layer.forward((isa(), bf16), sheet.records(), packed.with(bias.then_some(&b)), linear);
            assert_close(&sheet.get(out, outputs), &expected, inputs, &format!("{bf16:?}"));
        }
    }

    #[test]
    fn backward_agrees(
        rows in 1usize..70, inputs in 1usize..70, outputs in 1usize..70, seed: u32,
    ) {
        let (d, w) = (matrix(rows, outputs, seed), matrix(inputs, outputs, seed ^ 1));
        let across = turned(&rounded(&w), outputs);
        let expected = reference::product(&rounded(&d), &across, &vec![0.0; inputs], outputs);
        for bf16 in Bf16::available() {
            let mut sheet = Sheet::new(rows, inputs, outputs, true);
            let (layer, out) = (sheet.layer, sheet.out);
            sheet.set(layer.delta, &d, outputs);
            layer.pack_delta(bf16, sheet.records());
            let weights = packed(bf16, &w, outputs);
            layer.backward((isa(), bf16), sheet.records(), weights.with(None), (out, None));
            assert_close(&sheet.get(out, inputs), &expected, outputs, &format!("{bf16:?}"));
        }
    }

    #[test]
    fn gradient_agrees(
        rows in 1usize..70, inputs in 1usize..40, outputs in 1usize..70, bias: bool, seed: u32,
    ) {
        let (x, d) = (matrix(rows, inputs, seed), matrix(rows, outputs, seed ^ 1));
        let ones = vec![1.0; rows];
        for bf16 in Bf16::available() {
            let mut sheet = Sheet::new(rows, inputs, outputs, bias);
            let (layer, length) = (sheet.layer, sheet.length);
            sheet.set(layer.x, &x, inputs);
            sheet.set(layer.x + inputs * LANE_GROUP, &ones, 1);
            sheet.set(layer.delta, &d, outputs);
            layer.pack_inputs(bf16, sheet.records());
            layer.pack_delta(bf16, sheet.records());
            let (stride, features) = (odd_lines(outputs), inputs + usize::from(bias));
            let mut gradient = vec![0.0; features * stride];
            // In two parts, as a training has them.
            let cut = features / 2;
            let (top, bottom) = gradient.split_at_mut(cut * stride);
            let records = (&*sheet.records, length);
            let start = Start::Zero;
            let top = GradientRows { values: top, stride, first: 0, start };
            layer.write_gradient(bf16, records, rows, top);
            let bottom = GradientRows { values: bottom, stride, first: cut, start };
            layer.write_gradient(bf16, records, rows, bottom);
            let actual: Vec<f32> =
                gradient.chunks(stride).flat_map(|row| row[..outputs].to_vec()).collect();
            let expected = gradient_of(&x, &d, inputs, outputs, bias);
            assert_close(&actual, &expected, rows, &format!("{bf16:?}"));
        }
    }
}

/// Works on values, each with as many zeros after them as make whole panels.
fn in_panels<const N: usize>(all: &mut [&mut Vec<f32>; N], work: impl FnOnce([&mut [f32]; N])) {
    let count = all[0].len();
    all.iter_mut().for_each(|values| values.resize(count.next_multiple_of(LANE_GROUP), 0.0));
    work(all.each_mut().map(|values| &mut values[..]));
    all.iter_mut().for_each(|values| values.truncate(count));
}

/// A plain rectifier is part of the product, other activations come after it: to the bit it is all the same.
#[test]
fn activations_are_those_of_the_sums_alone() {
    let activations = [Activation::Relu(Relu::default()), Activation::Tanh, Activation::Sigmoid];
    // The interpreter that checks memory has time for little.
    let shapes = match cfg!(miri) {
        true => [(1, 1, 1), (17, 7, 33), (33, 3, 9)],
        false => [(1, 1, 1), (16, 7, 33), (70, 51, 100)],
    };
    for (activation, (rows, inputs, outputs)) in
        activations.into_iter().flat_map(|activation| shapes.map(|shape| (activation, shape)))
    {
        for bf16 in Bf16::available() {
            let (x, d) = (matrix(rows, inputs, 1), matrix(rows, outputs, 2));
            let weights = packed(bf16, &matrix(inputs, outputs, 3), outputs);
            let sheet = || {
                let mut sheet = Sheet::new(rows, inputs, outputs, true);
                let layer = sheet.layer;
                sheet.set(layer.x, &x, inputs);
                sheet.set(layer.delta, &d, outputs);
                layer.pack_inputs(bf16, sheet.records());
                layer.pack_delta(bf16, sheet.records());
                sheet
            };
            let bias = matrix(1, outputs, 4);
            let forward = |activation| {
                let mut sheet = sheet();
                let (layer, to) = (sheet.layer, (sheet.out, activation));
                layer.forward((isa(), bf16), sheet.records(), weights.with(Some(&bias)), to);
                sheet.get(sheet.out, outputs)
            };
            let mut sums = forward(Activation::Linear);
            in_panels(&mut [&mut sums], |[sums]| activation.apply(isa(), sums));
            assert_eq!(forward(activation), sums, "{activation:?}, {rows} x {inputs} x {outputs}");

            let backward = |activation: Option<Activation>| {
                let mut sheet = sheet();
                let layer = sheet.layer;
                let to = (sheet.out, activation.map(|activation| (activation, layer.x)));
                layer.backward((isa(), bf16), sheet.records(), weights.with(None), to);
                sheet.get(sheet.out, inputs)
            };
            let mut gradient = backward(None);
            in_panels(&mut [&mut gradient, &mut x.clone()], |[gradient, x]| {
                activation.backward(isa(), x, x, gradient);
            });
            let through = backward(Some(activation));
            assert_eq!(through, gradient, "{activation:?}, {rows} x {inputs} x {outputs}");
        }
    }
}

/// The gradient of kernel and bias: from rounded values where columns have vectors of their own, and
/// from `f32` in the up to eight last ones that haven't.
fn gradient_of(x: &[f32], d: &[f32], inputs: usize, outputs: usize, bias: bool) -> Vec<f64> {
    let of = |x: &[f32], d: &[f32]| {
        let mut gradient = reference::weight_gradient(x, d, inputs, outputs);
        if bias {
            let ones = vec![1.0; x.len() / inputs];
            gradient.extend(reference::weight_gradient(&ones, d, 1, outputs));
        }
        gradient
    };
    let (in_bf16, in_f32) = (of(&rounded(x), &rounded(d)), of(x, d));
    let tail = outputs % LANE_GROUP;
    let cut = if tail > LANE_GROUP / 2 { outputs } else { outputs - tail };
    let columns = (0..in_f32.len()).map(|i| i % outputs);
    columns
        .zip(in_bf16.iter().zip(&in_f32))
        .map(|(column, (bf16, f32))| if column < cut { *bf16 } else { *f32 })
        .collect()
}

/// Every magnitude, ties between two values of bf16, both ends, subnormal numbers and what is none.
fn extremes() -> Vec<f32> {
    let mut values = vec![f32::NAN, -f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.0, -0.0];
    values.extend([f32::from_bits(0x7f80_0001), f32::from_bits(0xff80_0001)]);
    values.extend([f32::MAX, f32::MIN, 1.0e-45, -1.0e-45, f32::MIN_POSITIVE]);
    for upper in (0..0x7f80u32).step_by(13) {
        for lower in [0, 1, 0x7fff, 0x8000, 0x8001, 0xffff] {
            let value = f32::from_bits(upper << 16 | lower);
            values.extend([value, -value]);
        }
    }
    values
}

#[test]
fn weights_are_rounded_to_the_nearest_even() {
    let (values, outputs) = (extremes(), 1);
    let expected: Vec<u32> = rounded(&values).iter().map(|value| value.to_bits() >> 16).collect();
    for bf16 in Bf16::available() {
        let packed = packed(bf16, &values, outputs);
        for (row, (value, expected)) in values.iter().zip(&expected).enumerate() {
            let pair = packed.pairs[row / 2 * packed.stride].to_bits() >> (row % 2 * 16) & 0xffff;
            let half = packed.halves[row * packed.stride / 2].to_bits();
            assert_eq!(pair, half, "the two forms of {value:e} differ on {bf16:?}");
            if value.is_nan() {
                assert!(f32::from_bits(half << 16).is_nan(), "{value} became {half:x} on {bf16:?}");
            } else {
                assert_eq!(half, *expected, "{value:e} ({:08x}) on {bf16:?}", value.to_bits());
            }
        }
    }
}

/// The forward product of values with which everything can happen: bit for bit the same.
#[test]
fn the_instruction_and_its_emulation_are_the_same() {
    let values = extremes();
    let (rows, inputs, outputs) = (45, 27, 37);
    let pick = |seed: u32, count: usize| -> Vec<f32> {
        let at = matrix(1, count, seed);
        at.iter().map(|at| values[((at + 1.0) / 2.0 * values.len() as f32) as usize]).collect()
    };
    let mut finite = 0;
    for seed in 0..20 {
        let mut x = pick(seed, rows * inputs);
        let mut w = pick(seed + 100, inputs * outputs);
        if seed % 2 == 0 {
            // Few sums of the above stay finite.
            x.iter_mut().for_each(|x| *x = x.clamp(-1.0e18, 1.0e18));
            w.iter_mut().for_each(|w| *w = w.clamp(-1.0e-18, 1.0e-18));
            x.iter_mut().chain(&mut w).filter(|v| v.is_nan()).for_each(|v| *v = 1.0);
        }
        let bias = pick(seed + 200, outputs).iter().map(|b| b.clamp(-9.0, 9.0)).collect::<Vec<_>>();
        let results = Bf16::available().into_iter().map(|bf16| {
            let mut sheet = Sheet::new(rows, inputs, outputs, true);
            let (layer, out) = (sheet.layer, sheet.out);
            sheet.set(layer.x, &x, inputs);
            layer.pack_inputs(bf16, sheet.records());
            let weights = packed(bf16, &w, outputs);
            let linear = (out, Activation::Linear);
            layer.forward((isa(), bf16), sheet.records(), weights.with(Some(&bias)), linear);
            sheet.get(out, outputs)
        });
        let results: Vec<Vec<f32>> = results.collect();
        finite += results[0].iter().filter(|value| value.is_finite()).count();
        for other in &results[1..] {
            for (a, b) in results[0].iter().zip(other) {
                assert!(a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()), "{a:e}, {b:e}");
            }
        }
    }
    assert!(finite > 10_000, "only {finite} sums were numbers");
}

#[test]
fn what_is_no_number_comes_through_and_what_is_subnormal_does_not() {
    let product = |bf16: Bf16, x: f32, w: f32| {
        let mut sheet = Sheet::new(1, 1, 1, false);
        let (layer, out) = (sheet.layer, sheet.out);
        sheet.set(layer.x, &[x], 1);
        layer.pack_inputs(bf16, sheet.records());
        let weights = packed(bf16, &[w], 1);
        let linear = (out, Activation::Linear);
        layer.forward((isa(), bf16), sheet.records(), weights.with(None), linear);
        sheet.get(out, 1)[0]
    };
    for bf16 in Bf16::available() {
        assert!(product(bf16, f32::NAN, 1.0).is_nan());
        assert!(product(bf16, 1.0, f32::NAN).is_nan());
        assert!(product(bf16, f32::INFINITY, 0.0).is_nan());
        assert_eq!(product(bf16, f32::NEG_INFINITY, 2.0), f32::NEG_INFINITY);
        assert_eq!(product(bf16, 3.0e38, 3.0e38), f32::INFINITY);
        assert_eq!(product(bf16, 1.0e-40, 1.0), 0.0, "a subnormal value counts as zero");
        assert_eq!(product(bf16, f32::MIN_POSITIVE, 0.5), 0.0, "a subnormal sum is zero");
        assert_eq!(product(bf16, f32::MIN_POSITIVE, 1.0), f32::MIN_POSITIVE);
    }
}

#[test]
#[should_panic(expected = "a field ends behind its record")]
fn a_field_that_does_not_fit_is_refused() {
    let mut sheet = Sheet::new(1, 4, 40, true);
    let layer = Bf16Layer { turned: sheet.length - 16, ..sheet.layer };
    layer.pack_delta(Bf16::emulated(), sheet.records());
}

#[test]
#[should_panic(expected = "the fields overlap")]
fn an_output_on_top_of_the_input_is_refused() {
    let mut sheet = Sheet::new(1, 4, 4, false);
    let (layer, weights) = (sheet.layer, packed(Bf16::emulated(), &[0.5; 16], 4));
    let linear = (layer.x_pairs, Activation::Linear);
    layer.forward((isa(), Bf16::emulated()), sheet.records(), weights.with(None), linear);
}
