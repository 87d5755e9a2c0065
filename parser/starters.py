"""A commented, valid beginning for a new rule, from rules/starters/, in the folder of a pack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import regex

from models.errors import BadRules
from parser.packs import RULES, default_packs
from parser.rule_schema import rule_schema

StarterKind = Literal["field", "check", "phrase", "playbook", "fact", "deadline"]
FOLDERS: dict[StarterKind, str] = {
    "field": "fields",
    "check": "checks",
    "phrase": "phrases",
    "playbook": "playbook",
    "fact": "facts",
    "deadline": "deadlines",
}
_NAMES: dict[StarterKind, str] = {
    "field": r"[a-z][a-z0-9_]{1,60}",
    "check": r"[a-z][a-z0-9-]{1,60}",
    "phrase": r"[a-z][a-z_]{2,40}",
    "playbook": r"[a-z][a-z0-9-]{1,60}",
    "fact": r"[a-z][a-z0-9_]{1,60}",
    "deadline": r"[a-z][a-z0-9-]{1,60}",
}


def write_starter(kind: StarterKind, name: str, folder: Path) -> list[Path]:
    """Write FOLDER/<fields|checks|phrases|playbook|facts|deadlines>/<name>.yaml, and beside it pack.yaml and the schema where they
    are not there; what was written. Raises BadRules where the name is none, or the file is there already."""
    if not regex.fullmatch(_NAMES[kind], name):
        signs = {"field": "digits and _", "fact": "digits and _", "phrase": "_ (3 to 41 of them)"}.get(
            kind, "digits and -"
        )
        raise BadRules(f"`{name}` is no name for a {kind}.", remedy=f"Use a to z, {signs}, a letter first.")
    path = folder / FOLDERS[kind] / f"{name}.yaml"
    if path.exists():
        raise BadRules(f"{path} is there already.", remedy="Choose another id, or edit that file.")
    texts = {
        folder / "pack.yaml": f"# A pack of rules: its name and version stand in every report that it was used for.\n"
        f'name: {json.dumps(folder.resolve().name, ensure_ascii=False)}\nversion: "0.1"\n',
        folder / "rules.schema.json": json.dumps(rule_schema(default_packs()), ensure_ascii=False, indent=1) + "\n",
        path: (RULES / "starters" / f"{kind}.yaml").read_text("utf-8").replace("NAME", name),
    }
    written = [target for target in texts if not target.exists()]
    for target in written:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(texts[target], "utf-8")
    return written
