"""The protocol's own test suite, with every part switched on."""

import jupyter_kernel_test as suite
from conftest import PATIENCE, PICTURE
from jupyter_kernel_test.msgspec_v5 import validate_message

suite.TIMEOUT = PATIENCE


class TestProtocol(suite.KernelTests):
    kernel_name = "imfit"
    language_name = "rhai"
    file_extension = ".rhai"
    code_hello_world = 'print("hello, world")'
    code_stderr = 'debug("oh")'
    completion_samples = [
        {"text": "load_im", "matches": ["load_image"]},
        {"text": "let a = seq", "matches": ["sequential"]},
        {"text": "model.fi", "matches": ["fit"]},
        {"text": "dense(3, #{act", "matches": ["activation", "activity_regularizer"]},
        {"text": 'dense(3, #{activation: "re', "matches": ["relu", "relu6"]},
        {"text": 'fit(im, #{coordinates: "c', "matches": ["centered"]},
        {"text": "no_such_name", "matches": []},
    ]
    complete_code_samples = [
        *["", "1", "let a = 1;", "let a", "fn f(x) {\n    x + 1\n}", "if a { 1 }", "// so far"],
        *["/* a /* b */ */ 1", "1 // /*", 'print("(")', 'print("/*")', "`/*`", "?fit", "fit?"],
        *["%%recipe im\n[fit]\nepochs = 2\n\n", '%%recipe im\n{"fit": {"epochs": 2}}\n\n'],
    ]
    incomplete_code_samples = [
        *["fn f(x) {", "fn f", "dense(3,", "dense(3, #{", "#{a: 1,", "[1, [2]", "((1)"],
        *["let", "let a =", "const A =", "a +=", "1 +", "1 + // and", "a &&", "!", "model."],
        *["if a {", "if a { 1 } else", "for i in", "while true", "switch a {", "try { 1 }"],
        *['print("so far', "`so far", "`so far ${", "`so far ${1}", "'a"],
        *["/* so far", "1 /* so far", "let a = 1; /* so\nfar", "/* a /* b */", "let a = /* so"],
        *["%%recipe", "%%recipe im\n[fit]\n", '%%recipe im\n{"fit": {\n\n'],
    ]
    invalid_code_samples = [
        *["let = 3", "1 +* 2", "1 1", "fn 3() {}", "dense)", "}", "let a = ;", "'ab'", "@"],
        *["let = /* so far", 'import "x"'],
    ]
    code_page_something = "?fit"
    code_generate_error = "dense(0)"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"ab" + "c"', "result": '"abc"'},
        {"code": "let n = 0; for i in 0..10 { n += i } n", "result": "45"},
    ]
    code_display_data = [
        {"code": f'display(load_image("{PICTURE}").resize(8, 6))', "mime": "image/png"},
        {"code": "sequential([dense(3)]).summary()", "mime": "text/html"},
    ]
    code_history_pattern = "6?*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "fit"
    code_clear_output = "clear_output()"

    def execute_helper(self, code, timeout=PATIENCE, **options):
        """As the suite's, which gives up after 0.1 seconds without a message."""
        request = self.kc.execute(code=code, **options)
        reply = self.get_non_kernel_info_reply(timeout=timeout)
        validate_message(reply, "execute_reply", request)
        outputs = []
        while True:
            message = self.kc.get_iopub_msg(timeout=timeout)
            validate_message(message, message["msg_type"], request)
            if message["msg_type"] not in ("status", "execute_input"):
                outputs.append(message)
            if message["content"].get("execution_state") == "idle":
                return reply, outputs


class TestWelcome(suite.IopubWelcomeTests):
    kernel_name = "imfit"
    support_iopub_welcome = True
