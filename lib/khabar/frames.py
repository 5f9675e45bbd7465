"""DataFrames in notebooks: right to left when their text is Arabic, through IPython's own formatter."""


def register() -> None:
    """stub"""


def unregister() -> None:
    """stub"""
