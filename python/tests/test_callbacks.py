"""Callbacks: the user's own and the core's, and what they may do to a training."""

import csv
import threading
import time

import numpy as np
import pytest

import imfit
from imfit import callbacks, layers
from imfit._callback import HOOKS

X = np.arange(40, dtype=np.float32).reshape(20, 2) % 7 / 7
Y = X[:, :1] - X[:, 1:]


def model(optimizer=None):
    made = imfit.Sequential([layers.Dense(8, "tanh", input_shape=2), layers.Dense(1)], seed=7)
    made.compile(optimizer or imfit.optimizers.Adam(0.01), "mse", ["accuracy"])
    return made


def fit(made, given=None, epochs=3, **others):
    arguments = {"batch_size": 8, "validation_split": 0.2, "verbose": 0, **others}
    return made.fit(X, Y, epochs=epochs, callbacks=given, **arguments)


class Recorder(callbacks.Callback):
    """Writes down all that is called."""

    def __init__(self):
        self.calls = []

    def on_train_begin(self, logs=None):
        self.calls.append(("train begin", logs))

    def on_train_end(self, logs=None):
        self.calls.append(("train end", list(logs)))

    def on_epoch_begin(self, epoch, logs=None):
        self.calls.append(("epoch begin", epoch))

    def on_epoch_end(self, epoch, logs=None):
        self.calls.append(("epoch end", epoch, list(logs)))

    def on_batch_begin(self, batch, logs=None):
        self.calls.append(("batch begin", batch))

    def on_train_batch_end(self, batch, logs=None):
        self.calls.append(("batch end", batch, list(logs)))

    def on_test_begin(self, logs=None):
        self.calls.append(("test begin",))

    def on_test_end(self, logs=None):
        self.calls.append(("test end", list(logs)))


def test_methods_are_called_when_keras_calls_them():
    recorder = Recorder()
    trained = model()
    fit(trained, recorder, epochs=1)
    names = ["loss", "accuracy"]
    assert recorder.calls == [
        ("train begin", {}),
        ("epoch begin", 0),
        ("batch begin", 0),
        ("batch end", 0, names),
        ("batch begin", 1),
        ("batch end", 1, names),
        ("test begin",),
        ("test end", names),
        ("epoch end", 0, [*names, "val_loss", "val_accuracy"]),
        ("train end", [*names, "val_loss", "val_accuracy"]),
    ]
    assert recorder.model is trained
    assert recorder.params == {"verbose": 0, "epochs": 1, "steps": 2}


def test_callbacks_change_no_byte():
    plain, watched = model(), model()
    expected = fit(plain).history
    stopping = callbacks.EarlyStopping(patience=99)
    assert fit(watched, [Recorder(), stopping]).history == expected
    assert watched.to_bytes() == plain.to_bytes()


def test_a_model_can_be_used_in_a_method(tmp_path):
    class Uses(callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            logs["own"] = np.float32(epoch)
            self.model.set_weights([np.zeros_like(w) for w in self.model.get_weights()])
            assert not self.model.predict(X).any()
            assert self.model.evaluate(X, Y)
            self.model.save(tmp_path / "saved")
            self.model.optimizer.learning_rate = 0.125
            if epoch == 1:
                self.model.stop_training = True

    trained = model()
    history = fit(trained, [Uses()], epochs=9)
    assert history.epoch == [0, 1] and history.history["own"] == [0, 1]
    assert trained.stop_training and trained.optimizer.lr == 0.125
    assert imfit.load_model(tmp_path / "saved").optimizer.learning_rate == 0.125
    assert fit(trained).epoch == [0, 1, 2]
    assert not trained.stop_training


def test_an_exception_comes_out_as_it_is():
    class Fails(callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            if epoch == 1:
                raise KeyError("my own")

    trained = model()
    with pytest.raises(KeyError, match="my own") as raised:
        fit(trained, Fails())
    assert any(entry.name == "on_epoch_end" for entry in raised.traceback)
    assert trained.history.epoch == [0, 1]  # that epoch was trained
    assert fit(trained).epoch == [0, 1, 2]


def test_layers_and_fits_in_a_method_end_the_training():
    grows = callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: grown.add(layers.Dense(1)))
    grown = model()
    with pytest.raises(imfit.errors.ImfitStateError, match="layers or its compilation changed"):
        fit(grown, grows)
    nested = model()
    again = callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: fit(nested))
    with pytest.raises(imfit.errors.ImfitStateError, match="another fit of this model"):
        fit(nested, again)


def test_another_thread_may_stop_a_training():
    trained = model()
    begun = threading.Event()
    thread = threading.Thread(target=lambda: begun.wait() and stop(trained), daemon=True)
    thread.start()
    began = time.monotonic()
    history = fit(trained, callbacks.LambdaCallback(on_epoch_end=lambda *_: begun.set()), 10**6)
    thread.join()
    assert time.monotonic() - began < 20
    assert 0 < len(history) < 10**6


def stop(trained):
    trained.stop_training = True


