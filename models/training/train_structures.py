"""train_structures.py OUT.pt --backbone OPACITY.pt [--folds 4] [--steps 400]: the detector, cross-validated, then on all images."""
import argparse
import json
import os
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

import data
from detector import CLASSES, SIDE, Detector, loss, suppress
from network import Net
from resize import resize


def load(side=SIDE):
    """Pictures 0..1 at 256 (for augmentation) and exactly as in the product at 192, boxes 0..1 corners."""
    large, exact, boxes = [], [], []
    for path, width, height, notes in data.box_set():
        pixels = data.displayed(path)
        large.append(np.asarray(Image.fromarray((pixels / 257).astype(np.uint8)).resize((256, 256), Image.BILINEAR)) / 255.0)
        exact.append(resize(pixels, side, side) / 65535)
        boxes.append([(c, x / width, y / height, (x + w) / width, (y + h) / height) for c, x, y, w, h in notes])
    return np.stack(large).astype(np.float32), np.stack(exact).astype(np.float32), boxes


def load_phantoms(count):
    """Phantoms with the boxes they were drawn from; the silhouette's box is the heart's, raised to the great vessels."""
    pictures, notes = data.phantoms()
    boxes = []
    for note in notes[:count]:
        b = note['boxes']
        corner = lambda c, box: (c, box[0] / 224, box[1] / 224, (box[0] + box[2]) / 224, (box[1] + box[3]) / 224)  # noqa: E731
        lung = b['leftLung']
        x1, y2 = b['heart'][0], b['heart'][1] + b['heart'][3]
        top = lung[1] + 0.25 * lung[3]
        heart = [x1, top, b['heart'][2], y2 - top]
        boxes.append([corner(0, b['leftLung']), corner(1, b['rightLung']), corner(2, heart), *[corner(3, o) for o in b['opacities']]])
    return pictures[:count].astype(np.float32) / 255, boxes


def augment(pictures, boxes, rng):
    """Zoom and shift with the boxes, exposure, contrast, blur, noise, borders; no mirror, since sides are the patient's."""
    x, targets = [], []
    for picture, notes in zip(pictures, boxes):
        zoom, shift = np.exp(rng.uniform(-0.25, 0.2, 2)), rng.uniform(-0.1, 0.1, 2)
        place = torch.tensor([[[zoom[0], 0, shift[0]], [0, zoom[1], shift[1]]]], dtype=torch.float32)
        grid = F.affine_grid(place, (1, 1, SIDE, SIDE), align_corners=False)
        t = F.grid_sample(torch.from_numpy(picture)[None, None], grid, align_corners=False)[0]
        mean = t.mean()
        t = (t.clamp(0, 1) ** float(np.exp(rng.uniform(-0.4, 0.4))) - mean) * float(rng.uniform(0.65, 1.3)) + mean + float(rng.uniform(-0.12, 0.12))
        if rng.random() < 0.3:
            t = F.avg_pool2d(t[None], 3, 1, 1, count_include_pad=False)[0]
        if rng.random() < 0.4:
            t = t + torch.randn_like(t) * float(rng.uniform(0.005, 0.04))
        if rng.random() < 0.2:
            a = rng.integers(1, 12, 4)
            t[:, : a[0]] = t[:, -a[1] :] = 0
            t[:, :, : a[2]] = t[:, :, -a[3] :] = 0
        kept = []
        for c, *corners in notes:
            b = np.array(corners) * 2 - 1
            b = ((b - np.tile(shift, 2)) / np.tile(zoom, 2) + 1) / 2
            cut = np.clip(b, 0, 1)
            whole = (b[2] - b[0]) * (b[3] - b[1])
            if whole > 0 and (cut[2] - cut[0]) * (cut[3] - cut[1]) > 0.35 * whole:
                kept.append((c, *cut * SIDE))
        x.append(t.clamp(0, 1))
        kinds = torch.tensor([k[0] for k in kept], dtype=torch.long)
        targets.append((kinds, torch.tensor(np.array([k[1:] for k in kept]).reshape(-1, 4), dtype=torch.float32)))
    return (torch.stack(x) - data.MEAN) / data.STD, targets


def fit(large, boxes, extra, backbone, steps, seed):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    start = Net()
    if backbone:
        start.load_state_dict(torch.load(backbone, map_location='cpu')['ema'])
    net = Detector(start)
    slow = list(net.backbone.parameters())
    fast = [p for name, p in net.named_parameters() if not name.startswith('backbone.')]
    optimiser = torch.optim.AdamW([{'params': slow, 'lr': 5e-4}, {'params': fast, 'lr': 2e-3}], weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [1e-3, 4e-3], total_steps=steps, pct_start=0.15)
    average = {k: v.clone() for k, v in net.state_dict().items()}
    running, begun = 0.0, time.time()
    for step in range(steps):
        mine = rng.integers(0, len(large), 10)
        other = rng.integers(0, len(extra[0]), 2) if len(extra[0]) else []
        pictures = [large[i] for i in mine] + [extra[0][i] for i in other]
        x, targets = augment(pictures, [boxes[i] for i in mine] + [extra[1][i] for i in other], rng)
        value = loss(net, x, targets)
        optimiser.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        schedule.step()
        running += float(value)
        keep = min(0.98, (1 + step) / (10 + step))
        for k, v in net.state_dict().items():
            average[k] = v.clone() if not v.dtype.is_floating_point else average[k] * keep + v * (1 - keep)
        if step % 50 == 49:
            print(f'  {step + 1} {time.time() - begun:.0f}s loss {running / 50:.3f}', flush=True)
            running = 0.0
    net.load_state_dict(average)
    return net.eval()


def detect(net, pictures):
    with torch.no_grad():
        x = (torch.from_numpy(pictures).unsqueeze(1) - data.MEAN) / data.STD
        return [suppress(out) for out in net(x)]


def main():
    options = argparse.ArgumentParser()
    options.add_argument('out')
    options.add_argument('--backbone')
    options.add_argument('--folds', type=int, default=4)
    options.add_argument('--steps', type=int, default=400)
    options = options.parse_args()
    torch.set_num_threads(int(os.environ.get("THREADS", "2")))
    large, exact, boxes = load()
    extra = load_phantoms(300)
    order = np.random.default_rng(5).permutation(len(large))
    folds = np.array_split(order, options.folds) if options.folds > 1 else []
    net = fit(large, boxes, extra, options.backbone, options.steps, 100)
    torch.save({'net': net.state_dict()}, options.out)
    print('all images', flush=True)
    found = {}
    for k, fold in enumerate(folds):
        rest = np.setdiff1d(order, fold)
        net = fit(large[rest], [boxes[i] for i in rest], extra, options.backbone, options.steps, 101 + k)
        for i, detections in zip(fold.tolist(), detect(net, exact[fold])):
            found[i] = detections
        print('fold', k + 1, flush=True)
        Path(options.out).with_suffix('.folds.json').write_text(json.dumps({'found': found, 'classes': CLASSES}))


if __name__ == '__main__':
    main()
