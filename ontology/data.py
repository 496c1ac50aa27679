"""Tables that stand beside the code as YAML."""

from importlib.resources import files
from typing import Any

import yaml

# In C where PyYAML has it: a tenth of the time, and some of these are read at every start.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(package: str, name: str) -> Any:
    """What a YAML file of a package holds: ``load("oncotrace.ontology", "rules.yaml")``."""
    return yaml.load(files(package).joinpath(name).read_bytes(), _LOADER)