def test_a_file_stops_a_training(tmp_path):
    trained = model()
    path = tmp_path / "stop"
    made = callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: epoch == 1 and path.touch())
    stopping = callbacks.StopFile(str(path))
    assert len(fit(trained, [made, stopping], 10**6)) < 10**6
    assert stopping.seen and not path.exists()


def test_early_stopping_tells_what_became_of_it(capsys):
    stopping = callbacks.EarlyStopping("loss", min_delta=1e9, patience=2, verbose=1)
    fit(model(), [stopping], epochs=9)
    assert (stopping.stopped_epoch, stopping.best_epoch, stopping.wait) == (2, 0, 2)
    assert capsys.readouterr().out == "Epoch 3: early stopping\n"


def test_schedules_and_plateaus_set_the_learning_rate():
    asked = []

    def halve(epoch, rate):
        asked.append((epoch, rate))
        return rate / 2

    trained = model()
    history = fit(trained, callbacks.LearningRateScheduler(halve), 2).history
    rate = float(np.float32(0.01))
    assert asked == [(0, rate), (1, rate / 2)]
    assert history["learning_rate"] == [rate / 2, rate / 4]
    plateau = callbacks.ReduceLROnPlateau("loss", min_delta=1e9, patience=1, factor=0.5)
    history = fit(trained, plateau).history
    assert history["learning_rate"] == [rate / 4, rate / 4, rate / 8]
    for wrong in ("fast", -1.0, True):
        with pytest.raises(imfit.errors.ImfitTypeError, match="`schedule` must be a function that"):
            fit(trained, callbacks.LearningRateScheduler(lambda epoch, rate, w=wrong: w))
    history = fit(trained, callbacks.LearningRateScheduler(lambda epoch: 0.5 + epoch), 2).history
    assert history["learning_rate"] == [0.5, 1.5]


def test_a_table_is_read_back(tmp_path):
    path = tmp_path / "log.csv"
    history = fit(model(), callbacks.CSVLogger(path), 2).history
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["epoch"] for row in rows] == ["0", "1"]
    for name, values in history.items():
        assert [float(row[name]) for row in rows] == values


def test_the_learning_rate_of_a_schedule_is_not_set():
    decay = imfit.optimizers.schedules.ExponentialDecay(0.1, 10, 0.5)
    scheduled = model(imfit.optimizers.SGD(decay))
    assert scheduled.optimizer.learning_rate == np.float32(0.1)
    with pytest.raises(imfit.ImfitError, match="left to the schedule ExponentialDecay"):
        scheduled.optimizer.learning_rate = 0.1
    plain = model()
    plain.optimizer.learning_rate = decay
    assert plain.optimizer.learning_rate == np.float32(0.1)
    alone = imfit.optimizers.Adam(0.1)
    alone.learning_rate = 0.2
    assert alone == imfit.optimizers.Adam(0.2)
    assert imfit.Sequential().optimizer is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (3, "`callbacks` must be a callback, or a list of callbacks"),
        ([lambda: None], "`callbacks` must be a callback"),
        ("early", "unknown callback 'early'"),
        ([callbacks.EarlyStopping("val_acc")], "`monitor` must be one of loss, accuracy"),
    ],
)
def test_what_is_no_callback(given, words):
    trained = model()
    before = trained.to_bytes()
    with pytest.raises(imfit.ImfitError, match=words):
        fit(trained, given)
    assert trained.to_bytes() == before


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: callbacks.EarlyStopping(patience=-1), "`patience` must be"),
        (lambda: callbacks.EarlyStopping(mode="up"), "`mode` must be one of auto, min, max"),
        (lambda: callbacks.ReduceLROnPlateau(factor=1.0), "`factor` must be"),
        (lambda: callbacks.ModelCheckpoint("{epoch"), "`filepath` must be a name whose fields"),
        (lambda: callbacks.ModelCheckpoint("a", save_freq=0), "`save_freq` must be"),
        (lambda: callbacks.ModelCheckpoint("a", save_freq="batches"), "`save_freq` must be"),
        (lambda: callbacks.CSVLogger("a", separator="::"), "`separator` must be"),
        (lambda: callbacks.LearningRateScheduler(0.1), "`schedule` must be a function"),
        (lambda: callbacks.LearningRateScheduler(True), "`schedule` must be a function"),
        (lambda: callbacks.LambdaCallback(on_epoch_end=True), "`on_epoch_end` must be a fun"),
        (lambda: callbacks.LambdaCallback(on_epoch_end=3), "`on_epoch_end` must be a function"),
        (lambda: callbacks.StopFile(""), "`path` must be"),
        (lambda: setattr(model().optimizer, "learning_rate", 0), "`learning_rate` must be"),
        (lambda: setattr(model().optimizer, "learning_rate", "fast"), "`learning_rate` must be"),
    ],
)
def test_arguments_of_callbacks(make, words):
    with pytest.raises(imfit.ImfitError, match=words):
        make()


def test_the_methods_are_those_of_the_core(api):
    declared = next(c for c in api["callbacks"] if c["class_name"] == "LambdaCallback")
    assert sorted(HOOKS) == sorted(argument["name"] for argument in declared["arguments"])


