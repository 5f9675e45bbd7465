"""A PDF figure whose text comes back as logical Arabic."""


def save(fig, path, **kwargs) -> None:
    """Write `fig` as PDF to `path` (a path or a binary file); further arguments go to savefig."""
    metadata = {"CreationDate": None, **kwargs.pop("metadata", {})}
    fig.savefig(path, format="pdf", metadata=metadata, **kwargs)
