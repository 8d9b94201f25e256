//! How many threads train and predict. The results don't depend on it.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::error::{Error, Result};

/// More threads than this are a slip of the keyboard.
pub(crate) const MOST_THREADS: usize = 1024;

/// Fewer multiplications are done before the threads of the pool are awake.
const WORTH_WAKING: usize = 2_000_000;
/// What a row of data takes besides its products, as multiplications: it goes in and out of panels.
const ROW: usize = 100;

struct Pool {
    pool: Arc<ThreadPool>,
    threads: usize,
    /// Threads don't survive a fork: a child process needs a pool of its own.
    process: u32,
}

/// The cores that a process was allowed some time ago.
struct Cores {
    count: usize,
    process: u32,
    seen: Instant,
}

struct Settings {
    asked: Option<usize>,
    pool: Option<Pool>,
    cores: Option<Cores>,
}

static SETTINGS: Mutex<Settings> = Mutex::new(Settings { asked: None, pool: None, cores: None });

/// How long a process is taken to have the same cores: to find out takes as long as a small prediction.
const CORES_STAY: Duration = Duration::from_secs(1);

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
    let asked = lock().asked;
    asked.map_or_else(default_threads, Ok)
}

/// Runs `work` inside of the pool, where rayon's parallel iterators use its threads.
pub(crate) fn in_pool<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T> {
    Ok(pool()?.install(work))
}

/// Runs `work` on so many rows with so many multiplications each: in the pool, and tells it that it is shared, or right
/// here, where that would take longer.
pub(crate) fn share<T: Send>(
    (rows, multiplications): (usize, usize),
    work: impl FnOnce(bool) -> T + Send,
) -> Result<T> {
    if num_threads()? == 1 || rows.saturating_mul(multiplications + ROW) < WORTH_WAKING {
        return Ok(work(false));
    }
    in_pool(|| work(true))
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
        Err(_) => Ok(cores()),
    }
}

/// The cores that this process may use.
fn cores() -> usize {
    let (now, process) = (Instant::now(), std::process::id());
    let recent = |cores: &&Cores| cores.process == process && now < cores.seen + CORES_STAY;
    if let Some(cores) = lock().cores.as_ref().filter(recent) {
        return cores.count;
    }
    let count = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    lock().cores = Some(Cores { count, process, seen: now });
    count
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
