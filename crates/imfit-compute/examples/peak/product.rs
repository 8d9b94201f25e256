//! What a product comes to just now: imfit's own, of a size that stays in the fastest cache.
//!
//! It tells whether somebody shares the core. A thread on its other half that multiplies little leaves the multiplying
//! units alone, and so goes unnoticed by the peak; but a product also wants places to load from and to begin
//! instructions.

use std::time::Duration;

use imfit_compute::{Activation, Buffer, Isa, LANE_GROUP, Records, Weights, odd_lines};

use crate::threads;

/// Inputs, and outputs.
const WIDTH: usize = 100;
const PANELS: usize = 2;
/// Products between two looks at the clock.
const PRODUCTS: usize = 8;

/// Operations a second, a multiplication and an addition being two.
pub fn rate(threads: usize, duration: Duration) -> f64 {
    let isa = Isa::detect();
    let (stride, length) = (odd_lines(WIDTH), odd_lines(2 * WIDTH * LANE_GROUP));
    let prepare = || (filled(WIDTH * stride, 0.01), filled(PANELS * length, 0.5));
    threads::rate(threads, duration, prepare, |(values, records)| {
        for _ in 0..PRODUCTS {
            let weights = Weights { values, inputs: WIDTH, outputs: WIDTH, stride, bias: false };
            let records = Records { values: records, length };
            let fields = (0, WIDTH * LANE_GROUP);
            weights.forward(isa, records, fields, Activation::Linear, [&[]; 2]);
        }
        (PRODUCTS * 2 * WIDTH * WIDTH * PANELS * LANE_GROUP) as f64
    })
}

fn filled(length: usize, value: f32) -> Buffer {
    let mut buffer = Buffer::zeros(length);
    buffer.fill(value);
    buffer
}
