"""evaluate_structures.py STRUCTURES.folds.json: cross-validated AP50 and the rest → figures-structures.json in the cache."""
import json
import sys
from pathlib import Path

import numpy as np

import data
from detector import CLASSES, SIDE
from figures import average_precision, bootstrap, wilson


def iou(a, b):
    w, h = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    common = max(0, w) * max(0, h)
    area = lambda t: (t[2] - t[0]) * (t[3] - t[1])  # noqa: E731
    return common / (area(a) + area(b) - common)


def truth():
    return [
        [(c, x / w * SIDE, y / h * SIDE, (x + bw) / w * SIDE, (y + bh) / h * SIDE) for c, x, y, bw, bh in notes]
        for _, w, h, notes in data.box_set()
    ]


def ap_of(found, wanted, kind, images):
    """AP50 of one class over images (with repetition, for the bootstrap)."""
    flat = [(k, s, box) for k, i in enumerate(images) for c, s, *box in found[str(i)] if c == kind]
    boxes = {k: [box for c, *box in wanted[i] if c == kind] for k, i in enumerate(images)}
    return average_precision(flat, boxes, iou)


def best(found, kind):
    return next((box for c, s, *box in found if c == kind), None)


def ratio(boxes):
    """Width of the silhouette's box over the width that both lungs' boxes span; undefined where one is missing."""
    if any(boxes[k] is None for k in (0, 1, 2)):
        return None
    lungs = max(boxes[0][2], boxes[1][2]) - min(boxes[0][0], boxes[1][0])
    return (boxes[2][2] - boxes[2][0]) / lungs


def main():
    found = json.loads(Path(sys.argv[1]).read_text())['found']
    wanted = truth()
    images = np.array(sorted(int(k) for k in found))
    out = {'images': len(images), 'ap50': {}, 'boxes': {}}
    for kind, name in enumerate(CLASSES):
        out['ap50'][name] = bootstrap(lambda i: ap_of(found, wanted, kind, i)[0], images, images, times=200)
        out['boxes'][name] = sum(len([1 for c, *_ in wanted[i] if c == kind]) for i in images)
    _, marks, total = ap_of(found, wanted, 3, images)
    for limit in (1, 2):
        false = hits = 0
        cut = 1.0
        for score, hit in marks:
            if not hit and false + 1 > limit * len(images):
                break
            false, hits, cut = false + (not hit), hits + hit, score
        out[f'opacity at {limit} false a picture'] = {'sensitivity': wilson(hits, total), 'score': float(cut)}
    for kind in (0, 1, 2):
        centre = [iou(best(found[str(i)], kind), box) for i in images for c, *box in wanted[i] if c == kind and best(found[str(i)], kind)]
        out['boxes'][CLASSES[kind] + ' mean IoU'] = float(np.mean(centre))
    pairs = []
    for i in images:
        true = {k: next((box for c, *box in wanted[i] if c == k), None) for k in (0, 1, 2)}
        made = {k: best(found[str(i)], k) for k in (0, 1, 2)}
        a, b = ratio(true), ratio(made)
        if a is not None and b is not None:
            pairs.append((a, b))
    a, b = np.array(pairs).T
    out['ratio'] = {'n': len(pairs), 'mean difference': float((b - a).mean()), 'limits': [float((b - a).mean() - 1.96 * (b - a).std(ddof=1)), float((b - a).mean() + 1.96 * (b - a).std(ddof=1))], 'mean absolute error': float(np.abs(b - a).mean())}
    (data.CACHE / 'figures-structures.json').write_text(json.dumps(out, indent=1))
    print(json.dumps(out, indent=1))


if __name__ == '__main__':
    main()
