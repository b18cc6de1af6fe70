"""check_resize.py FOLDER: differences between resize.py and the files of check_resize.mjs, over full range.

Where a position falls exactly between two of the 64, libvips' running sum decides by its rounding: noise shows it, nothing else.
"""
import json
import sys
from pathlib import Path

import numpy as np

from resize import resize

folder = Path(sys.argv[1])
worst = mean = 0.0
for width, height in json.loads((folder / 'sizes.json').read_text()):
    source = np.fromfile(folder / f'{width}x{height}.in', np.uint16).reshape(height, width)
    expected = np.fromfile(folder / f'{width}x{height}.out', np.uint16).reshape(192, 192)
    difference = np.abs(resize(source) - expected) / 65535
    worst, mean = max(worst, difference.max()), max(mean, difference.mean())
    print(f'{width} x {height}: max {difference.max():.2e} mean {difference.mean():.2e}')
print(f'largest {worst:.2e}, largest mean {mean:.2e}')
sys.exit(0 if worst < 5e-3 and mean < 1e-4 else 1)
