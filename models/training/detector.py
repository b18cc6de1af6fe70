"""The detector: the classifier's backbone, a feature pyramid and one head, with outputs in the layout of Ultralytics v8."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from network import Net

CLASSES = ('left-lung', 'right-lung', 'cardiomediastinum', 'opacity')
SIDE = 192
STRIDES = (8, 16, 32)
WIDTH = 64


def anchors():
    """Centres of all cells, fine level first, and the stride of each: [756, 2], [756]."""
    centres, strides = [], []
    for stride in STRIDES:
        n = SIDE // stride
        place = (torch.arange(n) + 0.5) * stride
        y, x = torch.meshgrid(place, place, indexing='ij')
        centres.append(torch.stack([x.flatten(), y.flatten()], 1))
        strides.append(torch.full((n * n,), float(stride)))
    return torch.cat(centres), torch.cat(strides)


def _unit(i, o, k=3):
    return nn.Sequential(nn.Conv2d(i, o, k, 1, k // 2, bias=False), nn.BatchNorm2d(o), nn.ReLU())


class Detector(nn.Module):
    def __init__(s, backbone=None):
        super().__init__()
        s.backbone = backbone or Net()
        s.lateral = nn.ModuleList([nn.Conv2d(i, WIDTH, 1) for i in (48, 96, 160)])
        s.smooth = nn.ModuleList([_unit(WIDTH, WIDTH) for _ in STRIDES])
        s.boxes = nn.ModuleList([nn.Sequential(_unit(WIDTH, WIDTH), nn.Dropout2d(0.1), nn.Conv2d(WIDTH, 4, 1)) for _ in STRIDES])
        s.scores = nn.ModuleList([nn.Sequential(_unit(WIDTH, WIDTH), nn.Dropout2d(0.1), nn.Conv2d(WIDTH, len(CLASSES), 1)) for _ in STRIDES])
        for head in s.scores:
            nn.init.constant_(head[-1].bias, -4.0)
        for head, size in zip(s.boxes, (1.5, 2.0, 1.8)):
            nn.init.constant_(head[-1].bias, size)
        centres, strides = anchors()
        s.register_buffer('centres', centres.t().unsqueeze(0))
        s.register_buffer('strides', strides.view(1, 1, -1))

    def raw(s, x):
        """Distances to the four sides in pixels [n, 4, a], and logits [n, classes, a]."""
        x = s.backbone.stem(x)
        body = s.backbone.body
        x = body[0](x)
        fine = body[1](x)
        middle = body[3](body[2](fine))
        coarse = body[4](middle)
        levels = [lateral(level) for lateral, level in zip(s.lateral, (fine, middle, coarse))]
        for k in (1, 0):
            levels[k] = levels[k] + F.interpolate(levels[k + 1], scale_factor=2.0, mode='nearest')
        levels = [smooth(level) for smooth, level in zip(s.smooth, levels)]
        sides = torch.cat([head(level).flatten(2) for head, level in zip(s.boxes, levels)], 2)
        logits = torch.cat([head(level).flatten(2) for head, level in zip(s.scores, levels)], 2)
        return F.softplus(sides) * s.strides, logits

    def forward(s, x):
        """[n, 4 + classes, anchors]: centre and size in input pixels, then a sigmoid score a class."""
        sides, logits = s.raw(x)
        low, high = s.centres - sides[:, :2], s.centres + sides[:, 2:]
        return torch.cat([(low + high) / 2, high - low, torch.sigmoid(logits)], 1)


def overlap(a, b):
    """IoU and generalised IoU (Rezatofighi et al. 2019) of corner boxes, pairwise along the first axis."""
    area = lambda t: (t[..., 2] - t[..., 0]).clamp(min=0) * (t[..., 3] - t[..., 1]).clamp(min=0)  # noqa: E731
    common = (torch.min(a[..., 2:], b[..., 2:]) - torch.max(a[..., :2], b[..., :2])).clamp(min=0).prod(-1)
    every = area(a) + area(b) - common
    hull = (torch.max(a[..., 2:], b[..., 2:]) - torch.min(a[..., :2], b[..., :2])).clamp(min=0).prod(-1)
    iou = common / every.clamp(min=1e-6)
    return iou, iou - (hull - every) / hull.clamp(min=1e-6)


def loss(net, x, targets):
    """Varifocal scores (Zhang et al. 2021) and GIoU; each object claims the best of the cells near its centre."""
    sides, logits = net.raw(x)
    centres, strides = net.centres[0].t(), net.strides.flatten()
    wanted = torch.zeros_like(logits)
    giou_sum, count = x.new_zeros(()), 0
    for n, (classes, boxes) in enumerate(targets):
        found = torch.cat([centres - sides[n, :2].t(), centres + sides[n, 2:].t()], 1)
        taken = torch.full((len(centres),), -1)
        cost = torch.full((len(centres),), 1e9)
        for k in range(len(classes)):
            box, kind = boxes[k], classes[k]
            with torch.no_grad():
                iou, _ = overlap(found, box.expand_as(found))
                middle = (box[:2] + box[2:]) / 2
                near = ((centres - middle).abs().max(1).values < strides * 1.6).float()
                inside = ((centres > box[:2]) & (centres < box[2:])).all(1).float()
                side = (box[2:] - box[:2]).max()
                fits = ((side / strides > 1.5) & (side / strides < 9)).float()
                merit = near * (0.2 + 0.8 * inside) * (0.1 + 0.9 * fits) * torch.sigmoid(logits[n, kind]) ** 0.5 * (iou + 0.02) ** 3
                best = torch.topk(merit, 9).indices
                for i in best[merit[best] > 0].tolist():
                    if -merit[i] < cost[i]:
                        cost[i], taken[i] = -merit[i], k
        mine = (taken >= 0).nonzero().flatten()
        if len(mine) == 0:
            continue
        owner = taken[mine]
        iou, giou = overlap(found[mine], boxes[owner])
        giou_sum = giou_sum + (1 - giou).sum()
        count += len(mine)
        wanted[n, classes[owner], mine] = iou.detach().clamp(min=0.1)
    p = torch.sigmoid(logits.detach())
    weight = torch.where(wanted > 0, wanted, 0.75 * p**2)
    score = (F.binary_cross_entropy_with_logits(logits, wanted, reduction='none') * weight).sum() / max(count, 1)
    return score * 1.5 + 2 * giou_sum / max(count, 1)


def suppress(output, confidence=0.05, iou_limit=0.5, most=50):
    """One image's [4 + classes, anchors] → [(class, score, x1, y1, x2, y2)], best first, as the product's decoder does it."""
    score, kind = output[4:].max(0)
    keep = (score >= confidence).nonzero().flatten()
    keep = keep[torch.argsort(score[keep], descending=True, stable=True)]
    cx, cy, w, h = output[:4, keep]
    boxes = torch.stack([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2], 1)
    found = []
    for k, i in enumerate(keep.tolist()):
        if len(found) >= most:
            break
        rivals = [b for c, _, b in found if c == int(kind[i])]
        if rivals and overlap(torch.stack(rivals), boxes[k].expand(len(rivals), 4))[0].max() > iou_limit:
            continue
        found.append((int(kind[i]), float(score[i]), boxes[k]))
    return [(c, s, *b.tolist()) for c, s, b in found]
