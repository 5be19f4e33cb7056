"""Imports: files in, a preview of what they would do, applied as a whole, undone as a unit."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.http import content_disposition_header

from greenbook.automations.tasks import lake
from greenbook.inputs.apply import import_files
from greenbook.inputs.problems import ImportRefused, NoMappingFits
from greenbook.inputs.refused import refused_csv
from greenbook.inputs.report import ImportReport
from greenbook.inputs.undo import undo_import
from greenbook.inputs.uploads import NotReadable, Upload, keep, kept
from greenbook.records.models import ImportRun
from greenbook.web.asked import AskedRequest, page
from greenbook.web.forms.imports import MappingForm, UploadForm
from greenbook.web.said import count
from greenbook.web.sent import once, tell

#: Refused rows shown on the page; all of them are in the file that is written.
SHOWN = 100


@page("view operations", changing="edit operations")
def imports(request: AskedRequest) -> HttpResponse:
    """Every import so far, and a form for the next one."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("operations_import", _keep(request, form.cleaned_data).key)
        except (NotReadable, UnicodeDecodeError) as refused:
            form.add_error("files", str(refused))
    runs = ImportRun.objects.select_related("by").order_by("-pk")[:100]
    return render(request, "operations/imports.html", {"form": form, "imports": runs})


def _keep(request: AskedRequest, sent: dict[str, Any]) -> Upload:
    mapping = sent["mapping"].read().decode() if sent["mapping"] else ""
    return keep(Path(settings.MEDIA_ROOT), sent["files"], mapping=mapping, now=request.asked.now)


@page("edit operations")
def preview(request: AskedRequest, key: UUID) -> HttpResponse:
    """What the files would create, change and refuse, before anything is done."""
    upload = _upload(key)
    if request.method == "POST":
        form = MappingForm(request.POST)
        if form.is_valid():
            upload.map_by(form.cleaned_data["mapping"])
        return redirect("operations_import", key)
    said: dict[str, Any] = {"upload": upload, "shown": SHOWN}
    try:
        report = _import(request, upload, dry_run=True)
        said |= {"report": report, "refused": report.refusals[:SHOWN]}
    except NoMappingFits as missing:
        said |= {"why": missing.says, "form": MappingForm(initial={"mapping": missing.draft})}
    except ImportRefused as refused:
        said |= {"why": str(refused), "form": _mapping_again(upload)}
    return render(request, "operations/preview.html", said)


def _mapping_again(upload: Upload) -> MappingForm | None:
    """The mapping to put right, where there is one."""
    if upload.mapping is None:
        return None
    return MappingForm(initial={"mapping": upload.mapping.read_text(encoding="utf-8")})


@page("edit operations")
def apply(request: AskedRequest, key: UUID) -> HttpResponse:
    """Apply the files, with `rest` without the refused rows. Once."""
    upload = _upload(key)

    def do() -> str:
        report = _import(request, upload, skip_refused="rest" in request.POST)
        _tell(request, report)
        return reverse("operations_import_run", args=[report.run])

    try:
        return once(request, do)
    except ImportRefused:  # what stood in the preview has changed: show it anew
        return redirect("operations_import", key)


def _import(request: AskedRequest, upload: Upload, **how: Any) -> ImportReport:
    return import_files(
        upload.files,
        mapping=upload.mapping,
        by=request.asked.person,
        on=request.asked.today,
        lake=lake(),
        **how,
    )


def _tell(request: AskedRequest, report: ImportReport) -> None:
    rows = count(len(report.refusals), "row was", "rows were")
    refused = f" {rows} refused." if report.refusals else ""
    records = count(report.changes, "record is", "records are")
    tell(request, f"Import {report.run}: {records} new or different.{refused}")


@page("view operations")
def run(request: AskedRequest, run: int) -> HttpResponse:
    """One import: what it changed, and the rows it refused with what to put right."""
    found = get_object_or_404(ImportRun.objects.select_related("by"), pk=run)
    refused = found.refused.order_by("file", "line", "pk")
    said = {
        "run": found,
        "kinds": [{"kind": kind, **counts} for kind, counts in found.counts.items()],
        "refused": refused[:SHOWN],
        "many": refused.count(),
        "files": refused.order_by("file").values_list("file", flat=True).distinct(),
    }
    return render(request, "operations/import.html", said)


@page("view operations")
def refused_rows(request: AskedRequest, run: int) -> HttpResponse:
    """The refused rows as a file that can be put right and imported again."""
    found = get_object_or_404(ImportRun, pk=run)
    file = request.GET.get("file", "")
    if not found.refused.filter(file=file).exists():
        raise Http404("No rows of that file were refused.")
    answer = HttpResponse(refused_csv(found, file), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(
        True, f"{Path(file).stem}.refused.csv"
    )
    return answer


@page("edit operations")
def undo(request: AskedRequest, run: int) -> HttpResponse:
    """Undo an import as a unit; what was changed since stays, and is named."""

    def do() -> str:
        try:
            report = undo_import(run, by=request.asked.person, on=request.asked.today)
            tell(request, str(report))
        except ImportRefused as refused:
            tell(request, str(refused))
        return reverse("operations_import_run", args=[run])

    return once(request, do)


def _upload(key: UUID) -> Upload:
    found = kept(Path(settings.MEDIA_ROOT), key)
    if found is None:
        raise Http404("These files are not kept any more; upload them again.")
    return found


addresses = [
    path("operations/imports", imports, name="operations_imports"),
    path("operations/imports/<uuid:key>", preview, name="operations_import"),
    path("operations/imports/<uuid:key>/apply", apply, name="operations_import_apply"),
    path("operations/imports/<int:run>", run, name="operations_import_run"),
    path("operations/imports/<int:run>/refused", refused_rows, name="operations_import_refused"),
    path("operations/imports/<int:run>/undo", undo, name="operations_import_undo"),
]
