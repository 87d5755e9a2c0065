"""Scans: how well they are read however they lie, and what it costs beside the bare engine. CPU time; ratios count.

    python bench/scans.py [--pages N] [--quick]

The pages are drawn here: contract text, a seal over it, askew on gray paper with noise.
"""

from __future__ import annotations

import argparse
import gc
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

import cv2
import openvino as ov
import pypdfium2 as pdfium

from models.source import Limits, Paging
from parser.readers import read
from tests.parser.readers.drawn_pages import A4, DPI, blank, pdf, scanned, stamp, typeset

LINES = (
    "第一条 租赁期限",
    "租赁期限自2026年7月1日起至2027年6月30日止，共十二个月。",
    "第二条 租金及支付方式",
    "租金为每月人民币3500元（大写：叁仟伍佰元整），甲方应于每月10日前支付。",
    "乙方应当在收到租金后5个工作日内向甲方开具税率为13%的增值税专用发票。",
    "第三条 质量保证",
    "乙方交付的设备应当符合国家标准和附件一的技术要求，质保期为十二个月。",
    "乙方应当在接到甲方通知后2小时内响应，并于24小时内修复故障。",
    "第四条 违约责任",
    "逾期支付租金的，每逾期一日按未付金额的万分之五支付违约金。",
    "一方违约给对方造成损失的，应当赔偿对方因此受到的全部损失。",
    "第五条 争议解决",
    "协商不成的，向甲方所在地人民法院提起诉讼。",
)
REPEAT = 2
WORKERS, WORKER_PAGES = (1, 2, 4), 8
CER_BAR, CPU_BAR, MEMORY_BAR, GROWTH_BAR = 0.003, 1.15, 1800.0, 0.5


def page(*, seed: int, dpi: int = 150, turn: int = 0, gray: bool = False) -> Any:
    """One page of LINES, twice, with a seal over it."""
    drawn = typeset(LINES * REPEAT, pitch=56, page=blank(A4))
    stamp(drawn, 420, 500, name="苏州太湖电子有限公司")
    if dpi != DPI:
        drawn = cv2.resize(drawn, None, fx=dpi / DPI, fy=dpi / DPI, interpolation=cv2.INTER_CUBIC)
    return scanned(drawn, skew=1.1, turn=turn, gray=gray, seed=seed)


def text_of(data: bytes) -> str:
    reading = read("bench.pdf", data, Limits(), Paging())
    return "".join("".join(paragraph.text.split()) for paragraph in reading.paragraphs)


def error_rate(found: str, wanted: str) -> float:
    """Characters to change, add or leave out, by those there are."""
    row = list(range(len(wanted) + 1))
    for i, a in enumerate(found, start=1):
        left, row[0] = row[0], i
        for j, b in enumerate(wanted, start=1):
            left, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, left + (a != b))
    return row[-1] / len(wanted)


def cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def bare_engine(picture: Any, precision: str | None = None) -> Callable[[Any], object]:
    """rapidocr on OpenVINO, one thread, warmed by a picture. It computes as the processor likes best (bfloat16, where
    that is built in), or at a precision asked for."""
    from rapidocr import EngineType, RapidOCR

    compile_model = ov.Core.compile_model

    def at_precision(core: ov.Core, model: Any, device_name: str, config: Any = None) -> Any:
        return compile_model(core, model, device_name, {**(config or {}), "INFERENCE_PRECISION_HINT": precision})

    params = {f"{part}.engine_type": EngineType.OPENVINO for part in ("Det", "Rec", "Cls")}
    # rapidocr has no setting for it, and opens its models when it is first called.
    with patch.object(ov.Core, "compile_model", at_precision if precision else compile_model):
        engine = RapidOCR(
            params={**params, "EngineConfig.openvino.inference_num_threads": 1, "Global.log_level": "error"}
        )
        read = partial(engine, return_word_box=True, return_single_char_box=True)
        read(picture)
    return read


def prepared(pages: Sequence[Any]) -> list[Any]:
    """The pages upright, straight, without ink: what the bare engine is given."""
    from parser.readers.scan import start_sessions
    from parser.readers.scan_sheet import Picture, prepare

    (session,) = start_sessions(1)
    return [cv2.cvtColor(prepare(session, Picture(one, DPI / 72)).gray, cv2.COLOR_GRAY2BGR) for one in pages]


