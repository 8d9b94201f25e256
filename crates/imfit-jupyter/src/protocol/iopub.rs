//! The channel that all clients listen to. Whoever subscribes is welcomed, and so knows that nothing
//! is missed from then on.

use std::time::Duration;

use jupyter_protocol::{IoPubWelcome, JupyterMessage};
use jupyter_zmq_client::{KernelIoPubXPubConnection, SubscriptionEvent};
use tokio::sync::mpsc::Receiver;

use crate::log::note;

/// How long a client may take to make room for a message. After that it goes without.
const SEND_TIMEOUT: Duration = Duration::from_secs(1);

/// A rest after an error of a socket, so that one that repeats doesn't take a processor.
pub(super) const PAUSE: Duration = Duration::from_millis(10);

/// Sends what is published, until all publishers are gone.
pub(super) async fn publish(
    mut connection: KernelIoPubXPubConnection,
    mut published: Receiver<JupyterMessage>,
) {
    loop {
        tokio::select! {
            message = published.recv() => match message {
                Some(message) => send(&mut connection, message).await,
                None => return,
            },
            event = connection.recv_subscription() => match event {
                Ok(SubscriptionEvent::Subscribe(topic)) => welcome(&mut connection, topic).await,
                Ok(SubscriptionEvent::Unsubscribe(_)) => {}
                Err(_) => tokio::time::sleep(PAUSE).await,
            },
        }
    }
}

async fn welcome(connection: &mut KernelIoPubXPubConnection, topic: String) {
    let identities = vec![topic.clone().into_bytes().into()];
    let message: JupyterMessage = IoPubWelcome::new(topic).into();
    send(connection, message.with_zmq_identities(identities)).await;
}

async fn send(connection: &mut KernelIoPubXPubConnection, message: JupyterMessage) {
    match tokio::time::timeout(SEND_TIMEOUT, connection.send(message)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => note(format_args!("a message could not be published: {error}")),
        Err(_) => note("a client doesn't read what is published; it missed a message"),
    }
}
