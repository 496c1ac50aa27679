"""``oncotrace fetch clinicaltrials``: download trials, and say what came."""

from pathlib import Path

from rich.console import Console

from oncotrace.kg.errors import SourceError
from oncotrace.kg.release import home
from oncotrace.loaders.clinicaltrials_fetch import fetch

FOLDER = Path("sources") / "clinicaltrials"
"""In ``ONCOTRACE_HOME``."""


def fetch_trials(query: str, sources: Path | None) -> None:
    """Fetch the trials of a query into the folder of sources. SourceError without a query."""
    if not query.strip():
        raise SourceError('say which trials to fetch: --query "pancreatic cancer"')
    folder = sources / "clinicaltrials" if sources else home() / FOLDER
    console = Console(stderr=True)
    with console.status("Asking the register") as status:

        def show(here: int, total: int | None) -> None:
            told = f"{here:,} trials" + (f" of {total:,}" if total else "")
            status.update(told)
            if not console.is_terminal:
                console.print(told)

        state = fetch(query.strip(), folder, progress=show)
    out = Console(soft_wrap=True, highlight=False, markup=False)
    out.print(f"{state.trials:,} trials in {state.pages:,} pages, data of {state.dataTimestamp[:10]}.")
    out.print(f"Build with them: oncotrace build --sources-dir {folder.parent}")
