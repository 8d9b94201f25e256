//! The wish that a training ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::sequential::Sequential;

/// Stops a model's training after the batch that it is at, from any thread; Keras's `stop_training`.
///
/// # Example
/// ```
/// let model = imfit::Sequential::with_seed(7)?;
/// let stop = model.stop();
/// std::thread::spawn(move || stop.set(true)).join().unwrap();
/// assert!(model.stop().is_set());
/// # Ok::<(), imfit::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Whether the training is to end, or was ended so. A new training begins with `false`.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Says whether the training is to end.
    pub fn set(&self, stop: bool) {
        self.0.store(stop, Ordering::Relaxed);
    }

    /// The same wish: setting one sets the other.
    pub(super) fn shared(&self) -> Stop {
        Stop(self.0.clone())
    }
}

impl Clone for Stop {
    /// A wish of its own, for the copy of a model.
    fn clone(&self) -> Stop {
        Stop(Arc::new(AtomicBool::new(self.is_set())))
    }
}

impl Sequential {
    /// What stops a training of this model.
    pub fn stop(&self) -> Stop {
        self.stop.shared()
    }
}
