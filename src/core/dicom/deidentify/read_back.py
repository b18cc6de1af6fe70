"""Reads originals and de-identified files with pydicom and prints, as JSON, what of the identity is left in each."""
import json
import os
import sys
import warnings

import numpy as np
import pydicom

warnings.simplefilter("ignore")
IDENTITY = [
    "PatientName", "PatientID", "PatientBirthDate", "AccessionNumber", "InstitutionName", "InstitutionAddress",
    "ReferringPhysicianName", "PerformingPhysicianName", "OperatorsName", "PhysiciansOfRecord", "StationName",
    "DeviceSerialNumber", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID", "FrameOfReferenceUID",
]


def told_beside(before, after):
    before, after = (np.frombuffer(value, np.uint8) for value in (before, after))
    return (after[before != after] != 0).any()


def problems(original, written):
    old = pydicom.dcmread(original, force=True)
    new = pydicom.dcmread(written)
    found = []
    pixel_keyword = next(k for k in ("PixelData", "FloatPixelData", "DoubleFloatPixelData") if k in old)
    before, after = getattr(old, pixel_keyword), getattr(new, pixel_keyword)
    # What the codestream says beside the picture is zeros, and no byte moves.
    if before != after and (len(before) != len(after) or told_beside(before, after)):
        found.append("pixels")
    delattr(new, pixel_keyword)
    values = []
    new.walk(lambda _, element: values.append(str(element.value)) if element.VR != "SQ" else None)
    values += [str(element.value) for element in new.file_meta]
    for keyword in IDENTITY:
        value = str(getattr(old, keyword, "") or "").strip()
        # A serial number of "1" is also a count somewhere.
        same = value == str(getattr(new, keyword, "") or "").strip()
        if value and (same or (len(value) > 3 and value in values)):
            found.append(keyword)
    if any(element.tag.is_private for element in new.iterall()):
        found.append("private")
    if new.PatientIdentityRemoved != "YES" or new.DeidentificationMethodCodeSequence[0].CodeValue != "113100":
        found.append("method")
    if new.file_meta.MediaStorageSOPInstanceUID != new.SOPInstanceUID:
        found.append("meta")
    return found


print(json.dumps({os.path.basename(w): p for o, w in json.load(sys.stdin) if (p := problems(o, w))}))
