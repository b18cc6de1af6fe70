"""Reading ../shared/data (or FIRSTLOOK_DATA): labels, splits by patient, pixels as the product would hand them to a network."""
import csv
import json
import os
from pathlib import Path

import numpy as np
from PIL import Image

from resize import resize

DATA = Path(os.environ.get('FIRSTLOOK_DATA', Path(__file__).resolve().parents[3] / 'shared' / 'data'))
CACHE = Path(os.environ.get('FIRSTLOOK_TRAINING', '/tmp/firstlook-training'))
MEAN, STD = 0.5, 0.25


def rows():
    """Every labelled radiograph: file, split, label, patient, population `pop`, and `source` (adults only)."""
    found = []
    for pop in ('cxr-pediatric', 'cxr-adult'):
        with open(DATA / pop / 'labels.csv') as lines:
            found += [{**row, 'pop': pop} for row in csv.DictReader(lines)]
    return found


def held_patients(all_rows):
    """A seventh of the adult training patients, kept for validation: the data set gives adults no validation split."""
    adults = sorted({r['patient'] for r in all_rows if r['pop'] == 'cxr-adult' and r['split'] == 'train'})
    np.random.default_rng(3).shuffle(adults)
    return set(adults[: len(adults) // 7])


def split_of(row, held):
    own = row['pop'] == 'cxr-adult' and row['split'] == 'train' and row['patient'] in held
    return 'val' if own else row['split']


def group_of(row):
    return 'ped' if row['pop'] == 'cxr-pediatric' else row['source']


def is_positive(row):
    return row['label'] not in ('normal', 'no-finding')


def path_of(row):
    return DATA / row['pop'] / row['file']


def displayed(path):
    """A raster radiograph as the product displays it: 8 bits spread over 0..65535."""
    return np.asarray(Image.open(path).convert('L')).astype(np.float64) * 257


def network_input(pixels, side=192):
    """Displayed 16-bit grey to what the network takes: resized as by sharp, 0..1, then (v − 0.5) / 0.25."""
    small = resize(pixels, side, side) / 65535
    return ((small - MEAN) / STD).astype(np.float32)


def cached(name, make):
    """An array that is made once and kept in the cache folder."""
    path = CACHE / f'{name}.npy'
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        np.save(path, make())
    return np.load(path, mmap_mode='r')


def training_pictures(side=224):
    """All labelled radiographs, stretched to a square of 224 (children come so), 8 bits: what augmentation starts from."""

    def make():
        pictures = []
        for row in rows():
            picture = Image.open(path_of(row)).convert('L')
            pictures.append(np.asarray(picture if picture.size == (side, side) else picture.resize((side, side), Image.BILINEAR)))
        return np.stack(pictures)

    return cached(f'pictures-{side}', make)


def exact_inputs(side=192):
    """All labelled radiographs through the product's own preprocessing, 16 bits: what every figure is computed from."""

    def make():
        return np.stack([resize(displayed(path_of(row)), side, side).astype(np.uint16) for row in rows()])

    return cached(f'exact-{side}', make)


def box_set():
    """The radiographs with radiologists' boxes: (path, width, height, [(class, x, y, w, h)])."""
    coco = json.loads((DATA / 'cxr-boxes' / 'annotations.coco.json').read_text())
    by_image = {image['id']: [] for image in coco['images']}
    for note in coco['annotations']:
        by_image[note['image_id']].append((note['category_id'] - 1, *note['bbox']))
    return [
        (DATA / 'cxr-boxes' / image['file_name'], image['width'], image['height'], by_image[image['id']])
        for image in coco['images']
    ]


def phantoms(name='phantoms'):
    """Phantoms of draw_phantoms.ts: uint8 pictures of 224 × 224 and their description."""
    folder = CACHE / name
    notes = json.loads((folder / 'labels.json').read_text())
    return np.fromfile(folder / 'pixels.bin', np.uint8).reshape(-1, 224, 224), notes
