"""Callbacks in a cell: the core's, and functions of the cell."""

MODEL = """
let x = [[0.0], [1.0], [2.0], [3.0]];
let y = [[0.0], [2.0], [4.0], [6.0]];
let m = sequential([dense(1, #{input_shape: 1})], #{seed: 7});
m.compile(sgd(0.0625), "mse");
"""


def fit(options, after):
    return f"{MODEL} let h = m.fit(x, y, #{{verbose: 0, {options}}}); {after}"


def test_functions_of_the_cell_see_and_change_the_model(kernel):
    text = kernel.value(
        MODEL
        + """
        let seen = [];
        let own = lambda_callback(#{
            on_train_begin: |logs| seen.push("begin"),
            on_epoch_end: |epoch, logs| {
                seen.push(epoch);
                this.predict(x);
                this.learning_rate = 0.5;
                if epoch == 1 { this.stop_training = true; }
            },
            on_train_batch_end: |batch, logs| seen.push(logs.loss > 0.0),
        });
        m.fit(x, y, #{epochs: 9, callbacks: own});
        [seen, m.learning_rate, m.stop_training]
        """
    )
    assert text == '[["begin", true, 0, true, 1], 0.5, true]'


def test_a_schedule_sets_each_epoch(kernel):
    given = "epochs: 2, callbacks: [learning_rate_scheduler(|epoch, rate| rate / 2.0)]"
    assert kernel.value(fit(given, "h.learning_rate")) == "[0.03125, 0.015625]"
    error = kernel.error(fit('callbacks: learning_rate_scheduler(|epoch, rate| "fast")', "h"))
    assert "TypeError: `schedule` must be a function that returns a number" in error
    for wrong in ("learning_rate_scheduler(true)", "lambda_callback(#{on_epoch_end: true})"):
        assert "must be a function" in kernel.error(wrong)


def test_the_learning_rate_is_a_number_or_a_schedule(kernel):
    kernel.value(MODEL)
    assert kernel.value("m.learning_rate = 1; m.learning_rate") == "1.0"
    assert kernel.value("m.learning_rate = cosine_decay(0.5, 10); m.learning_rate") == "0.5"
    assert "`learning_rate` must be a number above 0" in kernel.error('m.learning_rate = "fast"')


def test_the_core_stops_and_says_so(kernel):
    given = (
        "epochs: 9, callbacks: [early_stopping(#"
        '{monitor: "loss", min_delta: 1e9, patience: 2, verbose: 1})]'
    )
    text = kernel.value(fit(given, "h.epoch"))
    assert text == "Epoch 3: early stopping\n[0, 1, 2]"


def test_what_a_function_throws_comes_out(kernel):
    given = 'epochs: 3, callbacks: lambda_callback(#{on_epoch_end: |epoch, logs| throw "mine"})'
    assert "mine" in kernel.error(fit(given, "h"))
    given = "callbacks: lambda_callback(#{on_epoch_end: |epoch, logs| m.predict(x)})"
    assert "sees the model as `this`" in kernel.error(fit(given, "h"))
    assert kernel.value("m.predict(x).rows") == "4"


def test_bad_callbacks_are_named(kernel):
    for given, word in [
        ("callbacks: 3", "`callbacks`"),
        ("callbacks: early_stopping()", "`monitor`"),
        ("callbacks: lambda_callback(#{on_epoch_end: 3})", "`on_epoch_end`"),
        ("callbacks: csv_logger()", "`filename`"),
        ('callbacks: early_stopping(#{mode: "up"})', "`mode`"),
    ]:
        assert word in kernel.error(fit(given, "h")), given
    assert "above 0" in kernel.error(MODEL + "m.learning_rate = 0.0")


def test_help_knows_them(kernel):
    for name, word in [("early_stopping", "patience"), ("fit", "callbacks")]:
        found = kernel.request("inspect", name, len(name))
        assert word in found["data"]["text/plain"]


def test_functions_are_called_beside_evaluations_and_predictions(kernel):
    text = kernel.value(
        MODEL
        + """
        let seen = [];
        let own = lambda_callback(#{
            on_test_batch_end: |batch, logs| seen.push(logs.loss > 0.0),
            on_test_end: |logs| seen.push("end"),
            on_predict_batch_end: |batch, logs| seen.push(logs.outputs.rows),
        });
        let plain = m.evaluate(x, y);
        let called = m.evaluate(x, y, #{batch_size: 2, callbacks: own});
        m.predict(x, #{batch_size: 3, callbacks: [own]});
        [plain == called, seen]
        """
    )
    assert text == '[true, [true, true, "end", 3, 1]]'
