"""lung_boxes.py STRUCTURES.pt OUT.npy: the detector's best box of each lung on every labelled radiograph, for thorax.py.

[radiograph, left or right lung, (score, x1, y1, x2, y2)] in pixels of the 192 × 192 input; zeros where none was found.
"""
import os
import sys

import numpy as np
import torch

import data
from detector import Detector, suppress


def lung_boxes(checkpoint, exact):
    net = Detector()
    net.load_state_dict(torch.load(checkpoint, map_location='cpu')['net'])
    net.eval()
    boxes = np.zeros((len(exact), 2, 5), np.float32)
    with torch.no_grad():
        for k in range(0, len(exact), 32):
            x = torch.from_numpy(exact[k : k + 32].astype(np.float32) / 65535).unsqueeze(1)
            for j, output in enumerate(net((x - data.MEAN) / data.STD)):
                for kind, *found in suppress(output):
                    if kind < 2 and boxes[k + j, kind, 0] == 0:
                        boxes[k + j, kind] = found
    return boxes


if __name__ == '__main__':
    torch.set_num_threads(int(os.environ.get('THREADS', '2')))
    np.save(sys.argv[2], lung_boxes(sys.argv[1], data.exact_inputs()))
