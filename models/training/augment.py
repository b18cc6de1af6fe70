"""Pictures for the classifier: balanced draws and everything varied that says nothing about the lung."""
import math

import numpy as np
import torch
import torch.nn.functional as F

import thorax

SIDE = 192
# (group, label, weight): by population, source and label. COVID images are all `collected`, so they stay few.
CELLS = (('ped', 0, 7), ('ped', 1, 7), ('nih', 0, 7), ('nih', 1, 5), ('collected', 1, 3), ('phantom', 0, 1.5), ('phantom', 1, 1.5))
# Of adults' mined labels more are wrong: their targets stay further from 0 and 1 where lungs are exchanged.
SMOOTHED = {'ped': 0.02, 'nih': 0.07, 'collected': 0.02, 'phantom': 0.02}


class Batches:
    """Batches of 1 × 192 × 192 from uint8 pictures; `pools` holds the indices of each cell; `boxes`, of both lungs, exchanges and hides lungs."""

    def __init__(s, pictures, truth, pools, rng, size=32, boxes=None):
        s.pictures, s.truth, s.pools, s.rng, s.size, s.boxes = pictures, truth, pools, rng, size, boxes
        weight = np.array([w for *_, w in CELLS])
        s.weight = weight / weight.sum()

    def draw(s):
        rng, n = s.rng, s.size
        cells = rng.choice(len(s.pools), n, p=s.weight)
        chosen = np.array([rng.choice(s.pools[k]) for k in cells])
        x = torch.from_numpy(np.stack([s.pictures(i) for i in chosen])).float().div_(255)
        target = torch.from_numpy(s.truth[chosen])
        target = target * 0.96 + 0.02 if s.boxes is None else s.change_lungs(x, target, cells, chosen)
        x = exposed(placed(x.unsqueeze(1), rng), rng)
        for i in range(n):
            spoil(x, i, rng)
        x = x.clamp_(0, 1)
        if rng.random() < 0.5:  # mixup (Zhang et al. 2018)
            share = float(rng.beta(0.3, 0.3))
            other = torch.randperm(n)
            x, target = share * x + (1 - share) * x[other], share * target + (1 - share) * target[other]
        return (x - 0.5) / 0.25, target

    def change_lungs(s, x, target, cells, chosen):
        """Sets some lungs into other pictures of their kind and hides some, in place; the smoothed targets, 0.5 where hidden."""
        rng, wanted = s.rng, target.clone()
        for k, (cell, i) in enumerate(zip(cells, chosen)):
            group = CELLS[cell][0]
            wanted[k] = target[k] * (1 - 2 * SMOOTHED[group]) + SMOOTHED[group]
            luck = rng.random()
            if luck < thorax.HIDDEN[group]:
                x[k], wanted[k] = thorax.hidden(x[k], s.boxes[i], rng), 0.5
            elif luck < thorax.HIDDEN[group] + thorax.EXCHANGED[group]:
                kin = [c for c, (name, *_) in enumerate(CELLS) if name == ('nih' if group == 'collected' else group)]
                j = rng.choice(s.pools[rng.choice(kin)])
                around = torch.from_numpy(s.pictures(j).astype(np.float32)) / 255
                x[k] = thorax.exchanged(x[k], s.boxes[i], around, s.boxes[j], rng)
        return wanted


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
