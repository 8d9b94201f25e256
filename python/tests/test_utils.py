"""What goes with models."""

import numpy as np
import pytest

import imfit
from imfit.utils import to_categorical


@pytest.mark.parametrize("classes", [[0, 2, 1], (0, 2, 1), np.array([[0], [2], [1]], np.uint8)])
def test_classes_become_a_table(classes):
    table = to_categorical(classes)
    assert table.dtype == np.float32
    np.testing.assert_array_equal(table, np.eye(3)[[0, 2, 1]])


def test_other_shapes_keep_theirs():
    np.testing.assert_array_equal(to_categorical(2), [0, 0, 1])
    assert to_categorical([[0, 1], [1, 1]], 4).shape == (2, 2, 4)
    assert to_categorical([], num_classes=3).shape == (0, 3)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (dict(x=[0, 3], num_classes=3), "`x` .* 0 to 2.*3 in row 2"),
        (dict(x=[-1]), "`x` .* from 0 .*-1 in row 1"),
        (dict(x=[0.5]), "0.5 in row 1"),
        (dict(x=[float("nan")]), "NaN in row 1"),
        (dict(x=[]), "`x` .*empty"),
        (dict(x=[0], num_classes=0), "`num_classes` .* at least 1"),
        (dict(x=[0, 1], num_classes=2**30), "`num_classes`"),
    ],
)
def test_wrong_classes_are_refused(given, words):
    with pytest.raises(imfit.errors.ImfitValueError, match=words):
        to_categorical(**given)


def test_no_numbers_at_all_are_refused():
    with pytest.raises(imfit.errors.ImfitTypeError, match="`x` must be whole numbers"):
        to_categorical("three")
