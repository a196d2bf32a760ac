"""The part of warnings that CPython has in C, by that module's name."""

from warnings import _defaultaction, filters, onceregistry as _onceregistry, warn, warn_explicit
