//! Whether a training comes to the same bytes, however it goes.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use imfit::{Data, Event, Fit, FitData, Sequential, Trainer, set_num_threads};
use ndarray::Array2;

/// The number of threads is the process's: one test at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Trains the model four epochs: on one, two and three threads, with and without interruptions, and with a
/// file between two epochs. The weights have to be the same bytes.
pub fn assert_same_bytes(
    model: impl Fn() -> Sequential,
    (x, y): (&Array2<f32>, &Array2<f32>),
    batch_size: usize,
) {
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let fit = |initial_epoch, epochs| Fit { batch_size, initial_epoch, epochs, ..Fit::default() };
    let data = FitData { training: Data::new(x.view(), y.view()), validation: None };
    let trained = |threads: usize, budget: Duration| {
        set_num_threads(Some(threads)).unwrap();
        let mut model = model();
        let mut trainer = Trainer::new(&mut model, &data, &fit(0, 4)).unwrap();
        while trainer.advance(&mut model, &data, budget).unwrap() != Event::Done {}
        bits(&model)
    };
    let (whole, interrupted) = (Duration::from_secs(100), Duration::from_micros(300));
    let expected = trained(1, whole);
    for threads in [1, 2, 3] {
        for budget in [whole, interrupted] {
            let same = trained(threads, budget) == expected;
            assert!(same, "batches of {batch_size}, {threads} threads, {budget:?} at a time");
        }
    }
    set_num_threads(None).unwrap();
    let mut first = model();
    first.fit(x.view(), y.view(), &fit(0, 2)).unwrap();
    let mut second = Sequential::from_bytes(&first.to_bytes().unwrap()).unwrap();
    second.fit(x.view(), y.view(), &fit(2, 4)).unwrap();
    assert!(bits(&second) == expected, "batches of {batch_size}, from a file");
}

fn bits(model: &Sequential) -> Vec<u32> {
    model.get_weights().iter().flatten().map(|value| value.to_bits()).collect()
}
