"""train_suitability.py OUT.pt [--steps N]: the gate. Trains on training patients only; see README for the figures."""
import argparse
import os
import math
import time

import numpy as np
import torch
import torch.nn.functional as F

import data
from negatives import MADE, SIDE, TURNED, dicom_frames, made, photographs, small, turned
from network import Net

WIDTHS, INPUT = (16, 32, 64, 96), 96


def pools(part, seed, made_each=250):
    """(positives, {kind: negatives}) of `train`, `val` or `test`, by patient and by object."""
    rng = np.random.default_rng(seed)
    rows, held = data.rows(), None
    held = data.held_patients(rows)
    pictures = data.training_pictures()
    mine = [i for i, row in enumerate(rows) if data.split_of(row, held) == part]
    positives = [small(pictures[i]) for i in mine]
    drawn, _ = data.phantoms()
    drawn = drawn[:300] if part == 'train' else drawn[300:350] if part == 'val' else drawn[350:]
    positives += [small(p) for p in drawn]
    negatives = {}
    # One kind of turning for each radiograph: adults more often, since there are fewer of them.
    for kind in TURNED:
        chosen = rng.permutation(mine)[: len(mine) // 2]
        negatives[kind] = np.stack([turned(pictures[i].astype(np.float64), kind, rng) for i in chosen])
    negatives['phantom turned'] = np.stack([turned(p.astype(np.float64), rng.choice(TURNED), rng) for p in drawn])
    for kind in MADE:
        negatives[kind] = np.stack([made(kind, rng) for _ in range(made_each)])
    frames = [picture for test, picture in dicom_frames() if test == (part == 'test')]
    if frames and part != 'val':
        negatives['dicom'] = np.stack(frames)
    shots = []
    for test, picture in photographs():
        if test == (part == 'test') and part != 'val':
            for _ in range(150):
                size = int(rng.integers(120, 500))
                y, x = rng.integers(0, picture.shape[0] - size), rng.integers(0, picture.shape[1] - size)
                shots.append(small(picture[y : y + size, x : x + size]))
            shots.append(small(picture))
    if shots:
        negatives['photograph'] = np.stack(shots)
    return np.stack(positives), negatives


def augment(x, positive, rng):
    """Small turns and shifts, exposure, contrast, noise, borders and markers; the same for both classes."""
    n = len(x)
    tilt = torch.from_numpy(rng.uniform(-12, 12, n) * math.pi / 180).float()
    zoom = torch.from_numpy(np.exp(rng.uniform(-0.16, 0.16, (2, n)))).float()
    place = torch.zeros(n, 2, 3)
    place[:, 0, 0], place[:, 0, 1] = tilt.cos() * zoom[0], -tilt.sin() * zoom[1]
    place[:, 1, 0], place[:, 1, 1] = tilt.sin() * zoom[0], tilt.cos() * zoom[1]
    place[:, :, 2] = torch.from_numpy(rng.uniform(-0.1, 0.1, (n, 2))).float()
    x = F.grid_sample(x, F.affine_grid(place, (n, 1, INPUT, INPUT), align_corners=False), align_corners=False)
    gamma = torch.from_numpy(np.exp(rng.uniform(-0.5, 0.5, n))).float().view(n, 1, 1, 1)
    contrast = torch.from_numpy(rng.uniform(0.55, 1.3, n)).float().view(n, 1, 1, 1)
    light = torch.from_numpy(rng.uniform(-0.15, 0.15, n)).float().view(n, 1, 1, 1)
    mean = x.mean((2, 3), keepdim=True)
    x = (x.clamp(0, 1) ** gamma - mean) * contrast + mean + light
    x = x + torch.randn_like(x) * torch.from_numpy(rng.uniform(0, 0.03, n)).float().view(n, 1, 1, 1)
    for i in range(n):
        if rng.random() < 0.25:
            a, grey = rng.integers(1, 9, 4), float(rng.choice([0, 0, 1, rng.random()]))
            x[i, :, : a[0]] = x[i, :, -a[1] :] = grey
            x[i, :, :, : a[2]] = x[i, :, :, -a[3] :] = grey
        if rng.random() < 0.3:
            h, w = rng.integers(3, 7), rng.integers(4, 18)
            y, c = rng.integers(0, INPUT - h), rng.integers(0, INPUT - w)
            x[i, :, y : y + h, c : c + w] = float(rng.choice([0, 1]))
    return x.clamp(0, 1)


def scores(net, pictures):
    net.eval()
    out = []
    with torch.no_grad():
        for k in range(0, len(pictures), 256):
            x = torch.from_numpy(np.asarray(pictures[k : k + 256])).float().div(255).unsqueeze(1)
            x = F.interpolate(x, size=(INPUT, INPUT), mode='bilinear', align_corners=False, antialias=True)
            out.append(torch.sigmoid(net((x - data.MEAN) / data.STD)[0][:, 0]))
    net.train()
    return torch.cat(out).numpy()


def report(net, positives, negatives, threshold):
    found = {'frontals': float((scores(net, positives) >= threshold).mean())}
    for kind, pictures in negatives.items():
        found[kind] = float((scores(net, pictures) < threshold).mean())
    return found


def main():
    options = argparse.ArgumentParser()
    options.add_argument('out')
    options.add_argument('--steps', type=int, default=1500)
    options.add_argument('--made', type=int, default=250)
    options = options.parse_args()
    torch.set_num_threads(int(os.environ.get("THREADS", "2")))
    torch.manual_seed(11)
    rng = np.random.default_rng(11)
    positives, negatives = pools('train', 21, options.made)
    val_positives, val_negatives = pools('val', 22, 60)
    kinds = list(negatives)
    # A third turned radiographs, since nothing looks more like a suitable one.
    weight = np.array([3.0 if k in TURNED else 1.0 if k in MADE else 2.0 for k in kinds])
    weight /= weight.sum()
    print(len(positives), {k: len(v) for k, v in negatives.items()}, flush=True)
    net = Net(WIDTHS, (1, 1, 1, 1))
    optimiser = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=options.steps, pct_start=0.2)
    start, running = time.time(), 0.0
    for step in range(options.steps):
        half = 24
        batch = [positives[i] for i in rng.integers(0, len(positives), half)]
        for k in rng.choice(len(kinds), half, p=weight):
            pool = negatives[kinds[k]]
            batch.append(pool[rng.integers(len(pool))])
        x = torch.from_numpy(np.stack(batch)).float().div(255).unsqueeze(1)
        target = torch.cat([torch.ones(half), torch.zeros(half)])
        logit, _ = net((augment(x, target, rng) - data.MEAN) / data.STD)
        loss = F.binary_cross_entropy_with_logits(logit[:, 0], target * 0.98 + 0.01)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        running += loss.item()
        if step % 100 == 99 or step == options.steps - 1:
            found = report(net, val_positives, val_negatives, 0.5)
            worst = sorted((v, k) for k, v in found.items() if k != 'frontals')[:3]
            print(step + 1, f'{time.time() - start:.0f}s loss {running / 100:.4f} frontals {found["frontals"]:.4f} worst {worst}', flush=True)
            running = 0.0
            torch.save({'net': net.state_dict(), 'step': step + 1}, options.out)


if __name__ == '__main__':
    main()
