"""The manifests (model.json) of the three models, from their figures."""
from train_suitability import INPUT

LICENCE = (
    'Weights MIT, as the product. Trained on: Kermany et al. 2018 (CC BY 4.0); NIH ChestX-ray8 subset (free use with attribution, '
    'NIH Clinical Center); COVID-19 image data collection (licences by image; no image is distributed); '
)


def network_input(side):
    return {
        'name': 'image', 'layout': 'NCHW', 'elementType': 'float32', 'channels': 1, 'colour': 'grey', 'width': side, 'height': side,
        'pixelSource': 'displayed', 'geometry': {'kind': 'stretch', 'kernel': 'linear'}, 'transpose': False,
        'scaling': {'kind': 'range', 'low': 0, 'high': 1}, 'mean': [0.5], 'std': [0.25], 'dynamicBatch': True,
    }


CHEST = {
    'modalities': ['DX', 'CR'],
    'bodyParts': ['CHEST', 'THORAX', 'LUNG', 'PORT CHEST', 'CHEST PA', 'CHEST AP'],
    'views': ['PA', 'AP'],
    'intents': ['FOR PRESENTATION'],
    'minSide': 192,
    'colour': 'any',
    'multiFrame': False,
    'strict': [],
}


def rounded(estimate):
    return {k: round(v, 4) for k, v in estimate.items()}


def opacity_manifest(version, file, found):
    basis = (
        'Chosen on validation patients ({}), children and adults counted equally; figures from the test patients, each population and label '
        'counted equally, 95 % intervals by bootstrap over patients. PPV computed for the named prevalence.'
    )
    reasons = {
        'default': "largest sum of sensitivity and specificity (Youden)",
        'high-sensitivity': '0.95 of the positives of each population',
        'high-specificity': '0.95 of the negatives of each population',
    }
    thresholds = {
        name: {'value': round(found['cuts'][name], 4), 'origin': 'author', 'basis': basis.format(reason), **{k: rounded(v) for k, v in found['points'][name].items()}}
        for name, reason in reasons.items()
    }
    return {
        'schema': 1, 'id': 'cxr-opacity', 'version': version, 'name': 'Chest radiograph: opacity',
        'description': 'Scores one frontal chest radiograph for opacity of the kind labelled pneumonia and shows where the score comes from.',
        'intendedUse': (
            'Scores one frontal chest radiograph for opacity of the kind labelled pneumonia, in children of 1–5 and adults; does not assess pneumothorax, '
            'nodule, effusion, fracture, lines or tubes; a low score does not mean normal; untested on infants, ages 6–17 and other hospitals.'
        ),
        'licence': LICENCE + 'phantoms of the product.',
        'family': 'generic-classifier', 'task': 'classification', 'file': file, 'input': network_input(192),
        'outputs': [{'role': 'scores', 'name': 'logits'}, {'role': 'cam', 'name': 'activation'}],
        'decoder': {'kind': 'classification', 'activation': 'sigmoid'},
        'calibration': {
            'kind': 'platt', 'slope': round(found['platt'][0], 6), 'intercept': round(found['platt'][1], 6),
            'fittedOn': 'validation patients, children and adults, positives and negatives counted equally', 'prevalence': 0.5,
        },
        'labels': [{
            'name': 'opacity', 'explanation': 'A part of the lung that is whiter than it should be, of the kind that reports and readers call pneumonia.',
            'code': {'system': 'RadLex', 'value': 'RID28530', 'meaning': 'opacity'}, 'flags': True, 'hidden': False,
        }],
        'thresholds': {'opacity': thresholds},
        'scope': {**CHEST, 'ageYears': {'min': 1, 'max': 120}},
        'gate': 'cxr-suitability', 'heatmap': 'cam', 'evidence': [],
    }


