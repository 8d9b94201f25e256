//! Ctrl-C and SIGTERM, noticed between two pieces of work.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// Watches for signals that ask to stop. A second one ends the process at once.
pub struct Signals {
    /// The number of the signal that came; 0 where none did.
    came: Arc<AtomicUsize>,
}

impl Signals {
    /// Begins to watch, from now until the end of the process.
    pub fn watch() -> Signals {
        let (came, again) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        for signal in [SIGINT, SIGTERM] {
            // In this order: the first signal finds the flag down, the second finds it up.
            // Where a signal can't be watched, it ends the process as it always does.
            let _ = flag::register_conditional_shutdown(signal, 128 + signal, again.clone())
                .and_then(|_| flag::register(signal, again.clone()))
                .and_then(|_| flag::register_usize(signal, came.clone(), signal as usize));
        }
        Signals { came }
    }

    /// The number of the signal that came.
    pub fn came(&self) -> Option<i32> {
        match self.came.load(Ordering::Relaxed) {
            0 => None,
            number => Some(number as i32),
        }
    }
}
