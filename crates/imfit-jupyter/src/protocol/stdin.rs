//! The channel on which a kernel asks for input. This one never asks, so whatever comes is unasked.

use jupyter_zmq_client::KernelStdinConnection;
use zeromq::SocketRecv;

/// Reads what comes, so that it doesn't pile up.
pub(super) async fn ignore(mut connection: KernelStdinConnection) {
    loop {
        if connection.socket.recv().await.is_err() {
            tokio::time::sleep(super::iopub::PAUSE).await;
        }
    }
}
