//! Binding the five sockets.

use jupyter_protocol::ConnectionInfo;
use jupyter_zmq_client::{
    KernelControlConnection, KernelHeartbeatConnection, KernelIoPubXPubConnection,
    KernelShellConnection, KernelStdinConnection, create_kernel_control_connection,
    create_kernel_heartbeat_connection, create_kernel_iopub_xpub_connection,
    create_kernel_shell_connection, create_kernel_stdin_connection,
};

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
        let failed = |channel, address: String| {
            move |error: jupyter_zmq_client::RuntimeError| Error::Bind {
                channel,
                address,
                reason: error.to_string(),
            }
        };
        Ok(Sockets {
            shell: create_kernel_shell_connection(info, session)
                .await
                .map_err(failed("shell", info.shell_url()))?,
            iopub: create_kernel_iopub_xpub_connection(info, session)
                .await
                .map_err(failed("iopub", info.iopub_url()))?,
            stdin: create_kernel_stdin_connection(info, session)
                .await
                .map_err(failed("stdin", info.stdin_url()))?,
            control: create_kernel_control_connection(info, session)
                .await
                .map_err(failed("control", info.control_url()))?,
            heartbeat: create_kernel_heartbeat_connection(info)
                .await
                .map_err(failed("heartbeat", info.hb_url()))?,
        })
    }
}
