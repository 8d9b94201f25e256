//! The promise that weights don't depend on the width of a vector: AVX2, AVX-512 and NEON, which
//! all fuse multiplication and addition, give the same bytes.

use imfit_compute::{
    Activation, Buffer, GradientRows, Isa, LANE_GROUP, Records, Relu, Start, WeightGradient,
    Weights, delta_features, odd_lines, turned_places,
};

use crate::close::bits;
use crate::matrix::Matrix;
use crate::optimizers::every_step;

/// One training step of one layer, by hand: the bits of all that it computes.
fn step(
    isa: Isa,
    inputs: usize,
    outputs: usize,
    panels: usize,
    activation: Activation,
) -> Vec<u32> {
    let stride = odd_lines(outputs);
    let output = (inputs + 1) * LANE_GROUP;
    let delta = output + outputs * LANE_GROUP;
    let turned = delta + delta_features(outputs) * LANE_GROUP;
    let back = turned + turned_places(outputs);
    let length = odd_lines(back + inputs * LANE_GROUP);
    let mut values = filled((inputs + 1) * stride, 1);
    let mut records = filled(panels * length, 2);
    let places = outputs * LANE_GROUP;

    let weights = Weights { values: &values, inputs, outputs, stride, bias: true };
    let linear = Activation::Linear;
    weights.forward(isa, Records { values: &mut records, length }, (0, output), linear, [&[]; 2]);
    for record in records.chunks_exact_mut(length) {
        let (before, after) = record.split_at_mut(delta);
        let x = before[output..].to_vec();
        activation.apply(isa, &mut before[output..]);
        activation.backward(isa, &x, &before[output..], &mut after[..places]);
    }
    weights.backward(isa, Records { values: &mut records, length }, (delta, back), None);
    let layer = WeightGradient { x: 0, turned, inputs: inputs + 1, outputs };
    layer.turn(isa, Records { values: &mut records, length }, delta);
    let mut gradient = Buffer::zeros(values.len());
    let rows = GradientRows { values: &mut gradient, stride, first: 0, start: Start::Zero };
    layer.write_to(isa, (&records, length), panels * LANE_GROUP, rows);

    let mut all = vec![];
    for step in every_step() {
        let mut slots = vec![Buffer::zeros(values.len()); step.slots()];
        step.apply(isa, &mut values, &[&gradient], &mut slots);
        all.extend(slots);
    }
    all.extend([records, gradient, values]);
    all.iter().flat_map(|buffer| bits(buffer)).collect()
}

fn filled(length: usize, seed: u32) -> Buffer {
    let mut buffer = Buffer::zeros(length);
    buffer.copy_from_slice(&Matrix::random(1, length.next_multiple_of(LANE_GROUP), seed).values);
    buffer
}

#[test]
fn all_fusing_instruction_sets_give_the_same_bytes() {
    let sets = Isa::available();
    let activations = [
        Activation::Linear,
        Activation::Sigmoid,
        Activation::Tanh,
        Activation::Sin { frequency: 1.0 },
        Activation::Relu(Relu::default()),
        Activation::Elu { alpha: 0.5 },
        Activation::Gelu,
        Activation::ApproximateGelu,
        Activation::Silu,
        Activation::Mish,
        Activation::LogSigmoid,
        Activation::Softsign,
        Activation::Squareplus { b: 4.0 },
        Activation::Softmax,
        Activation::LogSoftmax,
        Activation::Sparsemax,
        Activation::Relu(Relu { max_value: 0.5, negative_slope: 0.25, threshold: -0.25 }),
    ];
    let all = [1, 2, 3, 8, 9, 10, 16, 17, 31, 48, 100];
    let widths = if cfg!(miri) { &all[2..4] } else { &all[..] };
    let shapes = widths.iter().flat_map(|inputs| widths.iter().map(|outputs| (*inputs, *outputs)));
    for (number, (inputs, outputs)) in shapes.enumerate() {
        let (panels, activation) = (1 + number % 5, activations[number % activations.len()]);
        let best = step(sets[0], inputs, outputs, panels, activation);
        for isa in &sets {
            if isa.name() == "portable" && sets.len() > 1 {
                // It rounds twice where the others round once: its bytes are its own.
                continue;
            }
            let again = step(*isa, inputs, outputs, panels, activation);
            let differs = again.iter().zip(&best).position(|(a, b)| a != b);
            let case = format!("{inputs} x {outputs}, {panels} panels, {activation:?}");
            assert_eq!(differs, None, "{isa:?} is not {:?} on {case}", sets[0]);
        }
    }
}
