"""check_product.py EXPORT.csv OPACITY.pt SUITABILITY.pt: the product's own scores (export csv --level image --identified) against PyTorch's.

For DICOM files that pydicom can read and for rasters; prints the largest differences, and AUCs where labels.csv knows the files.
"""
import csv
import json
import sys
from pathlib import Path

import numpy as np
import pydicom
import torch

import data
from export import displayed_dicom
from figures import auc, sigmoid
from network import Mirrored, Net
from train_suitability import INPUT, WIDTHS


def pixels(path):
    try:
        with open(path, 'rb') as file:
            dicom = Path(path).suffix in ('.dcm', '') or file.read(132)[128:] == b'DICM'
        return displayed_dicom(path) if dicom else data.displayed(path)
    except Exception as why:  # noqa: BLE001 – an encoding that this reader lacks
        return str(why)[:60]


def main():
    opacity, gate = Net(), Net(WIDTHS, (1, 1, 1, 1))
    opacity.load_state_dict(torch.load(sys.argv[2], map_location='cpu')['ema'])
    gate.load_state_dict(torch.load(sys.argv[3], map_location='cpu')['net'])
    opacity, gate = Mirrored(opacity).eval(), gate.eval()
    slope, intercept = json.loads((data.CACHE / 'figures-opacity.json').read_text())['platt']
    truth = {str(data.path_of(r).resolve()): (data.group_of(r), int(data.is_positive(r))) for r in data.rows()}
    with open(sys.argv[1], newline='') as file:
        rows = list(csv.DictReader(file))
    differences, skipped, judged, states = {'opacity': [], 'gate': []}, 0, [], {}
    for row in rows:
        state = row['cxr-opacity.state']
        states[state] = states.get(state, 0) + 1
        known = truth.get(str(Path(row['path']).resolve()))
        if state != 'done':
            continue
        product = float(row['cxr-opacity.opacity.score'])
        if known:
            judged.append((*known, product))
        shown = pixels(row['path'])
        if isinstance(shown, str):
            skipped += 1
            continue
        with torch.no_grad():
            one = sigmoid(slope * float(opacity(torch.from_numpy(data.network_input(shown))[None, None])[0]) + intercept)
            two = float(torch.sigmoid(gate(torch.from_numpy(data.network_input(shown, INPUT))[None, None])[0]))
        differences['opacity'].append(abs(one - product))
        differences['gate'].append(abs(two - float(row['cxr-suitability.frontal-chest-radiograph.score'])))
    print(states, 'not readable here:', skipped)
    for name, d in differences.items():
        print(name, f'compared {len(d)}: largest difference {max(d):.6f}, mean {np.mean(d):.6f}')
    for name, groups in (('children', ('ped',)), ('adults', ('nih', 'collected')), ('nih', ('nih',))):
        mine = [(t, s) for g, t, s in judged if g in groups]
        if mine:
            t, s = np.array(mine).T
            print(name, len(mine), f'AUC of the product {auc(s, t):.4f}')


if __name__ == '__main__':
    main()