def cost(count: int, rounds: int) -> tuple[float, float]:
    """CPU of the whole parse over that of the bare engine on the same prepared pages, at the precision that this program
    computes with on every machine, and as rapidocr comes; all warm, in turn: the least of some rounds of each, since what
    else runs on the machine only adds to it."""
    from parser import parse

    pages = [page(seed=seed) for seed in range(count)]
    data, ready = pdf(pages), prepared(pages)
    parse(data, name="warm.pdf")
    works: list[Callable[[], object]] = [lambda: parse(data, name="bench.pdf")]
    for engine in (bare_engine(ready[0], "f32"), bare_engine(ready[0])):
        works.append(partial(lambda engine: [engine(one) for one in ready], engine))
    whole, alike, own = (
        min(each) for each in zip(*([cpu(work) for work in works] for _ in range(rounds)), strict=True)
    )
    return whole / alike, whole / own


def long_scan(count: int, folder: Path) -> Path:
    """A scan of so many pages: three drawn ones again and again, each with a picture of its own in the file."""
    drawn = pdfium.PdfDocument(pdf([page(seed=n) for n in range(3)]))
    long = pdfium.PdfDocument.new()
    for at in range(count):
        long.import_pages(drawn, [at % 3])
    path = folder / f"{count}.pdf"
    long.save(path)
    return path


def peak(path: Path, workers: int = 1) -> tuple[float, float]:
    """Peak memory in MB of the parse of a scan beyond the size of its file, in a process of its own; and its CPU."""
    code = (
        "import sys,resource;sys.path.insert(0,'.');from parser import parse;from models.source import Paging;"
        f"parse({str(path)!r},paging=Paging(workers={workers}));"
        "used=resource.getrusage(resource.RUSAGE_SELF);print(used.ru_maxrss,used.ru_utime+used.ru_stime)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    most, seconds = done.stdout.split()
    return int(most) / 1024 - path.stat().st_size / 2**20, float(seconds)


def say(what: str, figure: float, bar: float, unit: str = "") -> None:
    print(f"{what:<44} {figure:8.3f}{unit:<3} (bar {bar:g})  {'ok' if figure <= bar else 'over'}", flush=True)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ask.add_argument("--pages", type=int, default=300, help="pages of the long scan")
    ask.add_argument("--quick", action="store_true", help="one page of each kind, and no long scan")
    args = ask.parse_args()
    wanted = "".join(LINES).replace(" ", "") * REPEAT
    for gray in (False, True):
        for dpi in (150, 300):
            for turn in (0, 90, 180, 270):
                made = pdf([page(seed=1, dpi=dpi, turn=turn, gray=gray)], dpi=dpi)
                kind = f"characters wrong, {'gray' if gray else 'colour'}, {dpi} dpi, {turn} degrees"
                say(kind, error_rate(text_of(made), wanted) * 100, CER_BAR * 100, " %")
    gc.collect()
    alike, own = cost(*((1, 3) if args.quick else (2, 7)))
    say("whole parse / rapidocr on prepared pages, in float32", alike, CPU_BAR)
    print(f"{'whole parse / rapidocr as it comes here':<44} {own:8.3f}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        if not args.quick:
            (few, _), (many, _) = (peak(long_scan(count, Path(folder))) for count in (20, args.pages))
            say(f"peak memory of {args.pages} pages beyond the file", many, MEMORY_BAR, " MB")
            say("memory a page beyond 20", (many - few) / max(args.pages - 20, 1), GROWTH_BAR, " MB")
        for workers in () if args.quick else WORKERS:
            most, seconds = peak(long_scan(WORKER_PAGES, Path(folder)), workers)
            print(
                f"peak memory of {workers} workers, {WORKER_PAGES} pages {most:17.0f} MB, CPU {seconds:.0f} s",
                flush=True,
            )
    print(f"CPU {sum(resource.getrusage(resource.RUSAGE_SELF)[:2]):.0f} s")


if __name__ == "__main__":
    main()
