"""What pydicom and GDCM make of each file of a folder: stored values and displayed grey or RGB, as one JSON object by file name.

Grey is in 0..1 after modality LUT, VOI and inversion; where a file brings no window, over the range of its values without padding.
"""
import json
import os
import sys
import warnings

import numpy
import pydicom
from pydicom.pixel_data_handlers.util import apply_color_lut, apply_modality_lut, apply_voi_lut, convert_color_space

warnings.simplefilter("ignore")
pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE
JPEG2000_LOSSLESS = "1.2.840.10008.1.2.4.90"
HTJ2K_LOSSLESS = "1.2.840.10008.1.2.4.201"


def output_range(dataset):
    """Where pydicom's VOI functions put their results."""
    if dataset.get("VOILUTSequence"):
        return 0, 2 ** int(dataset.VOILUTSequence[0].LUTDescriptor[2]) - 1
    if dataset.get("ModalityLUTSequence"):
        return 0, 2 ** int(dataset.ModalityLUTSequence[0].LUTDescriptor[2]) - 1
    bits = int(dataset.BitsStored)
    low, high = (0, 2**bits - 1) if dataset.PixelRepresentation == 0 else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    if "RescaleSlope" in dataset:
        slope, intercept = float(dataset.RescaleSlope), float(dataset.RescaleIntercept)
        return low * slope + intercept, high * slope + intercept
    return low, high


def displayed_grey(dataset, stored):
    # As wide integers: pydicom looks a table of 16 bits up into the type of the values that it is given.
    modality = apply_modality_lut(stored.astype(int), dataset)
    if "WindowCenter" in dataset or dataset.get("VOILUTSequence"):
        low, high = output_range(dataset)
        grey = (apply_voi_lut(modality, dataset).astype(float) - low) / (high - low)
    else:
        kept = modality[stored != dataset.PixelPaddingValue] if "PixelPaddingValue" in dataset else modality
        low, high = float(kept.min()), float(kept.max())
        grey = (numpy.clip(modality.astype(float), low, high) - low) / (high - low)
    return 1 - grey if dataset.PhotometricInterpretation == "MONOCHROME1" else grey


def displayed_rgb(dataset, stored):
    photometric = dataset.PhotometricInterpretation
    if photometric == "PALETTE COLOR":
        return apply_color_lut(stored, dataset) / 65535
    if photometric in ("YBR_FULL", "YBR_FULL_422"):
        stored = convert_color_space(stored, photometric, "RGB")
    return stored / (2 ** int(dataset.BitsStored) - 1)


def read(path):
    dataset = pydicom.dcmread(path)
    if dataset.file_meta.TransferSyntaxUID == HTJ2K_LOSSLESS:
        # The OpenJPEG within GDCM reads it; only the name of the syntax is unknown to it.
        dataset.file_meta.TransferSyntaxUID = pydicom.uid.UID(JPEG2000_LOSSLESS)
    stored = dataset.pixel_array
    grey = dataset.PhotometricInterpretation.startswith("MONOCHROME")
    shown = displayed_grey(dataset, stored) if grey else displayed_rgb(dataset, stored)
    return {
        "stored": stored.astype(int).reshape(-1).tolist(),
        "shown": [round(value, 7) for value in shown.reshape(-1).tolist()],
    }


answers = {}
for name in sorted(os.listdir(sys.argv[1])):
    try:
        answers[name] = read(os.path.join(sys.argv[1], name))
    except Exception as error:  # A file that the reader cannot read is an answer too.
        answers[name] = {"unreadable": type(error).__name__ + ": " + str(error)[:200]}
print(json.dumps(answers))
