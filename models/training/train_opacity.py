"""train_opacity.py OUT.pt: the classifier, in three stages (README): a warm one that is stopped, one that cools down, one with exchanged lungs.

  stage 1: train_opacity.py s1.pt --schedule 5600 --stop 2000 --peak 2.5e-3 --warm 0.15 --seed 7
  stage 2: train_opacity.py s2.pt --schedule 1600 --peak 1.8e-3 --warm 0.04 --seed 8 --resume s1.pt
  stage 3: train_opacity.py s3.pt --schedule 1600 --peak 1.2e-3 --warm 0.1 --seed 9 --resume s2.pt --boxes lungs.npy --phantoms phantoms-3
"""
import argparse
import copy
import os
import time

import numpy as np
import torch
import torch.nn.functional as F

import data
import thorax
from augment import CELLS, SIDE, Batches
from figures import auc
from network import Net


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument('out')
    parser.add_argument('--schedule', type=int, default=5600)
    parser.add_argument('--stop', type=int)
    parser.add_argument('--peak', type=float, default=2.5e-3)
    parser.add_argument('--warm', type=float, default=0.15)
    parser.add_argument('--seed', type=int, default=7)
    parser.add_argument('--resume')
    parser.add_argument('--boxes', help='of lung_boxes.py: exchanges and hides lungs, and begins from the averaged weights')
    parser.add_argument('--phantoms', default='phantoms')
    parser.add_argument('--minutes', type=float, help='stop after this long')
    parser.add_argument('--every', type=int, default=200)
    return parser.parse_args()


class Pictures:
    """Radiographs first, then phantoms, as one list."""

    def __init__(s, drawn='phantoms'):
        s.rows = data.rows()
        s.real = data.training_pictures()
        s.drawn, notes = data.phantoms(drawn)
        held = data.held_patients(s.rows)
        s.truth = np.array([data.is_positive(r) for r in s.rows] + [p['positive'] for p in notes], np.float32)
        last = int(len(notes) * 0.85)
        s.split = np.array([data.split_of(r, held) for r in s.rows] + ['train' if i < last else 'val' for i in range(len(notes))])
        s.group = np.array([data.group_of(r) for r in s.rows] + ['phantom'] * len(notes))

    def __call__(s, i):
        return s.real[i] if i < len(s.rows) else s.drawn[i - len(s.rows)]


class Covered:
    """The radiographs with both lung boxes filled with the picture's mean."""

    def __init__(s, pictures, boxes):
        s.pictures, s.boxes = pictures, boxes

    def __call__(s, i):
        picture = s.pictures(i).copy()
        mean = int(picture.mean())
        for x1, y1, x2, y2 in s.boxes[i].round().astype(int):
            picture[y1:y2, x1:x2] = mean
        return picture


def scores(net, pictures, chosen):
    """Logits of 224 × 224 pictures scaled down plainly: for watching only, figures come from evaluate_opacity.py."""
    net.eval()
    out = []
    with torch.no_grad():
        for k in range(0, len(chosen), 64):
            x = torch.from_numpy(np.stack([pictures(i) for i in chosen[k : k + 64]])).float().div(255).unsqueeze(1)
            x = F.interpolate(x, size=(SIDE, SIDE), mode='bilinear', align_corners=False, antialias=True)
            out.append(net((x - data.MEAN) / data.STD)[0][:, 0])
    net.train()
    return torch.cat(out).numpy()


def follow(average, net, keep):
    """The exponential moving average of the weights, which is what ships."""
    with torch.no_grad():
        for a, b in zip(average.state_dict().values(), net.state_dict().values()):
            if a.dtype.is_floating_point:
                a.mul_(keep).add_(b, alpha=1 - keep)
            else:
                a.copy_(b)


def main():
    o = options()
    torch.set_num_threads(int(os.environ.get('THREADS', '2')))
    torch.manual_seed(7)
    rng = np.random.default_rng(o.seed)
    pictures = Pictures(o.phantoms)
    pools = [np.flatnonzero((pictures.split == 'train') & (pictures.group == g) & (pictures.truth == y)) for g, y, _ in CELLS]
    print([len(p) for p in pools], flush=True)
    boxes = thorax.in_pixels(np.load(o.boxes), pictures.group[: len(pictures.rows)]) if o.boxes else None
    batches = Batches(pictures, pictures.truth, pools, rng, boxes=boxes)
    net = Net()
    average = copy.deepcopy(net)
    if o.resume:
        before = torch.load(o.resume, map_location='cpu')
        net.load_state_dict(before['ema' if o.boxes else 'net'])
        average.load_state_dict(before['ema'])
    decay = [p for p in net.parameters() if p.ndim > 1]
    plain = [p for p in net.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW([{'params': decay, 'weight_decay': 0.05}, {'params': plain, 'weight_decay': 0}], lr=1e-3)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, o.peak, total_steps=o.schedule, pct_start=o.warm)
    watched = np.flatnonzero(pictures.split == 'val')
    start, running = time.time(), 0.0
    for step in range(o.stop or o.schedule):
        x, target = batches.draw()
        loss = F.binary_cross_entropy_with_logits(net(x)[0][:, 0], target)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        rate.step()
        running += loss.item()
        follow(average, net, 0.998 if o.resume else min(0.998, (1 + step) / (10 + step)))
        if (step + 1) % o.every == 0:
            s, g, y = scores(average, pictures, watched), pictures.group[watched], pictures.truth[watched]
            seen = {name: round(auc(s[g == name], y[g == name]), 4) for name in ('ped', 'nih', 'phantom')}
            if o.boxes:
                young = watched[g == 'ped']
                covered = scores(average, Covered(pictures, boxes), young)
                seen['ped, lungs hidden'] = round(auc(covered, pictures.truth[young]), 4)
            print(step + 1, f'{time.time() - start:.0f}s loss {running / o.every:.4f}', seen, flush=True)
            running = 0.0
            kept = {'ema': average.state_dict(), 'net': net.state_dict(), 'step': step + 1}
            torch.save(kept, o.out)
            if o.boxes:
                torch.save({**kept, 'net': None}, o.out.replace('.pt', f'-{step + 1}.pt'))
            if o.minutes and time.time() - start > o.minutes * 60:
                break


if __name__ == '__main__':
    main()
