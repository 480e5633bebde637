"""From pages that people have to draft rubrics; an importer reads text, gives values and writes nothing."""

from rubric.importers.examiner_sheet import ImportedPage, import_page

__all__ = ["ImportedPage", "import_page"]
