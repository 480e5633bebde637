"""The form of the first page."""

from dataclasses import dataclass

from starlette.requests import Request

from service.http.uploads import SentFile, read_form


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftForm:
    """What the learner sent: pasted text, a file, or the wish to see the example."""

    text: str
    file: SentFile | None
    wants_example: bool

    @property
    def has_text(self) -> bool:
        """Whether anything but blanks was pasted."""
        return bool(self.text.strip())


async def read_draft_form(request: Request) -> DraftForm:
    """The form in the body; line ends of pasted text become those of a text file.

    Raises:
        service.errors.ServiceError: the body is no such form, is damaged or too large.
    """
    form = await read_form(request)
    return DraftForm(
        text=form.fields.get("text", "").replace("\r\n", "\n"),
        file=form.file,
        wants_example="example" in form.fields,
    )
