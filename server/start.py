"""Where the command starts.

A question on its own needs no parser of options, and that of all commands is half of a cold start.
"""

import gc
import os
import sys
from collections.abc import Callable

from oncotrace.kg.errors import OncotraceError


def main() -> None:
    """Run a command."""
    match sys.argv[1:]:
        case ["ask", question] if not question.startswith("-"):
            # One answer leaves little to collect; to look for it, and to take all apart at the end, is a
            # seventh of a cold start.
            gc.disable()
            run(lambda: _answer(question))
            os._exit(0)
        case _:
            from oncotrace.server.cli import app

            run(app)


def _answer(question: str) -> None:
    """The same as ``cli.ask`` without options."""
    import oncotrace
    from oncotrace.answers.render import render

    sys.stdout.write(render(oncotrace.ask(question), "text"))


def run(command: Callable[[], object]) -> None:
    """Run a command. What went wrong is said in a sentence, never as a stack trace."""
    try:
        try:
            command()
        finally:
            sys.stdout.flush()
    except OncotraceError as error:
        _fail(f"oncotrace: {error}", 2)
    except BrokenPipeError:
        # Whoever read us has gone (`| head`). Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if os.environ.get("ONCOTRACE_DEBUG") == "1":
            raise
        _fail(
            f"oncotrace: unexpected {type(error).__name__}: {error}\n"
            "This is a fault of ours. Run it again with ONCOTRACE_DEBUG=1 and report what it prints, "
            "with the command, as CONTRIBUTING.md says.",
            1,
        )


def _fail(message: str, code: int) -> None:
    print(message, file=sys.stderr)
    sys.exit(code)
