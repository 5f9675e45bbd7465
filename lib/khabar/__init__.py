"""khabar (خبر): tokens, entities, numeric claims and right-to-left figures of Arabic news.

`import khabar as kh` gives the verbs flat; each is loaded when first used, so that the import itself is light.
"""

from importlib import import_module

from .concordance import concordance as concordance  # at once, so that the function, not its module, bears the name

_VERBS = {
    "article": ("Article", "read_article", "split_sentences"),
    "normal": ("fold", "fold_with_offsets"),
    "invisible": ("cleaning",),
    "tokens": ("tokenize", "count_words", "count_ngrams", "collocations", "keyness"),
    "statistics": ("describe", "dispersion", "vocabulary_growth", "rank_frequency"),
    "entities": ("find_entities", "count_entities", "tag"),
    "numbers": ("find_quantities",),
    "periods": ("find_periods",),
    "claims": ("find_claims", "account"),
    "corpus": ("read_corpus", "analyse"),
}
_MODULE_OF = {verb: module for module, verbs in _VERBS.items() for verb in verbs}
__all__ = sorted([*_MODULE_OF, "concordance"])


def __getattr__(name: str):
    if name not in _MODULE_OF:
        try:
            return import_module(f"{__name__}.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"{__name__}.{name}":
                raise
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *__all__})
