"""What tutors exchange as files: zips of scripts in; spreadsheets, worksheets, gradebooks and zips of reports out."""

from service.exchange.intake import read_files, read_folder, read_zip
from service.exchange.scripts import Intake, IntakeLimits, Layout, Script

__all__ = ["Intake", "IntakeLimits", "Layout", "Script", "read_files", "read_folder", "read_zip"]
