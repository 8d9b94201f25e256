//! Messages as they come in: their signature checked, then read.

use jupyter_protocol::JupyterMessage;
use jupyter_zmq_client::{Connection, RawMessage, RuntimeError};
use serde_json::{Map, Value, json};
use zeromq::SocketRecv;

use crate::log::note;

/// Waits for the next message that is signed as it should be, and can be read. Others are dropped, and
/// that is logged.
pub(super) async fn next<S: SocketRecv>(
    connection: &mut Connection<S>,
    channel: &str,
) -> JupyterMessage {
    loop {
        let parts = match connection.socket.recv().await {
            Ok(parts) => parts,
            // A client broke the protocol or left; others go on.
            Err(_) => {
                tokio::time::sleep(super::iopub::PAUSE).await;
                continue;
            }
        };
        let reason = match RawMessage::from_multipart(parts, &connection.mac) {
            Ok(raw) => match message(&raw) {
                Ok(message) => return message,
                Err(reason) => reason,
            },
            Err(RuntimeError::VerifyError(_) | RuntimeError::DecodeError(_)) => {
                "its signature is wrong".to_owned()
            }
            Err(error) => error.to_string(),
        };
        note(format_args!("a message on {channel} was dropped: {reason}"));
    }
}

/// Reads a message whose signature is right.
fn message(raw: &RawMessage) -> Result<JupyterMessage, String> {
    let part = |index: usize| -> Result<Value, String> {
        serde_json::from_slice(&raw.jparts[index]).map_err(|error| error.to_string())
    };
    let (header, mut content) = (part(0)?, part(3)?);
    if header.get("msg_type").and_then(Value::as_str) == Some("history_request")
        && let Some(content) = content.as_object_mut()
    {
        complete_history_request(content);
    }
    let value = json!({
        "header": header,
        "parent_header": part(1)?,
        "metadata": part(2)?,
        "content": content,
        "channel": null,
    });
    let message = JupyterMessage::from_value(value).map_err(|error| error.to_string())?;
    Ok(message.with_zmq_identities(raw.zmq_identities.clone()))
}

/// Fills in what clients leave out, though the protocol's structures want it.
fn complete_history_request(content: &mut Map<String, Value>) {
    let defaults = [
        ("output", json!(false)),
        ("raw", json!(true)),
        ("unique", json!(false)),
        ("n", json!(0)),
        ("start", json!(0)),
        ("stop", json!(0)),
        ("pattern", json!("*")),
    ];
    for (name, default) in defaults {
        let value = content.entry(name).or_insert(Value::Null);
        if value.is_null() {
            *value = default;
        }
    }
}
