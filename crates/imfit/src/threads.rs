//! How many threads train and predict. The results don't depend on it.

use std::sync::{Arc, Mutex};

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::error::{Error, Result};

/// More threads than this are a slip of the keyboard.
pub(crate) const MOST_THREADS: usize = 1024;

struct Pool {
    pool: Arc<ThreadPool>,
    threads: usize,
    /// Threads don't survive a fork: a child process needs a pool of its own.
    process: u32,
}

struct Settings {
    asked: Option<usize>,
    pool: Option<Pool>,
}

static SETTINGS: Mutex<Settings> = Mutex::new(Settings { asked: None, pool: None });

/// Sets the number of threads for all later work, or with `None` returns to the default: the
/// environment variable `IMFIT_NUM_THREADS`, else one for each processor core.
///
/// # Errors
/// [`Error::Argument`] outside of 1 to 1024.
pub fn set_num_threads(threads: Option<usize>) -> Result<()> {
    if let Some(threads) = threads {
        check(threads, "num_threads")?;
    }
    lock().asked = threads;
    Ok(())
}

/// The number of threads that training and prediction use.
///
/// # Errors
/// [`Error::Argument`] if `IMFIT_NUM_THREADS` is set to something else than 1 to 1024.
pub fn num_threads() -> Result<usize> {
    match lock().asked {
        Some(threads) => Ok(threads),
        None => default_threads(),
    }
}

/// Runs `work` inside of the pool, where rayon's parallel iterators use its threads.
pub(crate) fn in_pool<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T> {
    Ok(pool()?.install(work))
}

/// The pool, with as many threads as [`num_threads`] says.
pub(crate) fn pool() -> Result<Arc<ThreadPool>> {
    let threads = num_threads()?;
    let mut settings = lock();
    let process = std::process::id();
    let fits = |pool: &&Pool| pool.threads == threads && pool.process == process;
    if let Some(pool) = settings.pool.as_ref().filter(fits) {
        return Ok(pool.pool.clone());
    }
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(|index| format!("imfit-{index}"))
        .build()
        .map_err(|error| Error::argument("num_threads", threads, format!("possible ({error})")))?;
    let pool = Arc::new(pool);
    let old = settings.pool.replace(Pool { pool: pool.clone(), threads, process });
    if let Some(old) = old.filter(|old| old.process != process) {
        // Its threads live in the parent process; waking them from here would wait for ever.
        std::mem::forget(old);
    }
    Ok(pool)
}

fn default_threads() -> Result<usize> {
    match std::env::var("IMFIT_NUM_THREADS") {
        Ok(text) => {
            let threads = text.trim().parse().map_err(|_| wrong("IMFIT_NUM_THREADS", &text))?;
            check(threads, "IMFIT_NUM_THREADS")
        }
        Err(_) => Ok(std::thread::available_parallelism().map_or(1, |n| n.get())),
    }
}

fn check(threads: usize, name: &str) -> Result<usize> {
    if (1..=MOST_THREADS).contains(&threads) { Ok(threads) } else { Err(wrong(name, threads)) }
}

fn wrong(name: &str, given: impl std::fmt::Display) -> Error {
    Error::argument(name, given, format!("a whole number from 1 to {MOST_THREADS}"))
}

fn lock() -> std::sync::MutexGuard<'static, Settings> {
    SETTINGS.lock().unwrap_or_else(|poison| poison.into_inner())
}
