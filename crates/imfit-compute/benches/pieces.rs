//! How fast the pieces of a training step are, on each set of instructions:
//! `cargo bench -p imfit-compute`, or `make bench-pieces`.
//!
//! An "element" of the throughput is one floating-point operation: two for each multiplication and
//! addition of a product, whatever the kernel does with padding. Where the work isn't arithmetic (turn,
//! activations), it is one value. All data lies in the cache, as it does in training.

use std::hint::black_box;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use imfit_compute::{
    Activation, AdamStep, Buffer, GradientRows, Isa, LANE_GROUP, OptimizerStep, Records, Relu,
    Start, WeightGradient, Weights, delta_features, odd_lines, take_lines, turned_places,
};

/// Inputs and outputs: the layers of the networks that the README times, and a wide one.
const SHAPES: [(usize, usize); 5] = [(100, 100), (2, 100), (100, 3), (10, 10), (512, 512)];
/// Records that go through the layers together.
const PANELS: usize = 4;
/// Rows of the gradient that a thread sums at a time.
const PART_ROWS: usize = 12;

/// One dense layer, its weights, and records as training lays them out.
struct Layer {
    inputs: usize,
    outputs: usize,
    stride: usize,
    values: Buffer,
    records: Buffer,
    /// Values in a record.
    length: usize,
    output: usize,
    delta: usize,
    back: usize,
    gradient: WeightGradient,
}

impl Layer {
    fn new((inputs, outputs): (usize, usize)) -> Layer {
        let output = (inputs + 1) * LANE_GROUP;
        let delta = output + outputs * LANE_GROUP;
        let turned = delta + delta_features(outputs) * LANE_GROUP;
        let back = turned + turned_places(outputs);
        let length = odd_lines(back + inputs * LANE_GROUP);
        let stride = odd_lines(outputs);
        Layer {
            inputs,
            outputs,
            stride,
            values: numbers((inputs + 1) * stride),
            records: numbers(PANELS * length),
            length,
            output,
            delta,
            back,
            gradient: WeightGradient { x: 0, turned, inputs: inputs + 1, outputs },
        }
    }

    /// Floating-point operations of one product.
    fn operations(&self) -> u64 {
        (2 * self.inputs * self.outputs * PANELS * LANE_GROUP) as u64
    }

    fn weights(&mut self) -> (Weights<'_>, Records<'_>) {
        let (inputs, outputs, stride) = (self.inputs, self.outputs, self.stride);
        (
            Weights { values: &self.values, inputs, outputs, stride, bias: true },
            Records { values: &mut self.records, length: self.length },
        )
    }

    fn forward(&mut self, isa: Isa) {
        let output = self.output;
        let (weights, records) = self.weights();
        weights.forward(isa, records, (0, output), Activation::Linear, [&[]; 2]);
    }

    fn backward(&mut self, isa: Isa) {
        let (delta, back) = (self.delta, self.back);
        let (weights, records) = self.weights();
        weights.backward(isa, records, (delta, back), None);
    }

    fn turn(&mut self, isa: Isa) {
        let length = self.length;
        self.gradient.turn(isa, Records { values: &mut self.records, length }, self.delta);
    }

    /// Writes the gradient where the weights were.
    fn sum_gradient(&mut self, isa: Isa) {
        let (records, rows) = ((&*self.records, self.length), PANELS * LANE_GROUP);
        for (part, values) in self.values.chunks_mut(PART_ROWS * self.stride).enumerate() {
            let (stride, first, start) = (self.stride, part * PART_ROWS, Start::Zero);
            let target = GradientRows { values, stride, first, start };
            self.gradient.write_to(isa, records, rows, target);
        }
    }
}

/// Numbers from -0.5 to 0.5.
fn numbers(length: usize) -> Buffer {
    let mut buffer = Buffer::zeros(length);
    for (index, value) in buffer.iter_mut().enumerate() {
        *value = ((index * 7919) % 1000) as f32 / 1000.0 - 0.5;
    }
    buffer
}

/// Times one piece for every shape, on every set of instructions.
fn every_shape(
    c: &mut Criterion,
    name: &str,
    elements: impl Fn(&Layer) -> u64,
    piece: impl Fn(&mut Layer, Isa),
) {
    let mut group = c.benchmark_group(name);
    for isa in Isa::available() {
        for (inputs, outputs) in SHAPES {
            let mut layer = Layer::new((inputs, outputs));
            group.throughput(Throughput::Elements(elements(&layer)));
            let id = BenchmarkId::new(isa.name(), format!("{inputs}x{outputs}"));
            group.bench_function(id, |bencher| {
                bencher.iter(|| piece(black_box(&mut layer), isa));
            });
        }
    }
}

