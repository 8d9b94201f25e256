//! The five sockets. They live on one thread, cells on another: a heartbeat, an interrupt or a
//! shutdown is answered while a network is trained.

mod control;
mod frames;
mod gate;
mod heartbeat;
mod info;
mod iopub;
mod publisher;
mod receive;
mod shell;
mod sockets;
mod stdin;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jupyter_protocol::ConnectionInfo;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use crate::error::Error;
use crate::log::note;
use crate::session::Worker;
use sockets::Sockets;

pub(crate) use info::kernel_info;
pub(crate) use publisher::Publisher;

/// How long the cell that runs at a shutdown has to stop.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// How long what has been sent may take to leave.
const LINGER: Duration = Duration::from_millis(100);

/// Set by an interrupt, looked at by whatever takes long.
pub(crate) type Interrupt = Arc<AtomicBool>;

/// Serves until a shutdown request, or the end of the process that started the kernel.
pub(crate) async fn serve(info: &ConnectionInfo) -> Result<(), Error> {
    let session = Uuid::new_v4().to_string();
    let sockets = Sockets::bind(info, &session).await?;
    if info.key.is_empty() {
        note("the connection file has no key: messages aren't signed");
    }
    let interrupt = Interrupt::default();
    let (publisher, published) = Publisher::new(&session);
    let (replies, to_send) = mpsc::unbounded_channel();
    let (requests, to_do) = std::sync::mpsc::channel();
    let (finished, worker_finished) = oneshot::channel();
    let worker = Worker::new(to_do, replies.clone(), publisher.clone(), interrupt.clone());
    worker.spawn(finished).map_err(Error::Threads)?;

    let (send_half, recv_half) = sockets.shell.split();
    let iopub = tokio::spawn(iopub::publish(sockets.iopub, published));
    tokio::spawn(heartbeat::echo(sockets.heartbeat));
    tokio::spawn(stdin::ignore(sockets.stdin));
    tokio::spawn(shell::reply(send_half, to_send));
    publisher.starting().await;

    let shutdown = tokio::select! {
        shutdown = shell::receive(recv_half, requests) => shutdown,
        shutdown = control::answer(sockets.control, &publisher, &interrupt) => shutdown,
        () = parent_gone() => return Ok(()),
    };
    interrupt.store(true, Ordering::Relaxed);
    if tokio::time::timeout(LAST_WORDS, worker_finished).await.is_err() {
        note("a cell didn't stop in time for the shutdown");
    }
    shutdown.announce(&publisher, &replies).await;
    drop((publisher, replies));
    let _ = tokio::time::timeout(LINGER, iopub).await;
    tokio::time::sleep(LINGER).await;
    Ok(())
}

/// Waits for the end of the process that started the kernel. Jupyter tells its number.
async fn parent_gone() {
    let told = std::env::var("JPY_PARENT_PID").ok().and_then(|id| id.parse().ok());
    match told {
        Some(parent) if parent_id() == Some(parent) => {
            while parent_id() == Some(parent) {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
        _ => std::future::pending().await,
    }
}

#[cfg(unix)]
fn parent_id() -> Option<u32> {
    Some(std::os::unix::process::parent_id())
}

#[cfg(not(unix))]
fn parent_id() -> Option<u32> {
    None
}
