"""Milliseconds that GDCM takes to decode each file given, wall and CPU, as JSON: the file is read before the clock starts."""
import json
import sys
import time

import gdcm

times = {}
for path in sys.argv[1:]:
    reader = gdcm.ImageReader()
    reader.SetFileName(path)
    if not reader.Read():
        continue
    change = gdcm.ImageChangeTransferSyntax()
    change.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.ExplicitVRLittleEndian))
    change.SetInput(reader.GetImage())
    wall, cpu = time.perf_counter(), time.process_time()
    if change.Change():
        times[path] = {"wall": (time.perf_counter() - wall) * 1000, "cpu": (time.process_time() - cpu) * 1000}
print(json.dumps(times))
