"""The icon of the program in the form that Windows reads, drawn from ``icon.svg``."""

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWING = Path(__file__).with_name("icon.svg")
SIDE_WIDTH, SIDE_HEIGHT = 328, 628
SIDE_COLOUR = 0x16324F
"""Of the navigation of the program; twice the size that the wizard shows at 100 %."""
SIZES = (16, 20, 24, 32, 40, 48, 64, 256)


def icon_file(drawing: bytes) -> bytes:
    """Return an icon file with the drawing in every size that Windows asks for."""
    renderer = QSvgRenderer(QByteArray(drawing))
    pictures = [_picture(renderer, size) for size in SIZES]
    entries, offset = b"", 6 + 16 * len(pictures)
    for size, picture in zip(SIZES, pictures, strict=True):
        edge = size % 256  # 256 is written as 0
        entries += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(pictures)


def side_picture(drawing: bytes) -> bytes:
    """Return the picture beside the first and last page of the wizard, as Windows' bitmap."""
    image = QImage(SIDE_WIDTH, SIDE_HEIGHT, QImage.Format.Format_RGB32)
    image.fill(SIDE_COLOUR)
    painter = QPainter(image)
    edge = SIDE_WIDTH // 2
    place = QRectF((SIDE_WIDTH - edge) / 2, SIDE_HEIGHT / 4, edge, edge)
    QSvgRenderer(QByteArray(drawing)).render(painter, place)
    painter.end()
    return _saved(image, "BMP")


def _picture(renderer: QSvgRenderer, size: int) -> bytes:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return _saved(image, "PNG")


def _saved(image: QImage, form: str) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, form)  # type: ignore[call-overload]
    return bytes(content.data())
