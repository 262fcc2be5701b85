from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from nabiz.imports.reading.problems import in_bytes

MOST_FILES = 20
LARGEST = 2 * 1024**3  # bytes of one file; a larger one comes by the command line
ACCEPTED = ".csv,.tsv,.txt,.xlsx,.json,.ndjson,.jsonl,.parquet,.gz,.zip"


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each within the limits."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        sent = data if isinstance(data, list | tuple) else [data]
        found: list[UploadedFile[Any]] = [super(FilesField, self).clean(each, initial) for each in sent or [None]]
        if len(found) > MOST_FILES:
            raise forms.ValidationError(_("At most 20 files at once. Pack more of them in one ZIP."))
        for each in found:
            if each.size and each.size > LARGEST:
                told = _("“%(file)s” is larger than %(limit)s. Bring it in with the command “nabiz import”.")
                raise forms.ValidationError(told % {"file": each.name, "limit": in_bytes(LARGEST)})
        return found


class UploadForm(forms.Form):
    file = FilesField(
        label=_("Files"),
        allow_empty_file=True,
        error_messages={"required": _("Choose at least one file.")},
        widget=SeveralFiles(attrs={"accept": ACCEPTED, "multiple": True}),
    )

    def refuse(self, sentences: Iterable[str]) -> None:
        for sentence in sentences:
            self.add_error("file", sentence)


class NameForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
