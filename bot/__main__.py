"""The command line: ``python -m bot COMMAND``. Only the chosen command's module is imported, so each starts fast.

A command module has ``add_arguments(parser)`` and ``main(args) -> int``. Exit codes: 0 all well, 1 something is wrong
and was said, 2 the command line itself was wrong, 130 stopped with Ctrl-C.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType

from bot.settings import BadSettingsError

LABORATORY = "engine.lab"  # in a checkout only, and named nowhere else in the program

COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "run": ("bot.cli.run", "start the bot on every platform .env configures"),
        "demo": ("bot.cli.demo", "play a whole conversation with example selfies and keep the portraits"),
        "doctor": ("bot.cli.doctor", "say what works on this machine, what is missing and how to get it"),
        "weights": ("bot.cli.weights", "list, fetch or verify the models"),
        "styles": ("bot.cli.styles", "list the styles there are"),
        "studio": ("bot.cli.studio.command", "learn a face and draw portraits without a chat"),
        "backup": ("bot.cli.backup", "write everything about people into one encrypted file"),
        "restore": ("bot.cli.restore", "put a backup back; whoever was erased since stays erased"),
        "verify": ("bot.cli.verify", "say whether a picture was made by this program, and by which job"),
        "logins": ("bot.cli.logins", "who signs in to the web app with a password: add, change, remove, list"),
        "database": ("bot.cli.database", "move everybody from the file in DATA_DIR to a PostgreSQL server"),
        "media": ("bot.cli.media", "move the sealed files of people into an S3-compatible store, or back"),
        "keys": ("bot.cli.keys", "wrap everybody's key with a new master key"),
        "bench": (f"{LABORATORY}.bench.command", "measure, and compare with what was promised"),
    }
)


def main(arguments: list[str] | None = None, commands: Mapping[str, tuple[str, str]] = COMMANDS) -> int:
    """Run one command and return the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(prog="python -m bot", description="A self-hosted portrait bot.")
    if not arguments:
        arguments = ["--help"]
    choices = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    chosen = next((word for word in arguments if not word.startswith("-")), None)
    for name, (module, text) in commands.items():
        one = choices.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        if name != chosen:
            continue
        if module.startswith(LABORATORY) and not find_spec(LABORATORY):
            print(f"`{name}` belongs to the laboratory, which only a checkout of the repository has.", file=sys.stderr)
            return 1
        import_module(module).add_arguments(one)
    args = parser.parse_args(arguments)
    try:
        return import_module(commands[args.command][0]).main(args)
    except BadSettingsError as error:
        for problem in error.problems:
            print(f"Setting {problem}. See .env.example.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of a pipe, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(main())
