"""evaluate_opacity.py CHECKPOINT STRUCTURES.pt SUITABILITY.pt: calibrates on validation, then measures on test → figures-opacity.json in the cache."""
import json
import os
import sys

import numpy as np
import torch

import data
from figures import auc_interval, bootstrap, calibration, platt, ppv, sigmoid, wilson
from network import Mirrored, Net

POPULATIONS = {'children': ('ped',), 'adults': ('nih', 'collected')}


def logits_of(net, exact):
    out = []
    with torch.no_grad():
        for k in range(0, len(exact), 64):
            x = torch.from_numpy(exact[k : k + 64].astype(np.float32) / 65535).unsqueeze(1)
            out.append(net((x - data.MEAN) / data.STD)[0][:, 0])
    return torch.cat(out).numpy().astype(np.float64)


def without_lungs(exact, checkpoint):
    """The same pictures with the detector's lung boxes (the best of each side) filled with the picture's mean."""
    from detector import Detector, suppress

    net = Detector()
    net.load_state_dict(torch.load(checkpoint, map_location='cpu')['net'])
    net.eval()
    masked = exact.copy()
    with torch.no_grad():
        for i in range(len(exact)):
            x = torch.from_numpy(exact[i : i + 1].astype(np.float32) / 65535).unsqueeze(1)
            found = suppress(net((x - data.MEAN) / data.STD)[0])
            for kind in (0, 1):
                best = next((f for f in found if f[0] == kind), None)
                if best:
                    x1, y1, x2, y2 = [int(round(min(192, max(0, v)))) for v in best[2:]]
                    masked[i, y1:y2, x1:x2] = int(exact[i].mean())
    return masked


def without_thorax(exact, group):
    """The same pictures with one rectangle for each population, around nearly all its lungs: a shape that can tell nothing."""
    boxes = np.load(data.CACHE / 'lungs.npy')
    rows = data.rows()
    all_groups, split = np.array([data.group_of(r) for r in rows]), np.array([r['split'] for r in rows])
    masked = exact.copy()
    for groups in POPULATIONS.values():
        theirs = boxes[np.isin(all_groups, groups) & (split == 'train')]
        theirs = theirs[(theirs[..., 0] >= 0.3).all(1)]
        x1, y1 = np.percentile(theirs[..., 1:3].min(1), 5, axis=0).astype(int)
        x2, y2 = np.percentile(theirs[..., 3:5].max(1), 95, axis=0).round().astype(int)
        for i in np.flatnonzero(np.isin(group, groups)):
            masked[i, max(0, y1) : y2, max(0, x1) : x2] = int(exact[i].mean())
    return masked


def passes_gate(checkpoint, chosen):
    """Which of the chosen radiographs the gate lets through, at its own threshold."""
    from evaluate_suitability import exact_scores
    from train_suitability import INPUT, WIDTHS

    net = Net(WIDTHS, (1, 1, 1, 1))
    net.load_state_dict(torch.load(checkpoint, map_location='cpu')['net'])
    net.eval()
    cut = json.loads((data.CACHE / 'figures-suitability.json').read_text())['threshold']
    return exact_scores(net, np.asarray(data.exact_inputs(INPUT)[chosen])) >= cut


def cell_weights(group, truth):
    """Each population and label counts the same, whatever its number."""
    w = np.zeros(len(truth))
    for groups in POPULATIONS.values():
        for label in (0, 1):
            cell = np.isin(group, groups) & (truth == label)
            w[cell] = 1 / max(1, cell.sum())
    return w / w.sum() * len(truth)


def choose(p, truth, group):
    """Thresholds on validation: Youden's index with equal populations; 0.95 of the positives, or negatives, of each population."""
    w = cell_weights(group, truth)
    cuts = np.unique(np.round(p, 4))
    youden = [(w[(p >= c) & (truth == 1)].sum() / w[truth == 1].sum() - w[(p >= c) & (truth == 0)].sum() / w[truth == 0].sum(), c) for c in cuts]
    parts = [np.isin(group, groups) for groups in POPULATIONS.values()]
    sensitive = min(np.sort(p[m & (truth == 1)])[int(np.floor(0.05 * (m & (truth == 1)).sum()))] for m in parts)
    specific = max(np.sort(p[m & (truth == 0)])[::-1][int(np.floor(0.05 * (m & (truth == 0)).sum()))] for m in parts)
    return {
        'default': float(max(youden)[1]),
        'high-sensitivity': float(np.floor(sensitive * 1e4) / 1e4),
        'high-specificity': float(np.ceil(specific * 1e4 + 1) / 1e4),
    }


