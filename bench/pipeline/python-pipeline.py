"""A straightforward pipeline in Python: pydicom and GDCM decode, Pillow resizes, torch infers. Prints its seconds.

usage: python-pipeline.py MODELS_TRAINING THREADS SIDE FILE…  (file names may come on standard input, one a line)
The network is the product's classifier with weights of chance: what they are does not change the time.
"""
import sys
import time

import numpy
import pydicom
import torch
from PIL import Image
from pydicom.pixel_data_handlers.util import apply_voi_lut

sys.path.insert(0, sys.argv[1])
from network import Net  # noqa: E402

torch.set_num_threads(int(sys.argv[2]))
side = int(sys.argv[3])
files = [line.rstrip("\n") for line in sys.stdin]
network = Net().eval()
batch = 8


def prepare(path):
    dataset = pydicom.dcmread(path)
    shown = apply_voi_lut(dataset.pixel_array, dataset).astype(numpy.float32)
    shown = (shown - shown.min()) / max(float(numpy.ptp(shown)), 1e-6)
    if dataset.PhotometricInterpretation == "MONOCHROME1":
        shown = 1 - shown
    small = Image.fromarray(shown, mode="F").resize((side, side), Image.BILINEAR)
    return (torch.from_numpy(numpy.asarray(small).copy())[None] - 0.5) / 0.25


with torch.no_grad():
    network(torch.zeros(1, 1, side, side))
    started = time.perf_counter()
    scores = []
    for at in range(0, len(files), batch):
        tensors = torch.stack([prepare(path) for path in files[at : at + batch]])
        scores += torch.sigmoid(network(tensors)[0]).reshape(-1).tolist()
    elapsed = time.perf_counter() - started
print(len(scores), elapsed)
