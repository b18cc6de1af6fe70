"""Pictures that are no upright frontal chest radiograph, for the gate: 112 × 112, 8 bits, each with the kind it is."""
import warnings
from pathlib import Path

import numpy as np
import pydicom
from PIL import Image, ImageDraw
from scipy import ndimage

from data import DATA

SIDE = 112
# Objects of the WG04 and pydicom files that are kept for testing; all encodings of one object go together.
TEST_OBJECTS = ('CT2', 'MR2', 'US1', 'VL2', 'examples_overlay', 'examples_ybr', '693_', 'liver', 'JPEG', 'JPGExt', 'image_dfl')


def small(values):
    """Any grey picture stretched to SIDE × SIDE and 0..255 as given (already in that range)."""
    return np.asarray(Image.fromarray(np.clip(values, 0, 255).astype(np.uint8)).resize((SIDE, SIDE), Image.BILINEAR))


def dicom_frames():
    """[(is kept for testing, picture)] of every readable frame of the folder `dicom`, windowed two ways."""
    warnings.simplefilter('ignore')
    found = []
    for path in sorted((DATA / 'dicom').rglob('*')):
        if not path.is_file() or path.suffix == '.json':
            continue
        try:
            file = pydicom.dcmread(path, force=True)
            values = file.pixel_array.astype(np.float64)
        except Exception:  # noqa: BLE001 – what the reader cannot open teaches nothing
            continue
        if int(file.get('NumberOfFrames', 1) or 1) > 1:
            values = values[0]
        if values.ndim == 3:
            values = values[..., :3].mean(2)
        if values.ndim != 2:
            continue
        if file.get('PhotometricInterpretation') == 'MONOCHROME1':
            values = values.max() - values
        test = path.name.startswith(TEST_OBJECTS)
        for low, high in ((0, 100), (1, 99), (20, 99.5)):
            a, b = np.percentile(values, low), np.percentile(values, high)
            found.append((test, small((values - a) / max(b - a, 1e-9) * 255)))
    return found


def photographs():
    """Crops of the two photographs that come with scipy, where they do: [(is kept for testing, large picture)]."""
    try:
        from scipy import misc

        warnings.simplefilter('ignore')
        return [(False, misc.ascent().astype(np.float64)), (True, misc.face(gray=True).astype(np.float64))]
    except Exception:  # noqa: BLE001 – newer versions fetch them from the network instead
        return []


def _fractal(rng, power):
    """Noise whose spectrum falls with the given power: clouds, skin, stone."""
    f = np.hypot(*np.meshgrid(np.fft.fftfreq(SIDE), np.fft.fftfreq(SIDE)))
    f[0, 0] = 1
    picture = np.fft.ifft2(np.fft.fft2(rng.standard_normal((SIDE, SIDE))) / f ** (power / 2)).real
    low, high = np.percentile(picture, [2, 98])
    return (picture - low) / (high - low) * 255


def _gradient(rng):
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE - 0.5
    angle = rng.uniform(0, 2 * np.pi)
    ramp = np.hypot(x - rng.uniform(-0.4, 0.4), y - rng.uniform(-0.4, 0.4)) if rng.random() < 0.4 else x * np.cos(angle) + y * np.sin(angle)
    ramp = (ramp - ramp.min()) / np.ptp(ramp)
    return (ramp * rng.uniform(0.3, 1) + rng.uniform(0, 0.3)) * 255 * (1 if rng.random() < 0.5 else -1) % 256


