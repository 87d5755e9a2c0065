"""Read a file as one who may not: root may read everything, so that a process of root's is root no more before it reads."""

import os
import sys
from pathlib import Path

from bulk.guard import Job, Terms, run
from models.source import Paging
from parser import parse


def told(path: Path) -> str:
    """What is said of a file that cannot be read; nothing of one that can."""
    terms = Terms(None, None, (), Paging())
    outcomes = run([Job(path.name, path)], workers=1, terms=terms, seconds=60, mebibytes=1024, ocr_mebibytes=1024)
    return str(next(outcomes).error or "")


if __name__ == "__main__":
    path = Path(sys.argv[1])
    # Modules are imported before: nobody may not read where they lie.
    parse("租赁合同\n第一条 租金\n租金每月1000元,于每月10日前支付。".encode(), name="first.txt")
    first = told(path)
    if os.geteuid() == 0:
        for folder in path.parents[:3]:
            folder.chmod(0o755)
        os.seteuid(65534)
        first = told(path)
    sys.stdout.write(first)
