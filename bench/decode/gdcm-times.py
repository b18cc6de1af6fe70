"""Milliseconds that GDCM takes to decode each file given, wall and CPU, as JSON: the file is read before the clock starts."""
import json
import sys
import time

import gdcm

repeats, paths = int(sys.argv[1]), sys.argv[2:]
times = {}
for path in paths:
    for _ in range(repeats):
        # A reader decodes once and remembers.
        reader = gdcm.ImageReader()
        reader.SetFileName(path)
        if not reader.Read():
            break
        change = gdcm.ImageChangeTransferSyntax()
        change.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.ExplicitVRLittleEndian))
        change.SetInput(reader.GetImage())
        wall, cpu = time.perf_counter(), time.process_time()
        if change.Change():
            took = {"wall": (time.perf_counter() - wall) * 1000, "cpu": (time.process_time() - cpu) * 1000}
            times.setdefault(path, []).append(took)
print(json.dumps(times))
