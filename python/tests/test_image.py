"""Pictures: in, out, and as pixels."""

import copy
import io
import pickle
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import PIL.Image
import pytest

import imfit


def test_arrays_become_pictures():
    grey = np.array([[0, 51], [102, 255]], np.uint8)
    image = imfit.Image(grey)
    assert image.shape == (2, 2, 1)
    expected = grey.astype(np.float32) / 255
    np.testing.assert_array_equal(np.asarray(image)[:, :, 0], expected)
    deep = imfit.Image((grey.astype(np.uint16) * 257)[:, :, None])
    np.testing.assert_array_equal(np.asarray(deep), np.asarray(image))
    assert imfit.Image(expected.astype(np.float64)) == image
    assert imfit.Image(grey > 60) == imfit.Image([[0.0, 0.0], [1.0, 1.0]])
    assert imfit.Image.from_array(image) == image
    assert imfit.Image(np.zeros((4, 3, 4))).channels == 4


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (np.zeros((2, 2), np.int64), "uint8 or of uint16, not of int64"),
        (np.zeros(4), r"not an array of shape \(4,\)"),
        (np.zeros((2, 2, 5)), "channels, not 5"),
        (np.zeros((0, 2)), "at least one pixel"),
        (np.zeros((2, 2), complex), "complex128"),
        ("godwit.png", "not an object of type str"),
        (None, "not None"),
    ],
)
def test_what_is_no_picture(given, words):
    with pytest.raises(imfit.ImfitError, match=words):
        imfit.Image(given)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F"])
def test_images_of_pil_become_pictures(mode):
    base = PIL.Image.fromarray((np.arange(24 * 3) % 256).astype(np.uint8).reshape(4, 6, 3))
    if mode in ("I;16", "I", "F"):
        base = PIL.Image.fromarray(np.arange(24, dtype=np.uint16).reshape(4, 6))
        if mode == "F":
            base = PIL.Image.fromarray(np.linspace(0, 1, 24, dtype=np.float32).reshape(4, 6))
        elif mode == "I":
            base = base.convert("I")
    else:
        base = base.convert(mode)
    image = imfit.Image(base)
    assert (image.width, image.height) == (6, 4)
    expected = {"RGB": 3, "RGBA": 4, "LA": 2, "P": 3, "CMYK": 3}.get(mode, 1)
    assert image.channels == expected
    assert np.asarray(image).max() <= 1
    if mode == "RGB":
        expected = np.asarray(base).astype(np.float32) / np.float32(255)
        np.testing.assert_array_equal(np.asarray(image), expected)


def test_pictures_become_images_of_pil(picture):
    pil = picture.to_pil()
    assert pil.mode == "RGB" and pil.size == (24, 16)
    expected = np.floor(np.asarray(picture) * 255 + 0.5).astype(np.uint8)
    np.testing.assert_array_equal(np.asarray(pil), expected)
    assert PIL.Image.open(io.BytesIO(picture._repr_png_())).size == (24, 16)


def test_a_picture_is_its_pixels(picture):
    x, y = picture.pixels()
    assert x.dtype == y.dtype == np.float32
    assert x[:3].tolist() == [[1, 1], [2, 1], [3, 1]] and x[-1].tolist() == [24, 16]
    assert imfit.Image.from_pixels(24, 16, y) == picture
    order = np.random.default_rng(1).permutation(len(x))
    assert imfit.Image.from_table(x[order, 0], x[order, 1], y[order]) == picture
    for name in ("pixel", "unit", "centered"):
        np.testing.assert_array_equal(imfit.coordinates(24, 16, name), picture.pixels(name)[0])
    grey = imfit.Image.from_pixels(2, 1, [0.0, 1.0])
    assert grey.shape == (1, 2, 1)


def test_pictures_are_resized_and_appended(picture):
    small = picture.resize(12, 8)
    assert small.shape == (8, 12, 3)
    assert picture.resize(24, 16, filter="nearest") == picture
    assert imfit.append_images([picture, picture]).width == 48
    assert imfit.Image.append((picture, picture), axis="y").height == 32
    assert imfit.append_images([np.zeros((2, 2)), np.ones((2, 3))]).shape == (2, 5, 1)
    for wrong in (picture, [], "ab", None):
        with pytest.raises(imfit.ImfitError, match="`images` must be"):
            imfit.append_images(wrong)
    with pytest.raises(ValueError, match="need the same height"):
        imfit.append_images([picture, small])
    with pytest.raises(ValueError, match="`axis` must be one of x, y, not 'z'"):
        imfit.append_images([picture], axis="z")


def test_pictures_are_compared(picture):
    assert picture.psnr(picture) == np.inf
    dark = imfit.Image(np.full((4, 4), 0.1, np.float32))
    assert dark.psnr(np.zeros((4, 4))) == pytest.approx(20, abs=1e-4)
    assert picture != dark and picture != 3
    with pytest.raises(ValueError, match="must agree in size"):
        dark.psnr(picture)
    with pytest.raises(TypeError):
        hash(picture)


def test_pictures_are_copied(picture):
    assert pickle.loads(pickle.dumps(picture)) == picture
    assert copy.deepcopy(picture) == picture
    assert np.asarray(picture, dtype=np.float64).dtype == np.float64
    assert repr(picture) == "Image(width=24, height=16, channels=3)"


@pytest.mark.parametrize("ending", ["png", "webp", "tiff", "jpg"])
def test_files_go_round(tmp_path, picture, ending):
    path = tmp_path / f"bird.{ending}"
    picture.save(path)
    again = imfit.load_image(path)
    assert again.psnr(picture) > (10 if ending == "jpg" else 50)
    assert imfit.load_image(path.read_bytes()) == again
    assert imfit.load_image(str(path)) == again


class Site(BaseHTTPRequestHandler):
    """A picture, and some addresses that go wrong."""

    def do_GET(self):
        if self.path == "/moved.png":
            self.send_response(302)
            self.send_header("Location", "/bird.png")
            self.end_headers()
            return
        if self.path in ("/to-file", "/to-ftp"):
            self.send_response(302)
            target = {"/to-file": "file:///etc/hostname", "/to-ftp": "ftp://127.0.0.1/x.png"}
            self.send_header("Location", target[self.path])
            self.end_headers()
            return
        if self.path == "/bird.png":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.server.picture)
            return
        self.send_error(404)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def site(picture, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.picture = picture._repr_png_()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_pictures_are_read_from_addresses(site, picture):
    for name in ("bird.png", "moved.png"):
        assert imfit.load_image(f"{site}/{name}").shape == picture.shape
    with pytest.raises(OSError, match="404"):
        imfit.load_image(f"{site}/missing.png")
    for name in ("to-file", "to-ftp"):
        with pytest.raises(imfit.ImfitError, match="can't read"):
            imfit.load_image(f"{site}/{name}")
    with pytest.raises(imfit.ImfitError, match="max_pixels"):
        imfit.load_image(f"{site}/bird.png", max_pixels=10)


def test_addresses_that_are_none():
    with pytest.raises(OSError, match="can't read http://127.0.0.1:1/"):
        imfit.load_image("http://127.0.0.1:1/bird.png")
    with pytest.raises(ValueError, match="`path` must be a path, or an address with http"):
        imfit.load_image("ftp://example.org/bird.png")
    with pytest.raises(OSError, match="can't read http://"):
        imfit.load_image("http://exa mple/bird.png")
