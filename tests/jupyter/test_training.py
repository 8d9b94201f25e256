"""Training in a cell: the same weights as elsewhere, shown as it goes on, stopped when asked to."""

import base64
import io

import pytest
from conftest import PICTURE
from PIL import Image

import imfit

DEEP = f"""
let im = load_image("{PICTURE}");
let model = sequential([
    dense(100, #{{activation: "tanh", input_shape: 2}}),
    dense(100, #{{activation: "relu"}}),
    dense(3, #{{activation: "sigmoid"}}),
], #{{seed: 7}});
model.compile(adam(), "mean_squared_error", ["accuracy"]);
"""


def test_the_weights_are_those_of_python(kernel, tmp_path):
    kernel.value(f"""
    let im = load_image("{PICTURE}").resize(80, 60);
    let model = sequential(#{{seed: 7}});
    model.add(dense(100, #{{activation: "tanh", input_shape: 2}}));
    model.add(dense(50, #{{activation: "relu"}}));
    model.add(dense(3));
    model.add(relu(#{{max_value: 1.0}}));
    model.compile("adam", "mean_squared_error", ["accuracy"]);
    let data = im.pixels("centered");
    model.fit(data.x, data.y, #{{batch_size: 100, epochs: 3, validation_split: 0.1}});
    model.save("{tmp_path}/kernel.safetensors");
    """)
    image = imfit.load_image(PICTURE).resize(80, 60)
    model = imfit.Sequential(seed=7)
    model.add(imfit.layers.Dense(100, activation="tanh", input_shape=2))
    model.add(imfit.layers.Dense(50, activation="relu"))
    model.add(imfit.layers.Dense(3))
    model.add(imfit.layers.ReLU(max_value=1.0))
    model.compile("adam", "mean_squared_error", ["accuracy"])
    x, y = image.pixels("centered")
    model.fit(x, y, batch_size=100, epochs=3, verbose=0, validation_split=0.1)
    model.save(tmp_path / "python.safetensors")
    saved = [tmp_path.joinpath(f"{name}.safetensors").read_bytes() for name in ("kernel", "python")]
    assert saved[0] == saved[1]


def test_the_picture_is_redrawn_in_place_and_an_interrupt_keeps_the_model(kernel):
    kernel.value(DEEP)
    pictures = []

    def interrupt_after_three(output):
        kind, content = output
        if "image/png" in content.get("data", {}):
            pictures.append((kind, content))
            if len(pictures) == 3:
                kernel.manager.interrupt_kernel()

    code = (
        'let history = model.fit(im, #{coordinates: "centered", batch_size: 128, epochs: 100000})'
    )
    done = kernel.run(code, interrupt_after_three)
    assert done.reply["ename"] == "Interrupted"
    assert "the model keeps what it has learnt" in done.reply["evalue"]
    kinds = [kind for kind, _ in pictures]
    assert kinds[0] == "display_data" and set(kinds[1:]) == {"update_display_data"}
    assert len({content["transient"]["display_id"] for _, content in pictures}) == 1
    assert len({content["data"]["image/png"] for _, content in pictures}) >= 3
    assert "loss" in done.data("display_data")[0]["text/plain"]
    # What it has learnt is in the picture: a model that knows nothing is some dB worse.
    assert float(kernel.value('model.render(640, 480, "centered").psnr(im)')) > 15


def test_the_final_state_is_shown_in_full(kernel):
    code = (
        DEEP + 'let history = model.fit(im.resize(64, 48), #{epochs: 2, coordinates: "centered"})'
    )
    done = kernel.run(code)
    line, picture = (data for data in done.data("display_data"))
    assert line["text/plain"].startswith("Epoch 2/2  96/96")
    png = base64.b64decode(picture["image/png"])
    assert Image.open(io.BytesIO(png)).size == (64, 48)


def test_verbose_says_what_is_shown(kernel):
    fit = DEEP + "let history = model.fit(im.resize(16, 12), #{epochs: 3, verbose: V})"
    assert kernel.run(fit.replace("V", "0")).outputs == []
    lines = kernel.run(fit.replace("V", "2"))
    assert {kind for kind, _ in lines.outputs} == {"stream"}
    assert len(lines.text.splitlines()) == 3
    assert "`verbose` must be" in kernel.error(fit.replace("V", "3"))


def test_an_evaluation_has_names(kernel):
    value = kernel.value(DEEP + "model.evaluate(im.resize(16, 12))")
    assert value.startswith("#{accuracy: ") and "loss: " in value


def test_validation_is_a_picture_or_arrays(kernel):
    kernel.value(DEEP + "let small = im.resize(16, 12); let p = small.pixels();")
    fit = "model.fit(small, #{verbose: 0, validation_data: V}).names"
    names = '["loss", "accuracy", "val_loss", "val_accuracy"]'
    assert kernel.value(fit.replace("V", "small")) == names
    assert kernel.value(fit.replace("V", "[p.x, p.y]")) == names
    assert "`validation_data`" in kernel.error(fit.replace("V", "3"))
    assert "`y` must be left out" in kernel.error("model.fit(small, p.y)")


