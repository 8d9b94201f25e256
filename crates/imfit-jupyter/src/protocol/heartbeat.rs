//! The heartbeat: what comes goes back.

use jupyter_zmq_client::KernelHeartbeatConnection;
use zeromq::{SocketRecv, SocketSend};

/// Echoes for ever. A client that breaks the protocol, or leaves, doesn't stop it.
pub(super) async fn echo(mut connection: KernelHeartbeatConnection) {
    loop {
        match connection.socket.recv().await {
            Ok(beat) => drop(connection.socket.send(beat).await),
            Err(_) => tokio::time::sleep(super::iopub::PAUSE).await,
        }
    }
}
