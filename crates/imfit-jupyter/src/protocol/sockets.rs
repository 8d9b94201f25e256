//! Binding the five sockets.

use std::net::{Ipv4Addr, SocketAddr};

use jupyter_protocol::ConnectionInfo;
use jupyter_protocol::connection_info::Transport;
use jupyter_zmq_client::{
    Connection, KernelControlConnection, KernelHeartbeatConnection, KernelIoPubXPubConnection,
    KernelShellConnection, KernelStdinConnection,
};
use tokio::net::TcpListener;
use zeromq::{Endpoint, Socket};

use super::gate;
use crate::error::Error;

/// The sockets, bound.
pub(super) struct Sockets {
    pub(super) shell: KernelShellConnection,
    pub(super) iopub: KernelIoPubXPubConnection,
    pub(super) stdin: KernelStdinConnection,
    pub(super) control: KernelControlConnection,
    pub(super) heartbeat: KernelHeartbeatConnection,
}

impl Sockets {
    /// Binds all of them. An address that is taken is an error that says which.
    pub(super) async fn bind(info: &ConnectionInfo, session: &str) -> Result<Sockets, Error> {
        let key = &info.key;
        let shell = bind(info, "shell", info.shell_url(), info.shell_port).await?;
        let iopub = bind(info, "iopub", info.iopub_url(), info.iopub_port).await?;
        let stdin = bind(info, "stdin", info.stdin_url(), info.stdin_port).await?;
        let control = bind(info, "control", info.control_url(), info.control_port).await?;
        let heartbeat = bind(info, "heartbeat", info.hb_url(), info.hb_port).await?;
        Ok(Sockets {
            shell: Connection::new(shell, key, session),
            iopub: Connection::new(iopub, key, session),
            stdin: Connection::new(stdin, key, session),
            control: Connection::new(control, key, session),
            heartbeat: KernelHeartbeatConnection { socket: heartbeat },
        })
    }
}

/// A socket behind a gate at its address; without one where the address is a file, which only this
/// user reaches.
async fn bind<S: Socket>(
    info: &ConnectionInfo,
    channel: &'static str,
    address: String,
    port: u16,
) -> Result<S, Error> {
    let mut socket = S::new();
    let failed = |reason: String| Error::Bind { channel, address: address.clone(), reason };
    if info.transport == Transport::IPC {
        socket.bind(&address).await.map_err(|error| failed(error.to_string()))?;
        return Ok(socket);
    }
    let listener = TcpListener::bind((info.ip.as_str(), port)).await;
    let listener = listener.map_err(|error| failed(error.to_string()))?;
    let inner = socket.bind("tcp://127.0.0.1:0").await;
    match inner.map_err(|error| failed(error.to_string()))? {
        Endpoint::Tcp(_, port) => {
            let inner = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
            tokio::spawn(gate::guard(listener, inner, channel));
            Ok(socket)
        }
        other => unreachable!("a TCP socket was bound to {other}"),
    }
}
