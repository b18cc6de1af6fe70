"""Lungs exchanged between radiographs, and lungs hidden: nothing outside the lungs may tell the label.

A classifier can learn that a hospital's sick children are turned, cropped or marked otherwise. Here each picture's inner thorax
is set into another picture of its kind, whatever that one's label, and the answer follows the lungs; and where the lungs are
covered, no answer is the right one.
"""
import numpy as np
import torch
import torch.nn.functional as F

# How often a picture of a group gets another one's surroundings. COVID images, all of one source, go into NIH pictures.
EXCHANGED = {'ped': 0.5, 'nih': 0.3, 'collected': 0.6, 'phantom': 0.0}
HIDDEN = {'ped': 0.16, 'nih': 0.12, 'collected': 0.12, 'phantom': 0.0}


def in_pixels(boxes, group, side=224):
    """Boxes of lung_boxes.py in pixels of the training pictures; the group's median where the detector found none."""
    scaled = boxes[..., 1:] * side / 192
    for name in np.unique(group):
        mine = np.flatnonzero(group == name)
        for kind in (0, 1):
            sure = boxes[mine, kind, 0] >= 0.3
            usual = np.median(scaled[mine[sure], kind], 0)
            scaled[mine[~sure], kind] = usual
    return scaled.clip(0, side)


def hull(pair, rng, least, most):
    """The rectangle around both lungs, each side moved outwards by `least`..`most` pixels."""
    grow = rng.uniform(least, most, 4)
    x1, y1, x2, y2 = pair[:, 0].min() - grow[0], pair[:, 1].min() - grow[1], pair[:, 2].max() + grow[2], pair[:, 3].max() + grow[3]
    return [int(v) for v in (max(0, x1), max(0, y1), min(224, x2), min(224, y2))]


def exchanged(lungs, pair, around, other, rng):
    """`around` with the inner thorax of `lungs`, its edge blended; both float 224 × 224."""
    x1, y1, x2, y2 = hull(pair, rng, 0, 8)
    u1, v1, u2, v2 = hull(other, rng, 0, 8)
    if min(x2 - x1, y2 - y1, u2 - u1, v2 - v1) < 40:
        return lungs
    part = lungs[y1:y2, x1:x2]
    if rng.random() < 0.5:  # exposure taken over from the surroundings
        spread = around.std() / max(0.02, float(lungs.std()))
        part = (part - lungs.mean()) * min(1.6, max(0.6, float(spread))) + around.mean()
    part = F.interpolate(part[None, None], size=(v2 - v1, u2 - u1), mode='bilinear', align_corners=False)[0, 0]
    soft = int(rng.integers(2, 14))
    along = lambda n: (torch.arange(n).minimum(torch.arange(n).flip(0)).float().add(1) / soft).clamp(max=1)  # noqa: E731
    share = along(v2 - v1)[:, None] * along(u2 - u1)[None]
    mixed = around.clone()
    mixed[v1:v2, u1:u2] = share * part.clamp(0, 1) + (1 - share) * around[v1:v2, u1:u2]
    return mixed


def hidden(picture, pair, rng):
    """The picture with its lungs covered: both boxes or the whole inner thorax, flat, sloping or noisy."""
    covered = picture.clone()
    if rng.random() < 0.6:
        places = [[int(v) for v in (b + rng.uniform(-3, 6) * np.array([-1, -1, 1, 1])).clip(0, 224)] for b in pair]
    else:
        places = [hull(pair, rng, 0, 20)]
    mean, look = float(picture.mean()), rng.random()
    grey = mean if look < 0.5 else float(rng.random())
    for x1, y1, x2, y2 in places:
        if x2 - x1 < 2 or y2 - y1 < 2:
            continue
        fill = torch.full((y2 - y1, x2 - x1), grey)
        if look > 0.7:
            ends = rng.uniform(0, 1, 2)
            fill = torch.linspace(float(ends[0]), float(ends[1]), y2 - y1)[:, None].repeat(1, x2 - x1)
        if look > 0.85:
            fill = fill + torch.from_numpy(rng.normal(0, 0.1, (y2 - y1, x2 - x1)).astype(np.float32))
        covered[y1:y2, x1:x2] = fill.clamp(0, 1)
    return covered
