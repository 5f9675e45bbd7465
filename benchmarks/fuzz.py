"""Coverage-guided fuzzing of the properties of tests/test_fuzz.py: python benchmarks/fuzz.py [--random] INPUTS [SEED]

atheris steers the bytes that hypothesis makes its examples of; --random does without atheris: bytes by chance.
Prints how many valid inputs each property saw. What failed is in the traceback, its bytes in crash-*.
"""

import atexit
import random
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

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

place = TemporaryDirectory()


def _of(name):
    """fuzz_one_input of a property; the arguments that are pytest's are given here."""
    test = getattr(properties, name)
    if name == "test_no_live_markup_in_the_report":
        run = given(properties.MARKUP, properties.st.text(max_size=20))(
            lambda text, title: test.hypothesis.inner_test(Path(place.name), text, title))
    elif name == "test_offsets_hold_for_every_row_of_every_table":
        run = given(properties.st.sampled_from(properties.STAGES), properties.TEXTS, properties.DATES)(
            test.hypothesis.inner_test)
    else:
        run = test
    return run.hypothesis.fuzz_one_input


NAMES = [name for name in vars(properties) if name.startswith("test_")]
RUN = {name: _of(name) for name in NAMES}
# The first byte chooses: the tables of the six stages get more than the others, the slow report less.
SHARES = {"test_offsets_hold_for_every_row_of_every_table": 30, "test_no_live_markup_in_the_report": 1}
CHOICE = [name for name in NAMES for _ in range(SHARES.get(name, 8))]
seen = Counter()
atexit.register(lambda: print("valid inputs:", dict(seen), seen.total()))


def one_input(data: bytes) -> None:
    """One example of the property that the first byte chooses."""
    name = CHOICE[data[0] % len(CHOICE)] if data else NAMES[0]
    seen[name] += RUN[name](data[1:]) is not None  # None: no example can be made of these bytes


if "--random" in sys.argv:
    chance = random.Random(seed)
    while seen.total() < inputs:
        one_input(chance.randbytes(chance.choice((64, 256, 1024))))
else:
    atheris.Setup([sys.argv[0], f"-runs={inputs}", f"-seed={seed}", "-max_len=1024", "-len_control=0"], one_input)
    atheris.Fuzz()