def structures_manifest(version, file, found):
    point = found['opacity at 1 false a picture']
    basis = 'A fixed cut, in use at cross-validation within the 81 radiographs with boxes.'

    def label(name, explanation, code=None):
        return {'name': name, 'explanation': explanation, **({'code': code} if code else {}), 'flags': False, 'hidden': False}

    return {
        'schema': 1, 'id': 'cxr-structures', 'version': version, 'name': 'Chest radiograph: structures',
        'description': 'Boxes around the lungs, the cardiomediastinal silhouette and opacities. Left and right are the patient’s.',
        'intendedUse': (
            'Draws boxes around both lungs, the cardiomediastinal silhouette and opacities on one frontal chest radiograph of an adult; never flags a study; '
            'a missing box does not mean that nothing is there; untested on children and other hospitals.'
        ),
        'licence': LICENCE + 'COVID-19 Chest X-ray Segmentations Dataset (annotations CC BY 4.0); phantoms of the product.',
        'family': 'ultralytics-v8-detect', 'task': 'detection', 'file': file, 'input': network_input(192),
        'outputs': [{'role': 'detections', 'name': 'detections'}],
        'decoder': {'kind': 'yolo-v8', 'confidence': 0.25, 'iou': 0.5, 'maxDetections': 30, 'masks': 0},
        'labels': [
            label('left-lung', 'The patient’s left lung: on the right of the picture.', {'system': 'RadLex', 'value': 'RID1326', 'meaning': 'left lung'}),
            label('right-lung', 'The patient’s right lung: on the left of the picture.', {'system': 'RadLex', 'value': 'RID1302', 'meaning': 'right lung'}),
            label('cardiomediastinum', 'The shadow of the heart and the great vessels between the lungs.'),
            label('opacity', 'A part of the lung that is whiter than it should be.', {'system': 'RadLex', 'value': 'RID28530', 'meaning': 'opacity'}),
        ],
        'thresholds': {
            **{name: {'default': {'value': 0.4, 'origin': 'author', 'basis': basis}} for name in ('left-lung', 'right-lung', 'cardiomediastinum')},
            'opacity': {'default': {
                'value': round(max(0.25, point['score']), 3), 'origin': 'author',
                'basis': 'One false box a picture in cross-validation; sensitivity is a share of boxes at an overlap of one half.',
                'sensitivity': rounded(point['sensitivity']),
            }},
        },
        'scope': {**CHEST, 'ageYears': {'min': 18, 'max': 120}},
        'gate': 'cxr-suitability', 'heatmap': 'none', 'evidence': [],
    }


def suitability_manifest(version, file, found):
    stopped = found['stopped']['all']
    return {
        'schema': 1, 'id': 'cxr-suitability', 'version': version, 'name': 'Chest radiograph: may it be assessed?',
        'description': 'Tells upright frontal chest radiographs from everything else, so that the models behind it judge nothing else.',
        'intendedUse': 'Decides whether one picture is an upright frontal chest radiograph, as a gate before other models; says nothing of disease; untested on real laterals.',
        'licence': LICENCE + 'DICOM files of NEMA (public) and pydicom (MIT); pictures made by the scripts; phantoms of the product.',
        'family': 'generic-classifier', 'task': 'gate', 'file': file, 'input': network_input(INPUT),
        'outputs': [{'role': 'scores', 'name': 'logits'}], 'decoder': {'kind': 'classification', 'activation': 'sigmoid'},
        'labels': [{
            'name': 'frontal-chest-radiograph', 'explanation': 'An upright chest radiograph from the front or the back, bright bones on dark lungs.', 'flags': False, 'hidden': False,
        }],
        'thresholds': {'frontal-chest-radiograph': {'default': {
            'value': found['threshold'], 'origin': 'author',
            'basis': 'At least 99.7 % of the training radiographs of children and of adults pass; figures from test patients and objects.',
            'sensitivity': rounded(found['frontals']['all']), 'specificity': rounded(stopped),
        }}},
        'scope': {'minSide': INPUT, 'colour': 'any', 'multiFrame': False, 'strict': []},
        'heatmap': 'none', 'evidence': [],
    }
