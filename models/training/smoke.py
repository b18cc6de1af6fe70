"""smoke.py: a few steps of everything on made-up pictures, without any data set. Prints one line of JSON; used by smoke.test.ts."""
import io
import json

import numpy as np
import onnx
import torch
import torch.nn.functional as F

import train_suitability as gate
from augment import CELLS, Batches
from detector import Detector, loss, suppress
from network import Mirrored, Net
from resize import resize

torch.set_num_threads(1)
torch.manual_seed(1)
rng = np.random.default_rng(1)

# Positives carry a bright patch where negatives carry none.
pictures = rng.integers(0, 120, (40, 224, 224)).astype(np.uint8)
truth = (np.arange(40) % 2).astype(np.float32)
pictures[1::2, 60:160, 60:160] += 120
pools = [np.flatnonzero(truth == label) for _, label, _ in CELLS]
batches = Batches(lambda i: pictures[i], truth, pools, rng, size=8)
net = Net()
optimiser = torch.optim.AdamW(net.parameters(), lr=3e-3)
losses = []
for _ in range(6):
    x, target = batches.draw()
    value = F.binary_cross_entropy_with_logits(net(x)[0][:, 0], target)
    optimiser.zero_grad()
    value.backward()
    optimiser.step()
    losses.append(float(value))
lungs = np.tile(np.array([[30, 40, 100, 180], [120, 40, 190, 180]], float), (40, 1, 1))
exchanging = Batches(lambda i: pictures[i], truth, pools, rng, size=24, boxes=lungs)
drawn = [exchanging.draw() for _ in range(2)]
net.eval()
with torch.no_grad():
    logits, cam = Mirrored(net)(x)

detector = Detector(net)
box = torch.tensor([[20.0, 30.0, 90.0, 170.0]])
first = float(loss(detector, x[:2], [(torch.tensor([0]), box)] * 2))
detector.eval()
with torch.no_grad():
    output = detector(x[:1])
augmented = gate.augment(torch.rand(4, 1, 112, 112), None, rng)
graph = io.BytesIO()
torch.onnx.export(Mirrored(net), torch.zeros(1, 1, 192, 192), graph, opset_version=16, input_names=['image'], output_names=['logits', 'activation'])
model = onnx.load_model_from_string(graph.getvalue())

print(json.dumps({
    'finite': bool(np.isfinite(losses).all() and np.isfinite(first)),
    'falls': losses[-1] < losses[0],
    'exchanged': [list(drawn[0][0].shape), bool(all(torch.isfinite(x).all() and 0 <= t.min() and t.max() <= 1 for x, t in drawn))],
    'mapIsLogit': float((cam.mean((2, 3)) - logits).abs().max()),
    'detections': list(output.shape),
    'boxes': len(suppress(output[0], confidence=0.0)),
    'gateInput': list(augmented.shape),
    'opset': model.opset_import[0].version,
    'ramp': resize(np.tile(np.arange(0, 40000, 100), (300, 1)))[0, [0, 95, 191]].tolist(),
}))
