"""Figures with their intervals: AUC and bootstrap by patient, Wilson's interval, Platt's sigmoid, calibration."""
import os

import numpy as np
from scipy import optimize, stats


def auc(scores, truth):
    """Chance that a positive scores above a negative (Mann–Whitney), ties by half."""
    positive, negative = scores[truth == 1], scores[truth == 0]
    return float(stats.mannwhitneyu(positive, negative).statistic / (len(positive) * len(negative)))


def bootstrap(statistic, patients, *arrays, times=int(os.environ.get("BOOTSTRAPS", "1000")), seed=1):
    """{value, low, high}: the percentile interval (2.5–97.5) over patients drawn with replacement."""
    rng = np.random.default_rng(seed)
    names, code = np.unique(patients, return_inverse=True)
    members = [np.flatnonzero(code == k) for k in range(len(names))]
    found = []
    for _ in range(times):
        chosen = np.concatenate([members[k] for k in rng.integers(0, len(names), len(names))])
        value = statistic(*(a[chosen] for a in arrays))
        if np.isfinite(value):
            found.append(value)
    low, high = np.percentile(found, [2.5, 97.5])
    return {'value': float(statistic(*arrays)), 'low': float(low), 'high': float(high)}


def auc_interval(scores, truth, patients):
    safe = lambda s, t: auc(s, t) if 0 < t.sum() < len(t) else float('nan')  # noqa: E731
    return bootstrap(safe, patients, scores, truth)


def wilson(hits, of):
    """{value, low, high} of a proportion (Wilson 1927)."""
    if of == 0:
        return {'value': float('nan'), 'low': 0.0, 'high': 1.0}
    z, p = 1.959964, hits / of
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z * np.sqrt(p * (1 - p) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return {'value': float(p), 'low': float(max(0, middle - half)), 'high': float(min(1, middle + half))}


def ppv(sensitivity, specificity, prevalence):
    hit, false = sensitivity * prevalence, (1 - specificity) * (1 - prevalence)
    return hit / (hit + false) if hit + false > 0 else float('nan')


def platt(logits, truth, weights):
    """Slope and intercept of sigmoid(slope · logit + intercept) with Platt's smoothed targets (Platt 1999)."""
    positive, negative = truth.sum(), len(truth) - truth.sum()
    target = np.where(truth == 1, (positive + 1) / (positive + 2), 1 / (negative + 2))

    def cost(p):
        z = p[0] * logits + p[1]
        return float((weights * (np.logaddexp(0, z) - target * z)).sum() / weights.sum())

    return optimize.minimize(cost, [1.0, 0.0], method='Nelder-Mead', options={'xatol': 1e-6, 'fatol': 1e-9}).x


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def calibration(p, truth, bins=10):
    """Expected calibration error, slope and intercept of the logit, and the reliability table."""
    z = np.log(np.clip(p, 1e-6, 1 - 1e-6) / np.clip(1 - p, 1e-6, 1))
    slope, intercept = optimize.minimize(
        lambda q: float((np.logaddexp(0, q[0] * z + q[1]) - truth * (q[0] * z + q[1])).mean()), [1.0, 0.0], method='Nelder-Mead'
    ).x
    at = np.minimum((p * bins).astype(int), bins - 1)
    table = [(int((at == k).sum()), float(p[at == k].mean()), float(truth[at == k].mean())) for k in range(bins) if (at == k).any()]
    error = sum(n * abs(mean - rate) for n, mean, rate in table) / len(p)
    return {'ece': float(error), 'slope': float(slope), 'intercept': float(intercept), 'table': table}


def average_precision(found, wanted, iou_of, limit=0.5):
    """AP with all points (VOC 2010): `found` [(image, score, box)], `wanted` {image: [box]}; and (score, hit) best first."""
    total = sum(len(boxes) for boxes in wanted.values())
    used = {image: set() for image in wanted}
    marks = []
    for image, score, box in sorted(found, key=lambda f: -f[1]):
        overlaps = [(iou_of(box, other), k) for k, other in enumerate(wanted.get(image, [])) if k not in used[image]]
        best = max(overlaps, default=(0, -1))
        if best[0] >= limit:
            used[image].add(best[1])
        marks.append((score, best[0] >= limit))
    hits = np.cumsum([m[1] for m in marks])
    precision = hits / np.arange(1, len(marks) + 1) if marks else np.array([])
    recall = hits / total if marks else np.array([])
    ap, last = 0.0, 0.0
    for k in range(len(marks)):
        if marks[k][1]:
            ap += (recall[k] - last) * precision[k:].max()
            last = recall[k]
    return float(ap), marks, total
