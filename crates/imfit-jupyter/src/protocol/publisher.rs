//! Where the other parts put what all clients shall see.

use jupyter_protocol::{JupyterMessage, JupyterMessageContent, Status};
use tokio::sync::mpsc::{self, Receiver, Sender};

/// Messages that may wait to be sent. A cell that prints faster than they go waits.
const WAITING: usize = 1024;

/// A hand on the channel that all clients listen to.
#[derive(Clone)]
pub(crate) struct Publisher {
    queue: Sender<JupyterMessage>,
    session: String,
}

impl Publisher {
    /// A publisher, and what it publishes.
    pub(super) fn new(session: &str) -> (Publisher, Receiver<JupyterMessage>) {
        let (queue, published) = mpsc::channel(WAITING);
        (Publisher { queue, session: session.to_owned() }, published)
    }

    /// The session that all messages of this kernel belong to.
    pub(crate) fn session(&self) -> &str {
        &self.session
    }

    /// Publishes from the thread that runs the cells.
    pub(crate) fn publish(
        &self,
        content: impl Into<JupyterMessageContent>,
        parent: &JupyterMessage,
    ) {
        // Nobody is left to send it only at the very end.
        let _ = self.queue.blocking_send(self.message(content, Some(parent)));
    }

    /// Publishes from the thread of the sockets.
    pub(super) async fn publish_soon(
        &self,
        content: impl Into<JupyterMessageContent>,
        parent: &JupyterMessage,
    ) {
        let _ = self.queue.send(self.message(content, Some(parent))).await;
    }

    /// Says that the kernel starts.
    pub(super) async fn starting(&self) {
        let _ = self.queue.send(self.message(Status::starting(), None)).await;
    }

    fn message(
        &self,
        content: impl Into<JupyterMessageContent>,
        parent: Option<&JupyterMessage>,
    ) -> JupyterMessage {
        let mut message = JupyterMessage::new(content, parent);
        let topic = format!("kernel.{}.{}", self.session, message.message_type());
        message.header.username = "imfit".to_owned();
        message.with_zmq_identities(vec![topic.into_bytes().into()])
    }
}
