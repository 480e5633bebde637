"""Reports as text, HTML, CSV or marks, with learners' text made safe to show. JSON is the report's own."""

from service.rendering.csv_report import render_csv_header, render_csv_row
from service.rendering.html_report import render_html
from service.rendering.marks import render_marks
from service.rendering.text_report import render_text

__all__ = ["render_csv_header", "render_csv_row", "render_html", "render_marks", "render_text"]
