"""What a worker process gives up before it reads a query: memory, files, the network, other programs.

The limits are those of POSIX (``resource``). On Linux a seccomp filter refuses to open sockets and to
start programs, in the kernel, for every thread of the process: it holds for the engine's machine code,
which no audit hook sees. Elsewhere the parser's refusal of SERVICE stands alone.
"""

import ctypes
import platform
import resource
import struct
import sys

_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_REFUSED = {
    # socket, fork, vfork, execve, ptrace, io_uring_setup, execveat
    "x86_64": (41, 57, 58, 59, 101, 425, 322),
    # socket, ptrace, execve, io_uring_setup, execveat
    "aarch64": (198, 117, 221, 425, 281),
}
"""Numbers of system calls (``asm/unistd.h``). Threads need ``clone``, which stays."""

_X32 = 0x40000000
"""The bit of x86-64's second table of system calls."""

_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_KILL, _ERRNO, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
_EACCES = 13
_SET_NO_NEW_PRIVS, _SET_SECCOMP, _FILTER_MODE = 38, 22, 2


def confine(memory: int) -> bool:
    """Bound this process for good: bytes of address space, no file written, no core dumped.

    True where the kernel refuses network and programs too.
    """
    for kind, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (limit, limit))
    return _refuse_calls()


def _refuse_calls() -> bool:
    """Install the filter; False where the system has none."""
    machine = platform.machine()
    if not sys.platform.startswith("linux") or machine not in _AUDIT_ARCH or sys.maxsize < 2**32:
        return False
    code = _filter(machine)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return int(libc.prctl(_SET_SECCOMP, _FILTER_MODE, ctypes.c_char_p(program), 0, 0)) == 0


def _filter(machine: str) -> bytes:
    """Classic BPF over ``struct seccomp_data``: an unknown architecture is killed, these calls are EACCES."""
    refused = _REFUSED[machine]
    refuse = _ERRNO | _EACCES
    steps = [
        (_LOAD, 0, 0, 4),  # the architecture
        (_EQUAL, 1, 0, _AUDIT_ARCH[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),  # the number of the call
        (_AT_LEAST, len(refused) + 1, 0, _X32),
        *((_EQUAL, len(refused) - place, 0, number) for place, number in enumerate(refused)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, refuse),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
