"""Map the floors at the top of the repository into one import package, ``oncotrace``.

The package list is computed: a hand-written one silently drops new folders.
"""

from setuptools import find_namespace_packages, setup

FLOORS = ("ontology", "kg", "loaders", "queries", "answers", "server")

packages = ["oncotrace"]
package_dir = {"oncotrace": "oncotrace"}
package_data = {"oncotrace": ["py.typed"]}
for floor in FLOORS:
    found = [floor, *(f"{floor}.{name}" for name in find_namespace_packages(floor))]
    for name in found:
        packages.append(f"oncotrace.{name}")
        package_dir[f"oncotrace.{name}"] = name.replace(".", "/")
        package_data[f"oncotrace.{name}"] = ["*"]

setup(packages=packages, package_dir=package_dir, package_data=package_data)
