//! The connection file: where to listen, and the key that messages are signed with.

use std::net::IpAddr;
use std::path::Path;

use jupyter_protocol::ConnectionInfo;
use jupyter_protocol::connection_info::Transport;

use crate::error::Error;

/// The environment variable that lets the kernel listen where other machines may reach it.
pub(crate) const ANY_ADDRESS: &str = "IMFIT_KERNEL_ANY_ADDRESS";

/// Reads a connection file, and checks what it asks for.
pub(crate) fn read(path: &Path) -> Result<ConnectionInfo, Error> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| Error::ConnectionFile { path: path.to_owned(), source })?;
    let wrong = |reason: String| Error::ConnectionFormat { path: path.to_owned(), reason };
    let info: ConnectionInfo =
        serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    if info.signature_scheme != "hmac-sha256" {
        let given = &info.signature_scheme;
        return Err(wrong(format!("`signature_scheme` must be hmac-sha256, not '{given}'")));
    }
    let anywhere = std::env::var(ANY_ADDRESS).is_ok_and(|value| value == "1");
    if info.transport == Transport::TCP && !anywhere && !is_loopback(&info.ip) {
        return Err(Error::NotLoopback(info.ip));
    }
    Ok(info)
}

fn is_loopback(ip: &str) -> bool {
    ip == "localhost" || ip.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(fields: &str) -> String {
        format!(
            r#"{{"ip": "127.0.0.1", "transport": "tcp", "shell_port": 1, "iopub_port": 2,
                "stdin_port": 3, "control_port": 4, "hb_port": 5, "key": "k",
                "signature_scheme": "hmac-sha256"{fields}}}"#
        )
    }

    fn read_text(text: &str) -> Result<ConnectionInfo, Error> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        read(file.path())
    }

    #[test]
    fn a_whole_file_is_read() {
        let info = read_text(&file("")).unwrap();
        assert_eq!((info.hb_port, info.key.as_str()), (5, "k"));
    }

    #[test]
    fn a_missing_or_broken_file_is_named() {
        let error = read(Path::new("nowhere/kernel.json")).unwrap_err();
        assert!(error.to_string().contains("nowhere/kernel.json"), "{error}");
        for text in ["", "[]", "{\"ip\": 7}", "\u{0}"] {
            let error = read_text(text).unwrap_err();
            assert!(matches!(error, Error::ConnectionFormat { .. }), "{text}: {error}");
        }
    }

    #[test]
    fn other_signatures_are_refused() {
        let text = file("").replace("hmac-sha256", "hmac-md5");
        assert!(read_text(&text).unwrap_err().to_string().contains("not 'hmac-md5'"));
    }

    #[test]
    fn only_this_machine_may_be_reached_from() {
        for ip in ["0.0.0.0", "*", "192.168.1.4", "::", "example.org"] {
            let text = file("").replace("127.0.0.1", ip);
            assert!(matches!(read_text(&text), Err(Error::NotLoopback(_))), "{ip}");
        }
        for ip in ["127.0.0.1", "::1", "localhost"] {
            assert!(read_text(&file("").replace("127.0.0.1", ip)).is_ok(), "{ip}");
        }
    }
}
