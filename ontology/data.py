"""Tables that stand beside the code as YAML."""

from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

# In C where PyYAML has it: a tenth of the time, and some of these are read at every start.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(package: str, name: str) -> Any:
    """What a YAML file of a package holds: ``load("oncotrace.ontology", "rules.yaml")``."""
    # Without importlib.resources, which loads zipfile and more at every start.
    folder = Path(str(import_module(package).__file__)).parent
    return yaml.load((folder / name).read_bytes(), _LOADER)
