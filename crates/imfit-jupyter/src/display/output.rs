//! What a cell shows while it runs.

use std::cell::{Cell, RefCell};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use jupyter_protocol::{
    ClearOutput, DisplayData, JupyterMessage, JupyterMessageContent, Media, Stdio, StreamContent,
    Transient, UpdateDisplayData,
};

use crate::protocol::{Interrupt, Publisher};

/// What is printed waits until there is this much of it, in bytes, or until it is this old.
const MOST_WAITING: usize = 8192;
const LONGEST_WAITING: Duration = Duration::from_millis(100);

/// The outputs of the cell that runs.
pub(crate) struct Output {
    publisher: Publisher,
    interrupt: Interrupt,
    /// The request that the cell came with.
    parent: RefCell<Option<JupyterMessage>>,
    /// What was printed and not sent yet.
    printed: RefCell<String>,
    /// When the oldest of it was printed, or something was sent.
    since: Cell<Instant>,
    /// Displays that can be redrawn, so far.
    displays: Cell<usize>,
}

impl Output {
    pub(crate) fn new(publisher: Publisher, interrupt: Interrupt) -> Output {
        Output {
            publisher,
            interrupt,
            parent: RefCell::new(None),
            printed: RefCell::new(String::new()),
            since: Cell::new(Instant::now()),
            displays: Cell::new(0),
        }
    }

    /// Begins a cell. An interrupt that came before was not meant for it.
    pub(crate) fn begin(&self, request: &JupyterMessage) {
        self.parent.replace(Some(request.clone()));
        self.interrupt.store(false, Ordering::Relaxed);
    }

    /// Whether the user wants the cell to stop.
    pub(crate) fn is_interrupted(&self) -> bool {
        self.interrupt.load(Ordering::Relaxed)
    }

    /// Publishes as it is.
    pub(crate) fn publish(&self, content: impl Into<JupyterMessageContent>) {
        if let Some(parent) = self.parent.borrow().as_ref() {
            self.publisher.publish(content, parent);
        }
    }

    /// Prints text; soon, not at once.
    pub(crate) fn print(&self, text: &str) {
        if self.printed.borrow().is_empty() {
            self.since.set(Instant::now());
        }
        self.printed.borrow_mut().push_str(text);
        if self.printed.borrow().len() >= MOST_WAITING {
            self.flush();
        }
    }

    /// Prints text to standard error.
    pub(crate) fn print_error(&self, text: &str) {
        self.flush();
        self.publish(StreamContent { name: Stdio::Stderr, text: text.to_owned() });
    }

    /// Sends what was printed.
    pub(crate) fn flush(&self) {
        let text = self.printed.take();
        if !text.is_empty() {
            self.publish(StreamContent { name: Stdio::Stdout, text });
        }
    }

    /// Sends what was printed some time ago.
    pub(crate) fn flush_if_old(&self) {
        if !self.printed.borrow().is_empty() && self.since.get().elapsed() >= LONGEST_WAITING {
            self.flush();
        }
    }

    /// Shows something.
    pub(crate) fn display(&self, data: Media) {
        self.flush();
        self.publish(DisplayData {
            transient: Some(Transient::default()),
            ..DisplayData::new(data)
        });
    }

    /// Shows something that can be redrawn under the name that is returned.
    pub(super) fn display_redrawn(&self, data: Media) -> String {
        self.flush();
        self.displays.set(self.displays.get() + 1);
        let id = format!("{}-{}", self.publisher.session(), self.displays.get());
        let transient = Some(Transient { display_id: Some(id.clone()) });
        self.publish(DisplayData { transient, ..DisplayData::new(data) });
        id
    }

    /// Redraws what has a name.
    pub(super) fn redraw(&self, id: &str, data: Media) {
        self.publish(UpdateDisplayData::new(data, id));
    }

    /// Removes what the cell has shown; with `wait`, when the next thing is shown.
    pub(crate) fn clear(&self, wait: bool) {
        self.flush();
        self.publish(ClearOutput { wait });
    }
}
