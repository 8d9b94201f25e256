//! A gate in front of a socket. The crate `zeromq` makes room for a frame as soon as its length is
//! told, and a length of some exabytes, before any signature, would end the process; the gate listens
//! in its place, and lets through only what is of a length that can be.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

use super::frames::Frames;
use crate::log::note;

/// Bytes that pass at once.
const PIECE: usize = 64 << 10;

/// Lets clients of `listener` through to the socket at `inner`, for ever.
pub(super) async fn guard(listener: TcpListener, inner: SocketAddr, channel: &'static str) {
    loop {
        match listener.accept().await {
            Ok((client, _)) => drop(tokio::spawn(connect(client, inner, channel))),
            Err(_) => tokio::time::sleep(super::iopub::PAUSE).await,
        }
    }
}

async fn connect(client: TcpStream, inner: SocketAddr, channel: &'static str) {
    let Ok(socket) = TcpStream::connect(inner).await else { return };
    // Messages are small and waited for.
    let _ = (client.set_nodelay(true), socket.set_nodelay(true));
    let (from_client, to_client) = client.into_split();
    let (from_socket, to_socket) = socket.into_split();
    tokio::select! {
        () = check(from_client, to_socket, channel) => {}
        () = pass(from_socket, to_client) => {}
    }
}

/// Passes what a client sends, until it ends or must not go on.
async fn check(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, channel: &str) {
    let mut frames = Frames::new();
    let mut piece = Vec::with_capacity(PIECE);
    while let Ok(1..) = from.read_buf(&mut piece).await {
        if !frames.follow(&piece) {
            note(format_args!(
                "a client of {channel} was sent away: it announced an endless frame"
            ));
            return;
        }
        if to.write_all(&piece).await.is_err() {
            return;
        }
        piece.clear();
    }
}

/// Passes what the kernel sends.
async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf) {
    // An end is an end, whoever made it.
    let _ = tokio::io::copy(&mut from, &mut to).await;
}