fn products(c: &mut Criterion) {
    every_shape(c, "forward", Layer::operations, Layer::forward);
    every_shape(c, "backward", Layer::operations, Layer::backward);
}

fn gradients(c: &mut Criterion) {
    let values = |layer: &Layer| (layer.outputs * PANELS * LANE_GROUP) as u64;
    every_shape(c, "gradient", Layer::operations, Layer::sum_gradient);
    every_shape(c, "turn", values, Layer::turn);
}

/// One layer of 100 outputs.
fn activations(c: &mut Criterion) {
    let places = 100 * PANELS * LANE_GROUP;
    let kinds = [
        ("relu", Activation::Relu(Relu::default())),
        ("sigmoid", Activation::Sigmoid),
        ("tanh", Activation::Tanh),
        ("sin", Activation::Sin { frequency: 1.0 }),
    ];
    for (name, activation) in kinds {
        let mut group = c.benchmark_group(name);
        group.throughput(Throughput::Elements(places as u64));
        for isa in Isa::available() {
            let inputs = numbers(places);
            let (mut outputs, mut gradient) = (numbers(places), numbers(places));
            group.bench_function(BenchmarkId::new("apply", isa.name()), |bencher| {
                bencher.iter(|| {
                    outputs.copy_from_slice(&inputs);
                    activation.apply(isa, black_box(&mut outputs));
                });
            });
            group.bench_function(BenchmarkId::new("backward", isa.name()), |bencher| {
                bencher.iter(|| {
                    gradient.copy_from_slice(&inputs);
                    activation.backward(isa, &inputs, &outputs, black_box(&mut gradient));
                });
            });
        }
    }
}

const ADAM: OptimizerStep = OptimizerStep::Adam(AdamStep {
    step_size: 1e-6,
    one_minus_beta_1: 0.1,
    one_minus_beta_2: 0.001,
    epsilon: 1e-7,
    amsgrad: false,
});
/// Counts a square root and a division as one each.
const ADAM_OPERATIONS: u64 = 13;

/// The weights of a layer of 100 x 100.
fn adam(c: &mut Criterion) {
    let places = 101 * odd_lines(100);
    let mut group = c.benchmark_group("adam");
    group.throughput(Throughput::Elements(ADAM_OPERATIONS * places as u64));
    for isa in Isa::available() {
        let (mut values, gradient) = (numbers(places), numbers(places));
        let mut moments = [Buffer::zeros(places), Buffer::zeros(places)];
        group.bench_function(isa.name(), |bencher| {
            bencher.iter(|| {
                ADAM.apply(isa, black_box(&mut values), &[&gradient], &mut moments);
            });
        });
    }
}

/// The same, by parts, where another core has read all weights since the last step, as in training: as they
/// are, and with the lines of each part taken before its step.
fn adam_after_another_core(c: &mut Criterion) {
    let stride = odd_lines(100);
    let part = PART_ROWS * stride;
    let weights = Mutex::new(numbers(101 * stride));
    let gradient = numbers(part);
    let lengths = weights.lock().unwrap().chunks(part).map(<[f32]>::len).collect::<Vec<_>>();
    let mut moments: Vec<_> =
        lengths.iter().map(|length| [(); 2].map(|()| Buffer::zeros(*length))).collect();
    let isa = Isa::detect();
    let mut group = c.benchmark_group("adam after another core");
    group.throughput(Throughput::Elements(ADAM_OPERATIONS * 101 * stride as u64));
    for (name, taken) in [("as they are", false), ("lines taken", true)] {
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|times| {
                let mut spent = Duration::ZERO;
                in_turns(times as usize, &weights, |weights| {
                    let start = Instant::now();
                    for (weights, moments) in weights.chunks_mut(part).zip(&mut moments) {
                        if taken {
                            take_lines(weights);
                        }
                        let gradient = &gradient[..weights.len()];
                        ADAM.apply(isa, black_box(weights), &[gradient], moments);
                    }
                    spent += start.elapsed();
                });
                spent
            });
        });
    }
}

/// Works on `values` so many times, and lets another thread read all of them before each.
fn in_turns(times: usize, values: &Mutex<Buffer>, mut work: impl FnMut(&mut Buffer)) {
    let turn = AtomicUsize::new(0);
    let wait_for = |number: usize| {
        while turn.load(Ordering::Acquire) != number {
            thread::yield_now();
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| {
            for time in 0..times {
                wait_for(2 * time);
                black_box(values.lock().unwrap().iter().sum::<f32>());
                turn.store(2 * time + 1, Ordering::Release);
            }
        });
        for time in 0..times {
            wait_for(2 * time + 1);
            work(&mut values.lock().unwrap());
            turn.store(2 * time + 2, Ordering::Release);
        }
    });
}

criterion_group! {
    name = pieces;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = products, gradients, activations, adam, adam_after_another_core
}
criterion_main!(pieces);
