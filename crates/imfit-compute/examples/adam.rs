#![allow(missing_docs)]
use imfit_compute::*;
use std::time::Instant;
fn main() {
    let isa = Isa::detect();
    let gs: f32 = std::env::args().nth(1).unwrap().parse().unwrap();
    for n in [1344usize, 20000, 45000] {
        let n = n / 16 * 16;
        let mut w = Buffer::zeros(n);
        let mut g = Buffer::zeros(n);
        let mut m = Buffer::zeros(n);
        let mut v = Buffer::zeros(n);
        for i in 0..n {
            w[i] = 0.1;
            g[i] = gs * ((i % 97) as f32 - 48.0);
            v[i] = gs * gs * 0.01;
            m[i] = gs;
        }
        let s = AdamStep {
            step_size: 1e-3,
            one_minus_beta_1: 0.1,
            one_minus_beta_2: 0.001,
            epsilon: 1e-7,
        };
        let mut best = f64::MAX;
        for _ in 0..50 {
            let t = Instant::now();
            for _ in 0..20 {
                s.apply(isa, &mut w, &g, &mut m, &mut v);
            }
            best = best.min(t.elapsed().as_secs_f64() / 20.0);
        }
        println!("{n}: {:.2} ns per vector", best / (n as f64 / 16.0) * 1e9);
    }
}
