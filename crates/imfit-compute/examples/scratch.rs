#![allow(missing_docs)]
use imfit_compute::*;
use std::time::Instant;
fn main() {
    let isa =
        std::env::var("IMFIT_ISA").map(|n| Isa::by_name(&n).unwrap()).unwrap_or(Isa::detect());
    for (k, n, panels) in [
        (100usize, 100usize, 8usize),
        (100, 100, 4),
        (100, 100, 2),
        (100, 100, 1),
        (128, 128, 4),
        (256, 256, 4),
        (512, 512, 4),
        (10, 10, 8),
        (2, 100, 4),
        (100, 3, 4),
    ] {
        let stride = odd_lines(n);
        let mut w = Buffer::zeros((k + 1) * stride);
        for (i, v) in w.iter_mut().enumerate() {
            *v = ((i * 7919) % 1000) as f32 / 1000.0 - 0.5
        }
        let x = 0;
        let out = (k + 1) * 16;
        let delta = out + (n + 1) * 16;
        let turned = delta + n * 16;
        let length = odd_lines(turned + turned_places(n) + k * 16);
        let dx = turned + turned_places(n);
        let mut r = Buffer::zeros(length * panels);
        for (i, v) in r.iter_mut().enumerate() {
            *v = ((i * 104729) % 1000) as f32 / 1000.0 - 0.5
        }
        let mut g = Buffer::zeros((k + 1) * stride);
        let flop = 2.0 * (k * n * panels * 16) as f64;
        let time = |f: &mut dyn FnMut()| {
            let mut best = f64::MAX;
            for _ in 0..30 {
                let t = Instant::now();
                for _ in 0..100 {
                    f()
                }
                best = best.min(t.elapsed().as_secs_f64() / 100.0);
            }
            best
        };
        let wt = Weights { values: &w, inputs: k, outputs: n, stride, bias: true };
        let tf = time(&mut || wt.forward(isa, Records { values: &mut r, length }, x, out));
        let tb = time(&mut || wt.backward(isa, Records { values: &mut r, length }, delta, dx));
        let wg = WeightGradient { x, delta, turned, inputs: k + 1, outputs: n };
        let tt = time(&mut || wg.turn(isa, Records { values: &mut r, length }));
        let tg = time(&mut || {
            for first in (0..k + 1).step_by(12) {
                let rows = 12.min(k + 1 - first);
                wg.write_to(
                    isa,
                    (&r, length),
                    panels * 16,
                    first,
                    &mut g[first * stride..(first + rows) * stride],
                    stride,
                )
            }
        });
        println!(
            "{k}x{n} panels {panels}: fwd {:.1} bwd {:.1} grad {:.1} GF/s; turn {:.0} ns ({:.1}% of fwd) grad+turn {:.1}",
            flop / tf / 1e9,
            flop / tb / 1e9,
            flop / tg / 1e9,
            tt * 1e9,
            tt / tf * 100.0,
            flop / (tg + tt) / 1e9
        );
    }
}