def test_a_loss_that_is_no_number_is_an_error_and_not_the_end(kernel):
    kernel.value("let line = sequential([dense(1, #{input_shape: 1})]); line.compile()")
    assert "the loss became inf" in kernel.error("line.fit([[3.0e38]], [[1.0]])")
    assert kernel.is_alive()


def test_batches_come_one_by_one(kernel):
    kernel.value("""
    let one = sequential([dense(1, #{input_shape: 1, name: "only"})], #{seed: 1});
    one.compile("sgd", "mse");
    let twin = clone_model(one);
    twin.compile("sgd", "mse");
    twin.fit([[0.0], [1.0]], [[1], [3]], #{verbose: 0, shuffle: false});
    """)
    assert kernel.value("one.train_on_batch([[0.0], [1.0]], [[1], [3]])").startswith("#{loss: ")
    same = "one.get_weights()[0][0] == twin.get_weights()[0][0]"
    assert kernel.value(same) == "true"
    kernel.value("one.reset_metrics(); let tested = one.test_on_batch([[2.0]], [[4]]);")
    assert kernel.value("tested.loss == one.evaluate([[2.0]], [[4]]).loss") == "true"
    assert kernel.value("one.predict_on_batch([[2.0]])") == kernel.value("one.predict([[2.0]])")
    assert "same number of rows" in kernel.error("one.train_on_batch([[0.0], [1.0]], [[1]])")
    assert "`index` must be from 0 to 0" in kernel.error("one.get_layer(#{index: 4})")
    assert "one of only" in kernel.error('one.get_layer("other")')
    kernel.value('let top = one.get_layer("only"); one.pop(); one.add(top);')
    assert kernel.value("one.count_params()") == "2"


def test_classes_may_be_numbers(kernel):
    kernel.value("""
    let few = sequential([dense(3, #{activation: "softmax", input_shape: 1})], #{seed: 1});
    few.compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
    """)
    words = "whole numbers from 0 to 2, the class of each row, not 3 in row 2"
    assert words in kernel.error("few.fit([[0.0], [1.0]], [[1], [3]])")
    # At 0 all classes are as likely and the first one counts; at 1 it is the last one.
    fit = "few.fit([[0.0], [1.0]], Y, #{verbose: 0}).accuracy"
    assert kernel.value(fit.replace("Y", "[[1], [2]]")) == "[0.5]"
    assert kernel.value("few.evaluate([[1.0]], [[2]]).accuracy") == "1.0"
    assert kernel.value("few.evaluate([[1.0]], [[0]]).accuracy") == "0.0"


def test_classes_weigh_and_validations_are_left_out(kernel):
    kernel.value("""
    let m = sequential([dense(2, #{activation: "softmax", input_shape: 1})], #{seed: 7});
    m.compile("sgd", "categorical_crossentropy");
    let x = [[0.0], [1.0], [2.0], [3.0]]; let y = [[1, 0], [0, 1], [1, 0], [0, 1]];
    let first = m.evaluate([[0.0], [2.0]], [[1, 0], [1, 0]]).loss;
    let second = m.evaluate([[1.0], [3.0]], [[0, 1], [0, 1]]).loss;
    """)
    first, second = float(kernel.value("first")), float(kernel.value("second"))
    kernel.value("""
    let h = m.fit(x, y, #{epochs: 2, class_weight: #{"1": 5.0}, validation_data: [x, y],
        validation_freq: 2, verbose: 0});
    """)
    assert float(kernel.value("h.loss[0]")) == pytest.approx((first + 5 * second) / 2, rel=1e-5)
    assert kernel.value("h.val_loss[0]") == "NaN"
    after = float(kernel.value("m.evaluate(x, y).loss"))
    assert float(kernel.value("h.val_loss[1]")) == pytest.approx(after, rel=1e-5)


def test_losses_of_ones_own_are_for_other_languages(kernel, tmp_path):
    own = '#{class_name: "Function", config: #{"fn": |t, p| p}}'
    for argument, given in (("loss", own), ("metrics", f"[{own}]")):
        made = "let m = sequential([dense(1, #{input_shape: 1})]);"
        error = kernel.error(f"{made} m.compile(#{{{argument}: {given}}})")
        assert f"`{argument}` must be" in error
        assert "not a function" in error
    path = tmp_path / "own.safetensors"
    model = imfit.Sequential([imfit.layers.Dense(1, input_shape=1)])
    model.compile(loss=lambda t, p: (t - p) ** 2)
    model.save(path)
    for call in ("fit", "evaluate", "train_on_batch", "test_on_batch"):
        error = kernel.error(f'let m = load_model("{path}"); m.{call}([[1.0]], [[1.0]])')
        assert "`loss` must be one that imfit computes" in error, call
