"""evaluate_suitability.py CHECKPOINT: the threshold on training data, then test patients and objects → figures-suitability.json."""
import json
import os
import sys

import numpy as np
import torch

import data
from figures import auc, wilson
from network import Net
from train_suitability import INPUT, WIDTHS, pools, scores


def exact_scores(net, pictures):
    out = []
    with torch.no_grad():
        for k in range(0, len(pictures), 256):
            x = torch.from_numpy(pictures[k : k + 256].astype(np.float32) / 65535).unsqueeze(1)
            out.append(torch.sigmoid(net((x - data.MEAN) / data.STD)[0][:, 0]))
    return torch.cat(out).numpy()


def main():
    torch.set_num_threads(int(os.environ.get('THREADS', '2')))
    net = Net(WIDTHS, (1, 1, 1, 1))
    net.load_state_dict(torch.load(sys.argv[1], map_location='cpu')['net'])
    net.eval()
    rows = data.rows()
    held = data.held_patients(rows)
    split = np.array([data.split_of(r, held) for r in rows])
    group = np.array([data.group_of(r) for r in rows])
    exact = np.asarray(data.exact_inputs(INPUT))
    p = exact_scores(net, exact)
    # Chosen on training data: 99.7 % of each population's frontals pass, and never above one half.
    train_p = [p[(split == 'train') & np.isin(group, g)] for g in (('ped',), ('nih', 'collected'))]
    cut = float(np.floor(min(0.5, *(np.quantile(s, 0.003) for s in train_p)) * 1e3) / 1e3)
    positives, negatives = pools('test', 23, 100)
    out = {'threshold': cut, 'frontals': {}, 'stopped': {}}
    test = split == 'test'
    for name, g in (('children', ('ped',)), ('adults', ('nih', 'collected'))):
        mine = test & np.isin(group, g)
        out['frontals'][name] = wilson(int((p[mine] >= cut).sum()), int(mine.sum()))
    out['frontals']['all'] = wilson(int((p[test] >= cut).sum()), int(test.sum()))
    drawn = scores(net, positives[int(test.sum()) :])
    out['frontals']['phantoms'] = wilson(int((drawn >= cut).sum()), len(drawn))
    everything = []
    for kind, pictures in negatives.items():
        s = scores(net, pictures)
        everything.append(s)
        out['stopped'][kind] = wilson(int((s < cut).sum()), len(s))
    flat = np.concatenate(everything)
    out['stopped']['all'] = wilson(int((flat < cut).sum()), len(flat))
    out['auc'] = auc(np.concatenate([p[test], flat]), np.concatenate([np.ones(test.sum()), np.zeros(len(flat))]))
    (data.CACHE / 'figures-suitability.json').write_text(json.dumps(out, indent=1))
    print(json.dumps(out, indent=1))


if __name__ == '__main__':
    main()
