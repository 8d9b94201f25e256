//! Batch normalisation of one feature.

/// The mean and the variance (the biased one) of a feature over a batch.
pub fn moments(x: &[f64]) -> (f64, f64) {
    let rows = x.len() as f64;
    let mean = x.iter().sum::<f64>() / rows;
    (mean, x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / rows)
}

/// gamma · (x - mean) / √(variance + epsilon) + beta, with the batch's own mean and variance.
pub fn batch_norm(x: &[f64], gamma: f64, beta: f64, epsilon: f64) -> Vec<f64> {
    let (mean, variance) = moments(x);
    x.iter().map(|x| gamma * (x - mean) / (variance + epsilon).sqrt() + beta).collect()
}
