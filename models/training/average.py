"""average.py OUT.pt A.pt B.pt: a checkpoint whose weights are the mean of two that share their beginning (Wortsman et al. 2022)."""
import sys

import torch

first, second = (torch.load(name, map_location='cpu') for name in sys.argv[2:4])
mean = {k: (v + second['ema'][k]) / 2 if v.dtype.is_floating_point else v for k, v in first['ema'].items()}
torch.save({'ema': mean, 'step': second['step']}, sys.argv[1])
