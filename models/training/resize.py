"""The product's resize, in numpy: what sharp (libvips) does for `fit: 'fill', kernel: 'linear'` on 16-bit grey.

Along each axis: a box shrink by a whole factor that leaves at least twice the target, then a triangle as wide as the rest of
the reduction, sampled at one of 64 positions a pixel with weights of 12 bits. Enlarging is left out: smaller images are out of
scope. `check_resize.mjs` and `check_resize.py` compare it with sharp itself.
"""
import math
from functools import lru_cache

import numpy as np

SIZE = 192
POSITIONS = 64
GAP = 2.0


def _clamped(rows, columns, taps):
    """A rows × columns matrix from (row, column, weight) taps; taps beyond an edge fall on the edge."""
    matrix = np.zeros((rows, columns))
    for row, column, weight in taps:
        matrix[row, min(max(column, 0), columns - 1)] += weight
    return matrix


def _triangle(points, shrink, x):
    half = x + points / 2 - 1
    weights = np.maximum(0, 1 - np.abs((np.arange(points) - half) / shrink))
    # Fixed-point weights of 12 bits, cut off: they sum to slightly less than 1.
    return np.floor(weights / weights.sum() * 4096) / 4096


def _reduce(length, target, shrink, extra):
    points = 2 * int(np.rint(shrink)) + 1
    offset = (1 + extra) / 2 - 1
    before = math.ceil(points / 2) - 1
    taps = []
    for row in range(target):
        place = (row + 0.5) * shrink - 0.5 - offset
        first = math.floor(place)
        step = (int((place - first) * POSITIONS * 2 + 1e-9) + 1) >> 1
        weights = _triangle(points, shrink, step / POSITIONS)
        taps += [(row, first + k - before, w) for k, w in enumerate(weights)]
    return _clamped(target, length, taps)


@lru_cache(maxsize=512)
def _axis(length, target):
    """(box factor, box matrix or None, filter matrix) of one axis."""
    if target == length:
        return None, np.eye(length)
    if target > length:
        raise ValueError(f'{length} pixels are fewer than the network takes')
    shrink = length / target
    extra = math.ceil(target * shrink - 1e-9) - length
    box = max(1, math.floor(length / target / GAP))
    if box == 1:
        return None, _reduce(length, target, shrink, extra)
    short = math.ceil(length / box)
    taps = [(i // box, i, 1 / box) for i in range(length)]
    taps += [(short - 1, length - 1, 1 / box)] * (short * box - length)
    return _clamped(short, length, taps), _reduce(short, target, shrink / box, extra / box)


def resize(pixels, width=SIZE, height=SIZE):
    """Grey rows × columns of 0..65535 to height × width of 0..65535, whole numbers in float64."""
    values = np.asarray(pixels, dtype=np.float64)
    for matrix in _axis(values.shape[0], height):
        if matrix is not None:
            values = np.floor(matrix @ values + 0.5)
    for matrix in _axis(values.shape[1], width):
        if matrix is not None:
            values = np.floor(values @ matrix.T + 0.5)
    return values
