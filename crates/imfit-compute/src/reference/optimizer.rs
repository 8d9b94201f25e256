//! The steps of optimizers, for one weight.

use crate::{
    AdadeltaStep, AdagradStep, AdamStep, AdamaxStep, FtrlStep, LionStep, NadamStep, OptimizerStep,
    RmspropStep, SgdStep,
};

/// One step of one weight: the new weight, and the new values of its slots.
///
/// # Panics
/// Panics if there are fewer slots than the step has.
pub fn optimizer_step(
    step: OptimizerStep,
    weight: f32,
    gradient: f32,
    slots: &[f32],
) -> (f64, Vec<f64>) {
    let (w, g) = (f64::from(weight), f64::from(gradient));
    let slots: Vec<f64> = slots.iter().map(|slot| f64::from(*slot)).collect();
    match step {
        OptimizerStep::Adadelta(step) => adadelta(step, w, g, &slots),
        OptimizerStep::Adagrad(step) => adagrad(step, w, g, &slots),
        OptimizerStep::Adam(step) => adam(step, w, g, &slots),
        OptimizerStep::Adamax(step) => adamax(step, w, g, &slots),
        OptimizerStep::Ftrl(step) => ftrl(step, w, g, &slots),
        OptimizerStep::Lion(step) => lion(step, w, g, &slots),
        OptimizerStep::Nadam(step) => nadam(step, w, g, &slots),
        OptimizerStep::Rmsprop(step) => rmsprop(step, w, g, &slots),
        OptimizerStep::Sgd(step) => sgd(step, w, g, &slots),
    }
}

fn adam(step: AdamStep, w: f64, g: f64, slots: &[f64]) -> (f64, Vec<f64>) {
    let m = slots[0] + (g - slots[0]) * f64::from(step.one_minus_beta_1);
    let v = slots[1] + (g * g - slots[1]) * f64::from(step.one_minus_beta_2);
    let divided_by = if step.amsgrad { v.max(slots[2]) } else { v };
    let moved = m * f64::from(step.step_size) / (divided_by.sqrt() + f64::from(step.epsilon));
    let kept = if step.amsgrad { vec![m, v, divided_by] } else { vec![m, v] };
    (w - moved, kept)
}

fn adamax(step: AdamaxStep, w: f64, g: f64, slots: &[f64]) -> (f64, Vec<f64>) {
    let m = slots[0] + (g - slots[0]) * f64::from(step.one_minus_beta_1);
    let u = g.abs().max(f64::from(step.beta_2) * slots[1]);
    let divisor = f64::from(step.correction) * (u + f64::from(step.epsilon));
    (w - f64::from(step.learning_rate) * m / divisor, vec![m, u])
}

fn nadam(step: NadamStep, w: f64, g: f64, slots: &[f64]) -> (f64, Vec<f64>) {
    let m = slots[0] + (g - slots[0]) * f64::from(step.one_minus_beta_1);
    let v = slots[1] + (g * g - slots[1]) * f64::from(step.one_minus_beta_2);
    let ahead = f64::from(step.share_of_moment) * m + f64::from(step.share_of_gradient) * g;
    let divisor = (v / f64::from(step.correction)).sqrt() + f64::from(step.epsilon);
    (w - f64::from(step.learning_rate) * ahead / divisor, vec![m, v])
}

fn adagrad(step: AdagradStep, w: f64, g: f64, slots: &[f64]) -> (f64, Vec<f64>) {
    let sum = slots[0] + g * g;
    let moved = f64::from(step.learning_rate) * g / (sum + f64::from(step.epsilon)).sqrt();
    (w - moved, vec![sum])
}

fn adadelta(step: AdadeltaStep, w: f64, g: f64, slots: &[f64]) -> (f64, Vec<f64>) {
    let (kept, added) = (f64::from(step.rho), f64::from(step.one_minus_rho));
    let root = |mean: f64| (mean + f64::from(step.epsilon)).sqrt();
    let gradients = kept * slots[0] + added * g * g;
    let delta = root(slots[1]) * g / root(gradients);
    let deltas = kept * slots[1] + added * delta * delta;
    (w - f64::from(step.learning_rate) * delta, vec![gradients, deltas])
}

fn rmsprop(step: RmspropStep, w: f64, g: f64, slots: &[f64]) -> (f64, Vec<f64>) {
    let (kept, added) = (f64::from(step.rho), f64::from(step.one_minus_rho));
    let squares = kept * slots[0] + added * g * g;
    let mut after = vec![squares];
    let mean = step.centered.then(|| kept * slots[slots.len() - 1] + added * g);
    let variance = squares - mean.map_or(0.0, |mean| mean * mean);
    let mut moved = f64::from(step.learning_rate) * g / (variance + f64::from(step.epsilon)).sqrt();
    if step.momentum > 0.0 {
        moved += f64::from(step.momentum) * slots[1];
        after.push(moved);
    }
    after.extend(mean);
    (w - moved, after)
}

fn sgd(step: SgdStep, w: f64, g: f64, slots: &[f64]) -> (f64, Vec<f64>) {
    let downhill = -f64::from(step.learning_rate) * g;
    if step.momentum == 0.0 {
        return (w + downhill, Vec::new());
    }
    let moved = f64::from(step.momentum) * slots[0] + downhill;
    let ahead = if step.nesterov { f64::from(step.momentum) * moved + downhill } else { moved };
    (w + ahead, vec![moved])
}

fn lion(step: LionStep, w: f64, g: f64, slots: &[f64]) -> (f64, Vec<f64>) {
    let mean = |kept: f32, added: f32| f64::from(kept) * slots[0] + f64::from(added) * g;
    let direction = mean(step.beta_1, step.one_minus_beta_1);
    let sign = if direction == 0.0 { 0.0 } else { direction.signum() };
    (w - f64::from(step.learning_rate) * sign, vec![mean(step.beta_2, step.one_minus_beta_2)])
}

fn ftrl(step: FtrlStep, w: f64, g: f64, slots: &[f64]) -> (f64, Vec<f64>) {
    let (rate, l1) = (f64::from(step.learning_rate), f64::from(step.l1));
    let power = |sum: f64| sum.powf(f64::from(step.power));
    let squares = slots[0] + g * g;
    let sigma = (power(squares) - power(slots[0])) / rate;
    let linear = slots[1] + g + f64::from(step.twice_shrinkage) * w - sigma * w;
    let quadratic = power(squares) / rate + f64::from(step.twice_l2);
    ((linear.clamp(-l1, l1) - linear) / quadratic, vec![squares, linear])
}
