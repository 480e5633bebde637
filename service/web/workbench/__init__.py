"""The rubric workbench: rubrics are read, changed, tried out, compared, brought in and shared."""
