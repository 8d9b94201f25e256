//! What stands behind the shell channel: one thread that works on the requests, one after the other.

mod complete;
mod cursor;
mod execute;
mod history;
mod inspect;
mod is_complete;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::mpsc::Receiver;
use std::thread;

use jupyter_protocol::{
    CommInfoReply, ExecuteReply, JupyterMessage, JupyterMessageContent, ReplyError, ReplyStatus,
    Status,
};
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;

use crate::display::Output;
use crate::language::Language;
use crate::log::note;
use crate::protocol::{Interrupt, Publisher, kernel_info};
use history::Inputs;

/// Cells call functions that call functions, and a list may hold a list that holds a list. The system
/// gives memory only for what is used of it.
const STACK: usize = 256 << 20;

/// The thread that works on requests.
pub(crate) struct Worker {
    requests: Receiver<JupyterMessage>,
    replies: UnboundedSender<JupyterMessage>,
    publisher: Publisher,
    interrupt: Interrupt,
}

impl Worker {
    /// A worker that takes what comes out of `requests`.
    pub(crate) fn new(
        requests: Receiver<JupyterMessage>,
        replies: UnboundedSender<JupyterMessage>,
        publisher: Publisher,
        interrupt: Interrupt,
    ) -> Worker {
        Worker { requests, replies, publisher, interrupt }
    }

    /// Starts to work, until there are no more requests; says so to `finished`.
    pub(crate) fn spawn(self, finished: oneshot::Sender<()>) -> std::io::Result<()> {
        let work = move || {
            Session::new(&self).work(&self);
            let _ = finished.send(());
        };
        thread::Builder::new().name("cells".to_owned()).stack_size(STACK).spawn(work).map(drop)
    }
}

/// All that lasts from one request to the next.
struct Session {
    language: Language,
    output: Rc<Output>,
    inputs: Inputs,
    /// The number of the last cell.
    count: usize,
}

impl Session {
    fn new(worker: &Worker) -> Session {
        let output = Rc::new(Output::new(worker.publisher.clone(), worker.interrupt.clone()));
        let language = Language::new(output.clone());
        Session { language, output, inputs: Inputs::default(), count: 0 }
    }

    fn work(&mut self, worker: &Worker) {
        while let Ok(request) = worker.requests.recv() {
            for request in self.answer(worker, &request) {
                self.abort(worker, &request);
            }
        }
    }

    /// Answers one request. Returns what waited behind a cell that failed.
    fn answer(&mut self, worker: &Worker, request: &JupyterMessage) -> Vec<JupyterMessage> {
        worker.publisher.publish(Status::busy(), request);
        let answered = catch_unwind(AssertUnwindSafe(|| self.reply_to(request)));
        let reply = answered.unwrap_or_else(|_| Some(bug(request)));
        let mut waiting = Vec::new();
        if let Some(content) = reply {
            // Before the reply is sent: what comes after it was sent by a user who knows.
            if stops(request, &content) {
                waiting.extend(worker.requests.try_iter());
            }
            let _ = worker.replies.send(JupyterMessage::new(content, Some(request)));
        }
        worker.publisher.publish(Status::idle(), request);
        waiting
    }

    fn reply_to(&mut self, request: &JupyterMessage) -> Option<JupyterMessageContent> {
        Some(match &request.content {
            JupyterMessageContent::ExecuteRequest(content) => self.execute(content, request).into(),
            JupyterMessageContent::KernelInfoRequest(_) => kernel_info().into(),
            JupyterMessageContent::CompleteRequest(content) => {
                complete::reply(&self.language, content).into()
            }
            JupyterMessageContent::InspectRequest(content) => {
                inspect::reply(&self.language, content).into()
            }
            JupyterMessageContent::IsCompleteRequest(content) => {
                is_complete::reply(&self.language, &content.code).into()
            }
            JupyterMessageContent::HistoryRequest(content) => self.inputs.reply(content).into(),
            // There are no comms: nothing here is a widget.
            JupyterMessageContent::CommInfoRequest(_) => CommInfoReply::default().into(),
            JupyterMessageContent::CommOpen(_)
            | JupyterMessageContent::CommMsg(_)
            | JupyterMessageContent::CommClose(_) => return None,
            other => {
                note(format_args!("shell has no answer to {}", other.message_type()));
                return None;
            }
        })
    }

    /// Answers what waited behind a cell that failed: cells aren't run, all else is worked on.
    fn abort(&mut self, worker: &Worker, request: &JupyterMessage) {
        if !matches!(request.content, JupyterMessageContent::ExecuteRequest(_)) {
            self.answer(worker, request);
            return;
        }
        worker.publisher.publish(Status::busy(), request);
        let aborted = ExecuteReply {
            status: ReplyStatus::Aborted,
            execution_count: self.count.into(),
            ..ExecuteReply::default()
        };
        let _ = worker.replies.send(JupyterMessage::new(aborted, Some(request)));
        worker.publisher.publish(Status::idle(), request);
    }
}

/// Whether a reply says that a cell failed, and that the ones behind it shall wait for the user.
fn stops(request: &JupyterMessage, reply: &JupyterMessageContent) -> bool {
    match (&request.content, reply) {
        (
            JupyterMessageContent::ExecuteRequest(request),
            JupyterMessageContent::ExecuteReply(reply),
        ) => request.stop_on_error && reply.status == ReplyStatus::Error,
        _ => false,
    }
}

/// The answer after a panic, in the form that an execute_request expects; other clients see that the
/// status is not ok.
fn bug(request: &JupyterMessage) -> JupyterMessageContent {
    note(format_args!("this is a bug in imfit, please report it: {}", request.message_type()));
    let error = ReplyError {
        ename: "BugError".to_owned(),
        evalue: "this is a bug in imfit, please report it; the kernel's log says more".to_owned(),
        traceback: Vec::new(),
    };
    ExecuteReply {
        status: ReplyStatus::Error,
        error: Some(Box::new(error)),
        ..ExecuteReply::default()
    }
    .into()
}
