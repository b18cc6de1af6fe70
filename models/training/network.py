"""The residual network that the classifier, the detector's backbone and the gate share."""
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    """Two 3 × 3 convolutions and a way past them (He et al. 2016); a stride is taken by average pooling on that way."""

    def __init__(s, i, o, stride):
        super().__init__()
        s.a = nn.Conv2d(i, o, 3, stride, 1, bias=False)
        s.na = nn.BatchNorm2d(o)
        s.b = nn.Conv2d(o, o, 3, 1, 1, bias=False)
        s.nb = nn.BatchNorm2d(o)
        same = i == o and stride == 1
        pool = nn.AvgPool2d(stride) if stride > 1 else nn.Identity()
        s.skip = nn.Identity() if same else nn.Sequential(pool, nn.Conv2d(i, o, 1, bias=False), nn.BatchNorm2d(o))

    def forward(s, x):
        return F.relu(s.nb(s.b(F.relu(s.na(s.a(x))))) + s.skip(x))


class Net(nn.Module):
    """1 × H × W grey → logits, and class activation maps whose mean *is* the logit (the bias lies in every cell)."""

    def __init__(s, widths=(24, 48, 96, 160), depth=(1, 1, 2, 1), classes=1):
        super().__init__()
        stem = [nn.Conv2d(1, widths[0], 5, 2, 2, bias=False), nn.BatchNorm2d(widths[0]), nn.ReLU(), nn.MaxPool2d(3, 2, 1)]
        s.stem = nn.Sequential(*stem)
        layers, i = [], widths[0]
        for k, (w, d) in enumerate(zip(widths, depth)):
            for j in range(d):
                layers.append(Block(i, w, 2 if (j == 0 and k > 0) else 1))
                i = w
        s.body = nn.Sequential(*layers)
        s.drop = nn.Dropout2d(0.1)
        s.head = nn.Conv2d(i, classes, 1)

    def features(s, x):
        return s.body(s.stem(x))

    def forward(s, x):
        cam = s.head(s.drop(s.features(x)))
        return cam.mean((2, 3)), cam


class Mirrored(nn.Module):
    """A network's mean over the picture and its mirror image; the map's mean stays the logit."""

    def __init__(s, net):
        super().__init__()
        s.net = net

    def forward(s, x):
        _, here = s.net(x)
        _, there = s.net(x.flip(3))
        cam = (here + there.flip(3)) / 2
        return cam.mean((2, 3)), cam