def test_a_model_that_lost_its_top_can_be_stopped():
    trained = model()
    trained.pop()
    trained.add(layers.Dense(1))
    trained.compile("adam", "mse")
    ends = callbacks.LambdaCallback(on_epoch_end=lambda *_: setattr(trained, "stop_training", True))
    assert fit(trained, ends, 9).epoch == [0]
    assert trained.stop_training


def test_a_callback_may_take_itself_off_the_list():
    listed = []

    def remove(*_):
        if once in listed:
            listed.remove(once)

    once = callbacks.LambdaCallback(on_epoch_begin=remove)
    listed += [once, callbacks.EarlyStopping("loss", patience=99)]
    assert fit(model(), listed, 3).epoch == [0, 1, 2]
    assert len(listed) == 1


def test_a_checkpoint_has_the_epoch_it_was_made_in(tmp_path):
    trained = model()
    fit(trained, callbacks.ModelCheckpoint(tmp_path / "{epoch}.safetensors", verbose=True), 2)
    assert imfit.load_model(tmp_path / "2.safetensors").history.epoch == [0, 1]


class Witness(callbacks.Callback):
    """Writes down what is called beside evaluations and predictions."""

    def __init__(self):
        self.calls = []
        self.outputs = []

    def on_test_begin(self, logs=None):
        self.calls.append(("test begin", logs))

    def on_test_batch_begin(self, batch, logs=None):
        self.calls.append(("test batch begin", batch, logs))

    def on_test_batch_end(self, batch, logs=None):
        self.calls.append(("test batch end", batch, list(logs)))

    def on_test_end(self, logs=None):
        self.calls.append(("test end", list(logs)))

    def on_predict_begin(self, logs=None):
        self.calls.append("predict begin")

    def on_predict_batch_begin(self, batch, logs=None):
        self.calls.append(("predict batch begin", batch))

    def on_predict_batch_end(self, batch, logs=None):
        self.calls.append(("predict batch end", batch))
        self.outputs.append(logs["outputs"])

    def on_predict_end(self, logs=None):
        self.calls.append("predict end")


def test_evaluations_call_methods_and_come_to_the_same():
    made, witness = model(), Witness()
    expected = made.evaluate(X, Y)
    assert made.evaluate(X, Y, batch_size=12, callbacks=[witness]) == expected
    names = ["loss", "accuracy"]
    assert witness.calls == [
        ("test begin", {}),
        ("test batch begin", 0, {}),
        ("test batch end", 0, names),
        ("test batch begin", 1, {}),
        ("test batch end", 1, names),
        ("test end", names),
    ]
    assert witness.model is made
    assert witness.params == {"verbose": "auto", "epochs": 1, "steps": 2}


def test_predictions_call_methods_with_their_outputs():
    made, witness = model(), Witness()
    expected = made.predict(X)
    np.testing.assert_array_equal(made.predict(X, batch_size=8, callbacks=witness), expected)
    between = [(f"predict batch {when}", batch) for batch in range(3) for when in ("begin", "end")]
    assert witness.calls == ["predict begin", *between, "predict end"]
    assert [len(outputs) for outputs in witness.outputs] == [8, 8, 4]
    np.testing.assert_array_equal(np.concatenate(witness.outputs), expected)


def test_validations_go_batch_by_batch_where_somebody_wants_it():
    witness = Witness()
    history = fit(model(), witness, 1, validation_batch_size=3)
    assert [call[1] for call in witness.calls if call[0] == "test batch end"] == [0, 1]
    assert history.history == fit(model(), None, 1).history


def test_an_error_beside_an_evaluation_comes_out():
    def fail(batch, logs):
        raise ZeroDivisionError("mine")

    made = model()
    failing = callbacks.LambdaCallback(on_test_batch_end=fail, on_predict_batch_begin=fail)
    for call in (
        lambda: made.evaluate(X, Y, callbacks=failing),
        lambda: made.predict(X, callbacks=failing),
    ):
        with pytest.raises(ZeroDivisionError, match="mine"):
            call()
    with pytest.raises(TypeError, match="`callbacks`"):
        made.predict(X, callbacks=[3])
    assert made.predict(X).shape == (20, 1)


def test_callbacks_of_trainings_do_nothing_beside_a_prediction(tmp_path):
    fresh = imfit.Sequential([layers.Dense(1, input_shape=2)])
    idle = [
        callbacks.ModelCheckpoint(tmp_path / "a.safetensors"),
        callbacks.EarlyStopping("val_loss"),
        callbacks.ReduceLROnPlateau(),
    ]
    np.testing.assert_array_equal(fresh.predict(X, callbacks=idle), fresh.predict(X))
    assert list(tmp_path.iterdir()) == []


def test_a_model_that_changes_beside_a_prediction_ends_it():
    made = model()
    popping = callbacks.LambdaCallback(on_predict_batch_begin=lambda *_: made.pop())
    with pytest.raises(imfit.errors.ImfitStateError, match="changed while"):
        made.predict(X, callbacks=popping)
