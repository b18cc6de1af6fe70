"""Pictures for the classifier: balanced draws and everything varied that says nothing about the lung."""
import math

import numpy as np
import torch
import torch.nn.functional as F

SIDE = 192
# (group, label, weight): by population, source and label. COVID images are all `collected`, so they stay few.
CELLS = (('ped', 0, 7), ('ped', 1, 7), ('nih', 0, 7), ('nih', 1, 5), ('collected', 1, 3), ('phantom', 0, 1.5), ('phantom', 1, 1.5))


class Batches:
    """Batches of 1 × 192 × 192 from uint8 pictures; `pools` holds the indices of each cell."""

    def __init__(s, pictures, truth, pools, rng, size=32):
        s.pictures, s.truth, s.pools, s.rng, s.size = pictures, truth, pools, rng, size
        weight = np.array([w for *_, w in CELLS])
        s.weight = weight / weight.sum()

    def draw(s):
        rng, n = s.rng, s.size
        cells = rng.choice(len(s.pools), n, p=s.weight)
        chosen = np.array([rng.choice(s.pools[k]) for k in cells])
        x = torch.from_numpy(np.stack([s.pictures(i) for i in chosen])).float().div_(255).unsqueeze(1)
        target = torch.from_numpy(s.truth[chosen])
        x = exposed(placed(x, rng), rng)
        for i in range(n):
            spoil(x, i, rng)
        x = x.clamp_(0, 1)
        if rng.random() < 0.5:  # mixup (Zhang et al. 2018)
            share = float(rng.beta(0.3, 0.3))
            other = torch.randperm(n)
            x, target = share * x + (1 - share) * x[other], share * target + (1 - share) * target[other]
        return (x - 0.5) / 0.25, target * 0.96 + 0.02


def placed(x, rng):
    """Rotation, zoom of each axis and shift, on the way from 224 to 192."""
    n = len(x)
    turn = torch.from_numpy(rng.uniform(-12, 12, n) * math.pi / 180).float()
    sx = torch.from_numpy(np.exp(rng.uniform(-0.2, 0.14, n))).float()
    sy = torch.from_numpy(np.exp(rng.uniform(-0.2, 0.14, n))).float()
    tx = torch.from_numpy(rng.uniform(-0.1, 0.1, n)).float()
    ty = torch.from_numpy(rng.uniform(-0.1, 0.1, n)).float()
    place = torch.zeros(n, 2, 3)
    place[:, 0, 0], place[:, 0, 1] = turn.cos() * sx, -turn.sin() * sy
    place[:, 1, 0], place[:, 1, 1] = turn.sin() * sx, turn.cos() * sy
    place[:, 0, 2], place[:, 1, 2] = tx, ty
    grid = F.affine_grid(place, (n, 1, SIDE, SIDE), align_corners=False)
    return F.grid_sample(x, grid, align_corners=False, padding_mode='zeros')


def exposed(x, rng):
    """Gamma, contrast and brightness."""
    n = len(x)
    of = lambda values: torch.from_numpy(values).float().view(n, 1, 1, 1)  # noqa: E731
    gamma = of(np.exp(rng.uniform(-0.45, 0.45, n)))
    contrast, light = of(rng.uniform(0.65, 1.3, n)), of(rng.uniform(-0.15, 0.15, n))
    mean = x.mean((2, 3), keepdim=True)
    return ((x.clamp(0, 1) ** gamma - mean) * contrast + mean + light).clamp(0, 1)


def spoil(x, i, rng):
    """Blur, noise, collimation borders, burned-in marks and a hidden patch, each by chance."""
    if rng.random() < 0.3:  # sources differ in sharpness
        k = rng.choice([3, 5])
        x[i : i + 1] = F.avg_pool2d(x[i : i + 1], k, 1, k // 2, count_include_pad=False)
    if rng.random() < 0.4:
        x[i] += torch.randn(SIDE * SIDE, dtype=torch.float32).view(1, SIDE, SIDE) * float(rng.uniform(0.005, 0.04))
    if rng.random() < 0.25:
        grey = float(rng.choice([0.0, 0.0, rng.random()]))
        a = rng.integers(0, 18, 4)
        if a[0]:
            x[i, :, : a[0]] = grey
        if a[1]:
            x[i, :, -a[1] :] = grey
        if a[2]:
            x[i, :, :, : a[2]] = grey
        if a[3]:
            x[i, :, :, -a[3] :] = grey
    for _ in range(rng.integers(0, 4)):  # mostly near the edge, where markers stand
        h, w = rng.integers(3, 12), rng.integers(4, 34)
        r, c = (rng.integers(0, SIDE - h), rng.choice([rng.integers(0, 40), rng.integers(SIDE - 75, SIDE - w)]))
        marks = torch.from_numpy((rng.random((h, w)) < rng.uniform(0.3, 0.9)).astype(np.float32))
        grey = float(rng.choice([1.0, 1.0, 0.0, rng.random()]))
        part = x[i, 0, r : r + h, c : c + w]
        x[i, 0, r : r + h, c : c + w] = torch.where(marks > 0, torch.full_like(part, grey), part)
    if rng.random() < 0.25:
        h, w = rng.integers(16, 52), rng.integers(16, 52)
        r, c = rng.integers(0, SIDE - h), rng.integers(0, SIDE - w)
        x[i, 0, r : r + h, c : c + w] = float(rng.random())
