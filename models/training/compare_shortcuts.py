"""compare_shortcuts.py LUNGS.npy CHECKPOINT…: what outside the lungs moves a classifier, on validation children only.

For each checkpoint: AUC; AUC with the lungs hidden by the detector's own boxes, and by one rectangle that is the same for all (the
boxes' places alone tell sick children apart, so only the second asks the picture); and with each child's inner thorax set into
two other children, one of each label: AUC by the lungs' label and by the surroundings' label (0.5 if they say nothing).
`A.pt+B.pt` is the mean of two checkpoints' weights.
"""
import os
import sys

import numpy as np
import torch

import data
import thorax
from figures import auc
from network import Net
from train_opacity import Covered, Pictures, scores


# One child in three, and no mirror image: this compares, and is no card's figure.
EVERY = 3


class Everywhere(Covered):
    """Both boxes replaced by the rectangle around nearly all children's lungs."""

    def __init__(s, pictures, boxes, chosen):
        low, high = np.percentile(boxes[chosen][..., :2].min(1), 5, axis=0), np.percentile(boxes[chosen][..., 2:].max(1), 95, axis=0)
        super().__init__(pictures, np.broadcast_to(np.concatenate([low, high]), boxes.shape))


class Set:
    """Each child's inner thorax in the surroundings of another."""

    def __init__(s, pictures, boxes, other):
        s.pictures, s.boxes, s.other = pictures, boxes, other

    def __call__(s, i):
        rng = np.random.default_rng(i)
        float_of = lambda k: torch.from_numpy(s.pictures(k).astype(np.float32)) / 255  # noqa: E731
        return (thorax.exchanged(float_of(i), s.boxes[i], float_of(s.other[i]), s.boxes[s.other[i]], rng).clamp(0, 1) * 255).numpy()


def weights(name):
    found = [torch.load(part, map_location='cpu')['ema'] for part in name.split('+')]
    return {k: sum(f[k] for f in found) / len(found) if v.dtype.is_floating_point else v for k, v in found[0].items()}


def main():
    torch.set_num_threads(int(os.environ.get('THREADS', '2')))
    pictures = Pictures('phantoms-3')
    boxes = thorax.in_pixels(np.load(sys.argv[1]), pictures.group[: len(pictures.rows)])
    watched = np.flatnonzero(pictures.split == 'val')
    group, truth = pictures.group[watched], pictures.truth[watched]
    young, y = watched[group == 'ped'][::EVERY], truth[group == 'ped'][::EVERY]
    rng = np.random.default_rng(1)
    others = [dict(zip(young, rng.choice(young[y == label], len(young)))) for label in (0, 1)]
    for name in sys.argv[2:]:
        net = Net()
        net.load_state_dict(weights(name))
        z = scores(net, pictures, watched)
        print(name, {g: round(auc(z[m], truth[m]), 4) for g, m in (('children', group == 'ped'), ('nih', group == 'nih'), ('adults', np.isin(group, ('nih', 'collected'))))}, flush=True)
        for way, covered in (('boxes', Covered(pictures, boxes)), ('one rectangle', Everywhere(pictures, boxes, young))):
            h = scores(net, covered, young)
            print(f'  hidden, {way}: AUC {auc(h, y):.3f}, logits {h.mean():.2f} ± {h.std():.2f} (seen: ± {z[group == "ped"].std():.2f})', flush=True)
        a, b = (scores(net, Set(pictures, boxes, other), young) for other in others)
        around = np.concatenate([np.zeros(len(a)), np.ones(len(b))])
        both = np.concatenate([a, b])
        by_around = [auc(both[np.tile(y, 2) == k], around[np.tile(y, 2) == k]) for k in (0, 1)]
        print(f'  set into others: AUC by lungs {auc(both, np.tile(y, 2)):.3f}, by surroundings {by_around[0]:.3f} (normal lungs) {by_around[1]:.3f} (ill lungs), logit moved {np.mean(b - a):+.2f}', flush=True)


if __name__ == '__main__':
    main()
