//! The channel of the requests that don't wait: interrupt, shutdown, kernel info.

use std::sync::atomic::Ordering;

use jupyter_protocol::{
    InterruptReply, JupyterMessage, JupyterMessageContent, ShutdownReply, Status,
};
use jupyter_zmq_client::KernelControlConnection;
use tokio::sync::mpsc::UnboundedSender;

use super::{Interrupt, Publisher, kernel_info, receive};
use crate::log::note;

/// A shutdown that was asked for.
pub(super) struct Shutdown {
    pub(super) request: JupyterMessage,
    pub(super) restart: bool,
    /// Where to answer; nothing if it came on another channel than control.
    pub(super) control: Option<KernelControlConnection>,
}

impl Shutdown {
    /// Answers, and lets all clients know.
    pub(super) async fn announce(
        mut self,
        publisher: &Publisher,
        shell: &UnboundedSender<JupyterMessage>,
    ) {
        let reply = ShutdownReply { restart: self.restart, ..ShutdownReply::default() };
        publisher.publish_soon(reply.clone(), &self.request).await;
        publisher.publish_soon(Status::idle(), &self.request).await;
        let reply = JupyterMessage::new(reply, Some(&self.request));
        match &mut self.control {
            None => drop(shell.send(reply)),
            Some(control) => {
                if let Err(error) = control.send(reply).await {
                    note(format_args!("the reply to a shutdown request was not sent: {error}"));
                }
            }
        }
    }
}

/// Answers until a shutdown is asked for.
pub(super) async fn answer(
    mut connection: KernelControlConnection,
    publisher: &Publisher,
    interrupt: &Interrupt,
) -> Shutdown {
    loop {
        let request = receive::next(&mut connection, "control").await;
        publisher.publish_soon(Status::busy(), &request).await;
        let content: JupyterMessageContent = match &request.content {
            JupyterMessageContent::ShutdownRequest(content) => {
                let restart = content.restart;
                return Shutdown { request, restart, control: Some(connection) };
            }
            JupyterMessageContent::InterruptRequest(_) => {
                interrupt.store(true, Ordering::Relaxed);
                InterruptReply::default().into()
            }
            JupyterMessageContent::KernelInfoRequest(_) => kernel_info().into(),
            other => {
                note(format_args!("control has no answer to {}", other.message_type()));
                publisher.publish_soon(Status::idle(), &request).await;
                continue;
            }
        };
        if let Err(error) = connection.send(JupyterMessage::new(content, Some(&request))).await {
            note(format_args!("a reply found nobody who waits for it: {error}"));
        }
        publisher.publish_soon(Status::idle(), &request).await;
    }
}