def point(p, truth, patients, w, cut):
    """An operating point's figures, cells weighted equally."""

    def sensitivity(p, t, w):
        return float(w[(p >= cut) & (t == 1)].sum() / max(1e-12, w[t == 1].sum()))

    def specificity(p, t, w):
        return float(w[(p < cut) & (t == 0)].sum() / max(1e-12, w[t == 0].sum()))

    of = lambda f: bootstrap(f, patients, p, truth, w, times=200)  # noqa: E731
    return {
        'sensitivity': of(sensitivity),
        'specificity': of(specificity),
        'falseFlagsPer100Normals': of(lambda *a: 100 * (1 - specificity(*a))),
        'ppvAt5Percent': of(lambda *a: ppv(sensitivity(*a), specificity(*a), 0.05)),
        'ppvAt20Percent': of(lambda *a: ppv(sensitivity(*a), specificity(*a), 0.2)),
    }


def plain_point(p, truth, cut):
    positive, negative = truth == 1, truth == 0
    return {
        'sensitivity': wilson(int((p[positive] >= cut).sum()), int(positive.sum())),
        'specificity': wilson(int((p[negative] < cut).sum()), int(negative.sum())),
    }


def main():
    torch.set_num_threads(int(os.environ.get('THREADS', '2')))
    rows = data.rows()
    held = data.held_patients(rows)
    split = np.array([data.split_of(r, held) for r in rows])
    group = np.array([data.group_of(r) for r in rows])
    label = np.array([r['label'] for r in rows])
    truth = np.array([int(data.is_positive(r)) for r in rows])
    patients = np.array([r['pop'] + r['patient'] for r in rows])
    exact = data.exact_inputs()
    saved = torch.load(sys.argv[1], map_location='cpu')
    net = Net()
    net.load_state_dict(saved['ema'])
    net = Mirrored(net).eval()
    part = {s: np.flatnonzero(split == s) for s in ('val', 'test')}
    z = {s: logits_of(net, exact[i]) for s, i in part.items()}
    v, t = part['val'], part['test']
    slope, intercept = platt(z['val'], truth[v], cell_weights(group[v], truth[v]))
    p = {s: sigmoid(slope * z[s] + intercept) for s in z}
    cuts = choose(p['val'], truth[v], group[v])
    found = {'step': saved['step'], 'platt': [float(slope), float(intercept)], 'cuts': cuts}
    found['validation'] = {'counts': {g: [int(((group[v] == g) & (truth[v] == k)).sum()) for k in (0, 1)] for g in np.unique(group)}}

    def measure(name, mask, source=p['test'], where=t):
        i = where[mask]
        return {'n': [int((truth[i] == 0).sum()), int((truth[i] == 1).sum())], 'auc': auc_interval(source[mask], truth[i], patients[i])}

    masks = {
        'children': np.isin(group[t], ('ped',)),
        'adults': np.isin(group[t], ('nih', 'collected')),
        'adults, nih only': group[t] == 'nih',
        'adults, covid-19 against no finding': np.isin(group[t], ('nih', 'collected')) & (label[t] != 'pneumonia'),
    }
    found['test'] = {name: measure(name, mask) for name, mask in masks.items()}
    passed = passes_gate(sys.argv[3], t)
    for name, mask in masks.items():
        found['test'][name]['stopped'] = int((mask & ~passed).sum())
        found['test'][name]['aucAssessed'] = measure(name, mask & passed)['auc']
    found['validation']['auc'] = {
        'children': measure('', group[v] == 'ped', p['val'], v),
        'adults': measure('', group[v] != 'ped', p['val'], v),
        'adults, nih only': measure('', group[v] == 'nih', p['val'], v),
    }
    for name in ('children', 'adults'):
        i, mask = t[masks[name]], masks[name]
        found['test'][name]['calibration'] = calibration(p['test'][mask], truth[i])
        found['test'][name]['points'] = {k: plain_point(p['test'][mask], truth[i], c) for k, c in cuts.items()}
    w = cell_weights(group[t], truth[t])
    found['points'] = {k: point(p['test'], truth[t], patients[t], w, c) for k, c in cuts.items()}
    if sys.argv[2]:
        hidden = sigmoid(slope * logits_of(net, without_lungs(np.asarray(exact[t]), sys.argv[2])) + intercept)
        found['masked'] = {name: measure(name, mask, hidden) for name, mask in masks.items() if name != 'adults, covid-19 against no finding'}
        hidden = sigmoid(slope * logits_of(net, without_thorax(np.asarray(exact[t]), group[t])) + intercept)
        found['maskedAlike'] = {name: measure(name, mask, hidden) for name, mask in masks.items() if name in found['masked']}
    (data.CACHE / 'figures-opacity.json').write_text(json.dumps(found, indent=1))
    scores = [{'file': f"{rows[i]['pop']}/{rows[i]['file']}", 'score': float(s)} for i, s in zip(t, p['test'])]
    (data.CACHE / 'scores-opacity-test.json').write_text(json.dumps(scores))
    print(json.dumps({k: x for k, x in found.items() if k != 'points'}, indent=1))


if __name__ == '__main__':
    main()
