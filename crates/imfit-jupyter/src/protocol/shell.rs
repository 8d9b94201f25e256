//! The channel of the requests that are worked on one after the other.

use std::sync::mpsc::Sender;

use jupyter_protocol::{JupyterMessage, JupyterMessageContent};
use jupyter_zmq_client::{RouterRecvConnection, RouterSendConnection};
use tokio::sync::mpsc::UnboundedReceiver;

use super::control::Shutdown;
use super::receive;
use crate::log::note;

/// Hands requests to the thread that works on them, until one asks for a shutdown.
pub(super) async fn receive(
    mut connection: RouterRecvConnection,
    requests: Sender<JupyterMessage>,
) -> Shutdown {
    loop {
        let request = receive::next(&mut connection, "shell").await;
        match &request.content {
            JupyterMessageContent::ShutdownRequest(content) => {
                let restart = content.restart;
                return Shutdown { request, restart, control: None };
            }
            _ => drop(requests.send(request)),
        }
    }
}

/// Sends the replies.
pub(super) async fn reply(
    mut connection: RouterSendConnection,
    mut replies: UnboundedReceiver<JupyterMessage>,
) {
    while let Some(reply) = replies.recv().await {
        if let Err(error) = connection.send(reply).await {
            note(format_args!("a reply found nobody who waits for it: {error}"));
        }
    }
}
