//! What the kernel says of itself.

use jupyter_protocol::{CodeMirrorMode, HelpLink, KernelInfoReply, LanguageInfo, ReplyStatus};

/// The answer to a kernel_info_request.
pub(crate) fn kernel_info() -> KernelInfoReply {
    KernelInfoReply {
        status: ReplyStatus::Ok,
        protocol_version: "5.4".to_owned(),
        implementation: "imfit".to_owned(),
        implementation_version: imfit::VERSION.to_owned(),
        language_info: LanguageInfo {
            name: "rhai".to_owned(),
            version: "1".to_owned(),
            mimetype: Some("text/x-rhai".to_owned()),
            file_extension: Some(".rhai".to_owned()),
            // Close enough to be coloured: neither editor nor highlighter knows Rhai.
            pygments_lexer: Some("rust".to_owned()),
            codemirror_mode: Some(CodeMirrorMode::Simple("rust".to_owned())),
            nbconvert_exporter: None,
        },
        banner: format!(
            "imfit {}: networks that learn pictures. `?fit` explains a function, Tab completes.",
            imfit::VERSION
        ),
        help_links: vec![HelpLink {
            text: "Rhai, the language of the cells".to_owned(),
            url: "https://rhai.rs/book/language/".to_owned(),
        }],
        debugger: false,
        error: None,
    }
}
