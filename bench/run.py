"""Speed and memory, each against a peer in the same run. CPU time; the ratios are what counts.

    python bench/run.py [--pages N]

The pages are made here: Chinese prose in articles, as a PDF with a text layer.
"""

from __future__ import annotations

import argparse
import io
import resource
import subprocess
import sys
import time
from collections.abc import Callable

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

LINES = 30
SENTENCES = (
    "甲方应当在收到乙方发票后15个工作日内支付合同总价的30%,逾期支付的,每逾期一日按未付金额的万分之五支付违约金。",
    "乙方应当在接到甲方通知后2小时内响应,并于24小时内修复故障,修复后由双方签字确认并存档备查。",
    "双方在履行本合同过程中发生争议的,应当友好协商解决,协商不成的,向甲方所在地人民法院提起诉讼。",
    "乙方交付的货物应当符合国家标准和附件一的技术要求,质保期为自验收合格之日起十二个月。",
)


def make_pdf(pages: int) -> bytes:
    """A contract of so many pages, about 900 characters each."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    paper = canvas.Canvas(stream, pagesize=A4)
    article = 0
    for _ in range(pages):
        paper.setFont("STSong-Light", 10.5)
        y = 790.0
        line = 0
        while line < LINES:
            article += 1
            text = f"{article}.1 " + SENTENCES[article % 4]
            paper.drawString(72, y, f"第{article}条 权利与义务")
            for at in range(0, len(text), 40):
                y -= 18
                line += 1
                paper.drawString(72, y, text[at : at + 40])
            y -= 18
            line += 1
        paper.showPage()
    paper.save()
    return stream.getvalue()


def cpu(work: Callable[[], object], *, times: int = 3) -> float:
    """The least CPU seconds of several runs."""
    best = float("inf")
    for _ in range(times):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


def read_boxes(data: bytes) -> None:
    """pypdfium2's own reading of the same characters and boxes."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        for index in range(text.count_chars()):
            text.get_charbox(index, loose=True)
    document.close()


def read_plumber(data: bytes) -> None:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_text()
            page.close()


def peak(pages: int) -> float:
    """Peak memory in MB of one parse of so many pages, in a process of its own."""
    code = (
        "import sys,resource;sys.path.insert(0,'bench');sys.path.insert(0,'.');from run import make_pdf;"
        f"from parser import parse;d=make_pdf({pages});b=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "parse(d,name='x.pdf');print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def help_cpu() -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "cli.py", "--help"], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    ask.add_argument("--pages", type=int, default=20)
    args = ask.parse_args()
    from parser import parse

    data = make_pdf(args.pages)
    parse(data, name="warm.pdf")
    whole = cpu(lambda: parse(data, name="bench.pdf"))
    boxes = cpu(lambda: read_boxes(data))
    plumber = cpu(lambda: read_plumber(data), times=1)
    small, large = make_pdf(5), make_pdf(200)
    five, many = cpu(lambda: parse(small, name="5.pdf")) / 5, cpu(lambda: parse(large, name="200.pdf"), times=1) / 200
    grown = (peak(200) - peak(5)) / 195
    print(
        f"whole parse / pypdfium2 boxes   {whole / boxes:6.2f}   (bar 2.5; {whole / args.pages * 1000:.1f} ms a page)"
    )
    print(f"whole parse / pdfplumber text   {whole / plumber:6.2f}   (bar 0.33)")
    print(f"a page at 200 pages / at 5      {many / five:6.2f}   (bar 1.2)")
    print(f"memory a page, MB               {grown:6.2f}   (bar 0.3)")
    print(f"qiyue --help, CPU s             {min(help_cpu() for _ in range(3)):6.2f}   (bar 0.3)")


if __name__ == "__main__":
    main()
