"""Catches every name a program and its children look up, and every foreign address they connect to.

    trap = Trap(folder)
    subprocess.run(command, env={**os.environ, **trap.environment})
    trap.caught()                          # {"telemetry.example.com", ...}, loopback left out

Where there is a C compiler, a small library is preloaded, which sees native code too (`trap.native`). Elsewhere only
Python's own look-ups are seen, through a ``sitecustomize``. What is caught is refused, so nothing leaves the machine.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = r"""
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static void note(const char *name) {
    char line[512];
    size_t length = strnlen(name, sizeof line - 2);
    memcpy(line, name, length);
    line[length++] = '\n';
    int file = open(TRAP_FILE, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (file >= 0) { if (write(file, line, length) < 0) { } close(file); }
}

static int here(const char *name) {
    return !name || !*name || !strcmp(name, "localhost") || !strncmp(name, "127.", 4) || !strcmp(name, "::1")
        || !strcmp(name, "0.0.0.0") || !strcmp(name, "::");
}

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
    if (!here(node)) { note(node); return EAI_NONAME; }
    *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    return real(node, service, hints, found);
}

struct hostent *gethostbyname(const char *name) { note(name); h_errno = HOST_NOT_FOUND; return NULL; }
struct hostent *gethostbyname2(const char *name, int family) { return gethostbyname(name); }

static int foreign(const struct sockaddr *address) {
    char text[INET6_ADDRSTRLEN] = "";
    if (address && address->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, text, sizeof text);
    if (address && address->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)address)->sin6_addr, text, sizeof text);
    if (!*text || here(text) || !strncmp(text, "::ffff:127.", 11)) return 0;
    note(text);
    errno = ENETUNREACH;
    return 1;
}

int connect(int number, const struct sockaddr *address, socklen_t length) {
    int (*real)(int, const struct sockaddr *, socklen_t);
    if (foreign(address)) return -1;
    *(void **)&real = dlsym(RTLD_NEXT, "connect");
    return real(number, address, length);
}

ssize_t sendto(int number, const void *data, size_t bytes, int flags, const struct sockaddr *to, socklen_t length) {
    ssize_t (*real)(int, const void *, size_t, int, const struct sockaddr *, socklen_t);
    if (foreign(to)) return -1;
    *(void **)&real = dlsym(RTLD_NEXT, "sendto");
    return real(number, data, bytes, flags, to, length);
}
"""

IN_PYTHON = """
import socket
real = socket.getaddrinfo
def trapped(host, *rest, **more):
    name = host.decode() if isinstance(host, bytes) else host
    if name and name not in ("localhost", "::1", "0.0.0.0", "::") and not name.startswith("127."):
        with open(LIST, "a") as file:
            file.write(name + "\\n")
        raise socket.gaierror(socket.EAI_NONAME, "trapped")
    return real(host, *rest, **more)
socket.getaddrinfo = trapped
"""


class Trap:
    """A trap whose library and list lie in ``folder``."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._list = folder / "caught.txt"
        # A worker is given a clean environment, so where the list lies stands in the trap itself.
        self.environment: dict[str, str] = {}
        compiler = shutil.which("cc") if sys.platform == "linux" else None
        self.native = compiler is not None
        if compiler is not None:
            library = folder / "trap.so"
            place = f'-DTRAP_FILE="{self._list}"'
            command = [compiler, "-shared", "-fPIC", place, "-x", "c", "-", "-o", str(library), "-ldl"]
            subprocess.run(command, input=SOURCE.encode(), check=True)
            self.environment["LD_PRELOAD"] = str(library)
        else:
            (folder / "sitecustomize.py").write_text(IN_PYTHON.replace("LIST", repr(str(self._list))), encoding="utf-8")
            self.environment["PYTHONPATH"] = str(folder)

    def caught(self) -> set[str]:
        """Return the names and addresses that were asked for and are not this machine."""
        return set(self._list.read_text(encoding="utf-8").split()) if self._list.exists() else set()
