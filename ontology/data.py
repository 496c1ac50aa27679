"""Tables that stand beside the code: as JSON what every answer reads, as YAML what people write."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any


def load(package: str, name: str) -> Any:
    """What a file of a package holds: ``load("oncotrace.ontology", "rules.json")``."""
    # Without importlib.resources, which loads zipfile and more at every start.
    content = (Path(str(import_module(package).__file__)).parent / name).read_bytes()
    if name.endswith(".json"):
        return json.loads(content)
    import yaml  # at every start it would take longer than the rest of the ontology

    return yaml.load(content, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # in C where PyYAML has it
