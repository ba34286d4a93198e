"""What every chart gives away: the numbers behind it and itself as a picture."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from skilltrack.files.atomic import write_bytes_atomically
from skilltrack.gui.theme import colours

SHARPNESS = 2.0
"""Pixels per px, so that a picture stays sharp in print."""


@dataclass(frozen=True, slots=True)
class ChartNumbers:
    """The numbers behind a chart as they are shown, one row per mark."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def picture_of(widget: QWidget) -> bytes:
    """Return the widget as PNG on its surface."""
    size = widget.size()
    image = QImage(size * SHARPNESS, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SHARPNESS)
    image.fill(QColor(colours().surface))
    widget.render(image, QPoint(0, 0))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def save_picture_of(widget: QWidget, path: Path) -> None:
    """Write the widget as PNG.

    Raises:
        MachineFailure: The file cannot be written there.
    """
    write_bytes_atomically(path, picture_of(widget))
