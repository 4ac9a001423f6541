"""Set a letter as a scan: pictures of pages, a little crooked and speckled, with no text behind them."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path

import reportlab
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader

from samples.content import letter
from samples.layout_page import new_canvas

WIDTH, HEIGHT = 1240, 1754  # A4 at 150 dots an inch
FONT = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
TILTS = (0.7, -0.5)


def _page(lines: tuple[str, ...], tilt: float, seed: int) -> Image.Image:
    page = Image.new("L", (WIDTH, HEIGHT), 246)
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONT), 24)
    for row, line in enumerate(lines):
        pen.text((140, 170 + row * 42), line, fill=38, font=font)
    page = page.rotate(tilt, resample=Image.Resampling.BICUBIC, fillcolor=240).filter(ImageFilter.GaussianBlur(0.6))
    noise = Image.frombytes("L", (WIDTH, HEIGHT), random.Random(seed).randbytes(WIDTH * HEIGHT))
    page = Image.blend(page, noise, 0.05)
    specks, dice = ImageDraw.Draw(page), random.Random(seed + 1)
    for _ in range(60):
        x, y, size = dice.randrange(WIDTH), dice.randrange(HEIGHT), dice.randrange(1, 4)
        specks.ellipse((x, y, x + size, y + size), fill=dice.randrange(60, 160))
    return page


def build(path: Path) -> None:
    """Write the scanned letter to `path`."""
    canvas = new_canvas(path, "Scan_20260203_0914", "", A4)
    for number, (lines, tilt) in enumerate(zip(letter.PAGES, TILTS, strict=True)):
        picture = BytesIO()
        _page(lines, tilt, seed=20260202 + 10 * number).save(picture, format="JPEG", quality=38)
        canvas.drawImage(ImageReader(picture), 0, 0, A4[0], A4[1])
        canvas.showPage()
    canvas.save()
