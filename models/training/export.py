"""export.py (opacity | structures | suitability) VERSION CHECKPOINT.pt: graph, manifest, golden files and card from a checkpoint and its figures."""
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pydicom
import torch
import torch.nn as nn

import cards
import data
import reliability
from detector import CLASSES, Detector, suppress
from manifests import opacity_manifest, structures_manifest, suitability_manifest
from network import Mirrored, Net
from train_suitability import INPUT, WIDTHS

MODELS = Path(__file__).resolve().parents[1]
TOLERANCE = {'score': 0.01, 'box': 4}
# The phantoms that every golden file is computed on: options of fixtures/phantom.ts.
GOLDEN = [
    {'seed': 901, 'rows': 448, 'columns': 400, 'age': 'adult', 'syntax': 'deflated'},
    {'seed': 902, 'rows': 448, 'columns': 400, 'age': 'adult', 'opacity': ['right:lower:0.1:0.9'], 'syntax': 'rle'},
    {'seed': 903, 'rows': 421, 'columns': 512, 'age': 'child', 'opacity': ['left:lower:0.11:0.9'], 'syntax': 'deflated', 'monochrome1': True},
]


class Gate(nn.Module):
    """The gate has no use for maps: one output."""

    def __init__(s, net):
        super().__init__()
        s.net = net

    def forward(s, x):
        return s.net(x)[0]


def write_graph(net, folder, side, outputs):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / 'model.onnx'
    torch.onnx.export(
        net, torch.zeros(2, 1, side, side), str(path), opset_version=16, input_names=['image'], output_names=outputs,
        dynamic_axes={name: {0: 'batch'} for name in ('image', *outputs)}, do_constant_folding=True,
    )
    graph = onnx.load(str(path))
    # Where a file was made is nobody's business.
    for node in graph.graph.node:
        node.doc_string = ''
    onnx.checker.check_model(graph)
    onnx.save(graph, str(path))
    return {'name': 'model.onnx', 'sha256': sha256(path), 'bytes': path.stat().st_size, 'externalData': []}


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def draw(option, path):
    """One phantom as a DICOM file, by the phantom writer."""
    words = ['--seed', option['seed'], '--rows', option['rows'], '--columns', option['columns'], '--age', option['age'], '--syntax', option['syntax']]
    for opacity in option.get('opacity', []):
        words += ['--opacity', opacity]
    if option.get('monochrome1'):
        words += ['--monochrome1']
    root = MODELS.parent
    node = root / 'node_modules' / '.bin' / 'node'
    subprocess.run([node, 'fixtures/phantom.ts', '--out', str(path), *map(str, words)], cwd=root, check=True, stdout=subprocess.DEVNULL)


def displayed_dicom(path):
    """A phantom's stored values as the product displays them: its linear window over all of its range, bright is bright."""
    file = pydicom.dcmread(path)
    values = file.pixel_array.astype(np.float64)
    centre, width = float(file.WindowCenter), float(file.WindowWidth)
    offset = np.clip((values - (centre - 0.5)) / (width - 1), -0.5, 0.5)
    if file.PhotometricInterpretation == 'MONOCHROME1':
        offset = -offset
    distance = np.minimum(32767, np.floor(np.abs(offset) * 65535 + 1e-9))
    return np.where(offset < 0, 32767 - distance, 32768 + distance)


def golden(folder, side, answer):
    """golden.json: for each phantom what PyTorch answers to the training preprocessing of its pixels."""
    cases = []
    for option in GOLDEN:
        path = folder / f'golden-{option["seed"]}.dcm'
        draw(option, path)
        pixels = displayed_dicom(path)
        tensor = data.network_input(pixels, side)
        with torch.no_grad():
            found = answer(torch.from_numpy(tensor)[None, None], pixels.shape)
        cases.append({
            'phantom': option, 'file': path.name, 'sha256': sha256(path),
            'tensorMean': float(tensor.astype(np.float64).mean()), 'tensorStd': float(tensor.astype(np.float64).std()), **found,
        })
    write_json(folder / 'golden.json', {'computedBy': f'PyTorch {torch.__version__}', 'tolerance': TOLERANCE, 'cases': cases})


def write_json(path, value):
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + '\n')


def figures(name):
    return json.loads((data.CACHE / f'figures-{name}.json').read_text())


def opacity(version, checkpoint):
    folder, found = MODELS / 'cxr-opacity', figures('opacity')
    net = Net()
    net.load_state_dict(torch.load(checkpoint, map_location='cpu')['ema'])
    net = Mirrored(net).eval()
    file = write_graph(net, folder, 192, ['logits', 'activation'])
    write_json(folder / 'model.json', opacity_manifest(version, file, found))
    slope, intercept = found['platt']
    golden(folder, 192, lambda x, _: {'scores': {'opacity': float(torch.sigmoid(slope * net(x)[0][0, 0].double() + intercept))}})
    for name in ('children', 'adults'):
        (folder / f'reliability-{name}.svg').write_text(reliability.plot(name.capitalize(), found['test'][name]['calibration']))
    (folder / 'CARD.md').write_text(cards.opacity(version, found, file))


def structures(version, checkpoint):
    folder, found = MODELS / 'cxr-structures', figures('structures')
    net = Detector()
    net.load_state_dict(torch.load(checkpoint, map_location='cpu')['net'])
    net.eval()
    file = write_graph(net, folder, 192, ['detections'])
    manifest = structures_manifest(version, file, found)
    write_json(folder / 'model.json', manifest)

    def answer(x, shape):
        decoder = manifest['decoder']
        boxes = []
        for kind, score, x1, y1, x2, y2 in suppress(net(x)[0], decoder['confidence'], decoder['iou'], decoder['maxDetections']):
            sx, sy = shape[1] / 192, shape[0] / 192
            left, top = max(0, x1 * sx), max(0, y1 * sy)
            box = [left, top, min(shape[1], x2 * sx) - left, min(shape[0], y2 * sy) - top]
            boxes.append({'label': CLASSES[kind], 'score': score, 'box': box})
        return {'boxes': boxes}

    golden(folder, 192, answer)
    (folder / 'CARD.md').write_text(cards.structures(version, found, file, manifest))


def suitability(version, checkpoint):
    folder, found = MODELS / 'cxr-suitability', figures('suitability')
    net = Net(WIDTHS, (1, 1, 1, 1))
    net.load_state_dict(torch.load(checkpoint, map_location='cpu')['net'])
    net.eval()
    file = write_graph(Gate(net).eval(), folder, INPUT, ['logits'])
    write_json(folder / 'model.json', suitability_manifest(version, file, found))
    golden(folder, INPUT, lambda x, _: {'scores': {'frontal-chest-radiograph': float(torch.sigmoid(net(x)[0][0, 0]))}})
    (folder / 'CARD.md').write_text(cards.suitability(version, found, file))


if __name__ == '__main__':
    torch.set_num_threads(1)
    {'opacity': opacity, 'structures': structures, 'suitability': suitability}[sys.argv[1]](*sys.argv[2:4])