def _stripes(rng):
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    n = rng.integers(2, 20)
    bands = (y // n if rng.random() < 0.4 else x // n if rng.random() < 0.5 else x // n + y // n) % rng.integers(2, 6)
    return bands / max(1, bands.max()) * 255


def _leaves(rng):
    """Overlapping shapes of many sizes with light and texture of their own: edges occlude as in a photograph."""
    picture = Image.new('L', (SIDE, SIDE), int(rng.integers(256)))
    draw = ImageDraw.Draw(picture)
    for _ in range(rng.integers(8, 120)):
        r = min(60, 3 / (rng.random() + 0.02))
        x, y, grey = rng.uniform(0, SIDE), rng.uniform(0, SIDE), int(rng.integers(256))
        kind = rng.integers(3)
        if kind == 0:
            draw.ellipse([x - r, y - r * rng.uniform(0.4, 1.6), x + r, y + r], fill=grey)
        elif kind == 1:
            draw.rectangle([x - r, y - r, x + r * rng.uniform(0.3, 2), y + r * rng.uniform(0.3, 2)], fill=grey)
        else:
            draw.polygon([(x + r * rng.uniform(-2, 2), y + r * rng.uniform(-2, 2)) for _ in range(5)], fill=grey)
    values = np.asarray(picture).astype(np.float64)
    if rng.random() < 0.7:
        values = values * (0.6 + 0.4 * _fractal(rng, 2) / 255)
    return ndimage.gaussian_filter(values, rng.uniform(0, 1.5))


def _page(rng):
    """Lines of letters, dark on light or light on dark: documents and screens."""
    picture = Image.new('L', (SIDE, SIDE), 255)
    draw = ImageDraw.Draw(picture)
    letters = 'abcdefghiklmnoprstuvwxyz ABCDEFG 0123456789 .,:'
    for y in range(int(rng.integers(0, 10)), SIDE, int(rng.integers(9, 16))):
        draw.text((rng.integers(0, 12), y), ''.join(rng.choice(list(letters), rng.integers(3, 20))), fill=0)
    values = np.asarray(picture).astype(np.float64)
    return 255 - values if rng.random() < 0.4 else values


def _bones(rng):
    """Bright shafts and rounds in soft tissue on black: limbs, hands, skulls as a radiograph shows them, roughly."""
    picture = Image.new('L', (SIDE, SIDE), int(rng.integers(0, 30)))
    draw = ImageDraw.Draw(picture)
    if rng.random() < 0.35:
        x, y, r = rng.uniform(40, 72), rng.uniform(40, 72), rng.uniform(25, 50)
        draw.ellipse([x - r, y - r * rng.uniform(0.9, 1.3), x + r, y + r], fill=int(rng.integers(120, 200)), outline=235, width=int(rng.integers(2, 6)))
        for _ in range(rng.integers(2, 9)):
            a, b, q = x + rng.uniform(-r, r) * 0.6, y + rng.uniform(-r, r) * 0.6, rng.uniform(2, 10)
            draw.ellipse([a - q, b - q, a + q, b + q], fill=int(rng.integers(40, 240)))
    else:
        for _ in range(rng.integers(1, 6)):
            a, b = rng.uniform(-20, SIDE + 20, 2), rng.uniform(-20, SIDE + 20, 2)
            w = rng.uniform(5, 16)
            draw.line([*a, *b], fill=int(rng.integers(60, 120)), width=int(w * 3))
            draw.line([*a, *b], fill=int(rng.integers(150, 255)), width=int(w))
    return ndimage.gaussian_filter(np.asarray(picture).astype(np.float64), rng.uniform(0.5, 2)) + rng.normal(0, 4, (SIDE, SIDE))


def _slice(rng):
    """A trunk or head in cross-section on black, as CT and MR show it."""
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE - 0.5
    inside = lambda cx, cy, rx, ry: ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1  # noqa: E731
    picture = np.zeros((SIDE, SIDE))
    picture[inside(0, 0, rng.uniform(0.35, 0.49), rng.uniform(0.25, 0.48))] = rng.uniform(90, 190)
    if rng.random() < 0.6:
        size, air = rng.uniform(0.1, 0.2), rng.uniform(0, 50)
        picture[inside(-0.2, 0, size, size * 1.3)] = air
        picture[inside(0.2, 0, size, size * 1.3)] = air
    picture[inside(0, rng.uniform(0.12, 0.3), 0.05, 0.06)] = rng.uniform(180, 255)
    for _ in range(rng.integers(0, 8)):
        picture[inside(*rng.uniform(-0.3, 0.3, 2), *rng.uniform(0.02, 0.12, 2))] = rng.uniform(40, 255)
    return ndimage.gaussian_filter(picture, rng.uniform(0, 1.2)) + rng.normal(0, rng.uniform(1, 10), (SIDE, SIDE))


def _noise(rng):
    return ndimage.gaussian_filter(rng.uniform(0, 255, (SIDE, SIDE)), rng.uniform(0, 3)) * rng.uniform(0.3, 1.5)


def _blank(rng):
    return np.full((SIDE, SIDE), float(rng.integers(256))) + rng.normal(0, rng.choice([0, 0.5, 3]), (SIDE, SIDE))


MADE = {'fractal': lambda r: _fractal(r, r.uniform(0.8, 3.2)), 'gradient': _gradient, 'stripes': _stripes, 'leaves': _leaves,
        'page': _page, 'bones': _bones, 'slice': _slice, 'noise': _noise, 'blank': _blank}


def made(kind, rng):
    picture = MADE[kind](rng)
    if kind not in ('blank',) and rng.random() < 0.3:
        picture = 255 - picture
    return np.clip(picture, 0, 255).astype(np.uint8)


def turned(picture, kind, rng):
    """A radiograph (large, 0..255) made unsuitable: turned, mirrored upside down, inverted, or cut to a small part."""
    if kind in ('90', '270'):
        return small(np.rot90(picture, 1 if kind == '90' else 3))
    if kind == '180':
        return small(np.rot90(picture, 2) if rng.random() < 0.7 else picture[::-1])
    if kind == 'inverted':
        return small(255.0 - picture)
    if kind == 'crop':
        height, width = picture.shape
        part = rng.uniform(0.2, 0.48)
        h, w = int(height * part), int(width * part * rng.uniform(0.8, 1.2))
        y, x = rng.integers(0, height - h + 1), rng.integers(0, width - w + 1)
        return small(picture[y : y + h, x : x + w])
    raise ValueError(kind)


TURNED = ('90', '180', '270', 'inverted', 'crop')
