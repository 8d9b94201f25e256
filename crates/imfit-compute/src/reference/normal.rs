//! The normal distribution, which the standard library doesn't have.

/// The density at `x`.
pub(super) fn density(x: f64) -> f64 {
    (-0.5 * x * x).exp() / std::f64::consts::TAU.sqrt()
}

/// The share of the distribution below `x`: a series around 0, a continued fraction farther out.
pub(super) fn share_below(x: f64) -> f64 {
    if x.abs() < 3.0 {
        let (mut term, mut sum) = (x, x);
        for k in 1..80 {
            term *= x * x / f64::from(2 * k + 1);
            sum += term;
        }
        0.5 + density(x) * sum
    } else {
        let fraction = (1..300).rev().fold(x.abs(), |rest, k| x.abs() + f64::from(k) / rest);
        let tail = density(x) / fraction;
        if x < 0.0 { tail } else { 1.0 - tail }
    }
}
