//! Other processes that want the processor too.

use std::io::{Read, Result, stdin};
use std::process::{Child, Command, Stdio, exit};

/// The argument that makes this program one of them.
pub const ARGUMENT: &str = "--busy";

/// Processes that do nothing, as fast as they can, until this is dropped.
pub struct Busy(Vec<Child>);

impl Busy {
    pub fn processes(count: usize) -> Result<Busy> {
        let program = std::env::current_exe()?;
        let start = || Command::new(&program).arg(ARGUMENT).stdin(Stdio::piped()).spawn();
        (0..count).map(|_| start()).collect::<Result<_>>().map(Busy)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        for process in &mut self.0 {
            // One that has ended already is as good.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// Keeps a core busy until whoever started this process is gone.
pub fn be_busy() -> ! {
    std::thread::spawn(|| {
        let _ = stdin().read(&mut [0]);
        exit(0);
    });
    loop {
        std::hint::spin_loop();
    }
}
