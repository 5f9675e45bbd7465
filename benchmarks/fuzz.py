"""Coverage-guided fuzzing of the properties of tests/test_fuzz.py: python benchmarks/fuzz.py [--random] INPUTS [SEED]

atheris steers the bytes that hypothesis makes its examples of; --random does without atheris: bytes by chance.
Prints how many valid inputs each property saw. What failed is in the traceback, its bytes in crash-*.
"""

import random
import sys
from collections import Counter
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import given

arguments = [a for a in sys.argv[1:] if a != "--random"]
inputs, seed = int(arguments[0]), int(arguments[1]) if arguments[1:] else 1
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
if "--random" not in sys.argv:
    try:
        import atheris
    except ImportError:
        sys.exit("khabar: atheris is not installed (it is not in the lock): .venv/bin/python -m pip install atheris")
    with atheris.instrument_imports(include=["khabar"]):
        import khabar.report  # noqa: F401  (and with it all the rest)
import conftest  # noqa: E402, F401  (its profiles: no deadline)
import test_fuzz as properties  # noqa: E402


def _of(name):
    """fuzz_one_input of a property; the arguments that are pytest's are given here."""
    test, run = getattr(properties, name), None
    if name == "test_no_live_markup_in_the_report":
        run = given(properties.MARKUP, properties.st.text(max_size=20))(
            lambda text, title: test.hypothesis.inner_test(place, text, title))
    elif name == "test_offsets_hold_for_every_row_of_every_table":
        run = given(properties.st.sampled_from(properties.STAGES), properties.TEXTS, properties.DATES)(
            test.hypothesis.inner_test)
    return (run or test).hypothesis.fuzz_one_input


place = Path(mkdtemp())
NAMES = [name for name in vars(properties) if name.startswith("test_")]
RUN = {name: _of(name) for name in NAMES}
# The first byte chooses: the tables of the six stages get more than the others, the slow report less.
SHARES = {"test_offsets_hold_for_every_row_of_every_table": 30, "test_no_live_markup_in_the_report": 1}
CHOICE = [name for name in NAMES for _ in range(SHARES.get(name, 8))]
seen, calls = Counter(), count(1)


def one_input(data: bytes) -> None:
    """One example of the property that the first byte chooses."""
    name = CHOICE[data[0] % len(CHOICE)] if data else NAMES[0]
    seen[name] += RUN[name](data[1:]) is not None  # None: no example can be made of these bytes
    if (number := next(calls)) % 10_000 == 0 or number == inputs:  # libFuzzer leaves without a last word
        print(f"{number} inputs, {seen.total()} valid: {dict(seen)}", flush=True)


if "--random" in sys.argv:
    chance = random.Random(seed)
    for _ in range(inputs):
        one_input(chance.randbytes(chance.choice((64, 256, 1024))))
else:
    atheris.Setup([sys.argv[0], f"-runs={inputs}", f"-seed={seed}", "-max_len=1024", "-len_control=0"], one_input)
    atheris.Fuzz()
