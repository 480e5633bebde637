import math

import numpy as np

from models.evaluation.functions import measure_functions
from models.evidence import Function

LABELLED = np.array([[True, False], [True, False], [False, False], [False, False]])
MODELS = np.array([[True, False], [True, False], [True, False], [False, False]])
CUES = np.array([[True, False], [False, False], [False, True], [False, False]])


def test_each_function_is_measured_by_itself() -> None:
    plan, quote = measure_functions((Function.PLAN, Function.QUOTE), LABELLED, MODELS, CUES)
    assert (plan.function, plan.support) == (Function.PLAN, 2)
    assert math.isclose(plan.models, 4 / 5)
    assert math.isclose(plan.cues, 2 / 3)
    assert quote.support == 0
    assert quote.cues == 0
    assert math.isnan(quote.models), "nothing there and nothing called: there is no figure"
