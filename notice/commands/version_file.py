"""The files of a version that `new` begins, with what is still to be written in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from notice.content.model import Notice, SectionId
from notice.content.yaml_edit import quoted
from notice.versions.editions import Edition

SOON = 30
"""Days from the beginning of a version to the placeholder for the day on which it is in force."""


def version_file(
    notice: Notice,
    base: Edition,
    lasting_base: Edition,
    contents: Sequence[SectionId],
    day: date,
    number: int,
) -> str:
    """Write the `version.yaml` of a version with the text of another, with placeholders; what is
    begun from a withdrawn version says what that one said.
    """
    earlier = [
        version.effective
        for version in notice.versions
        if version.number < number and not version.withdrawn
    ]
    effective = day + timedelta(days=max(notice.minimum_notice_days, SOON))
    last = max(earlier, default=date.min)
    if last >= effective and last < date.max:
        effective = last + timedelta(days=1)
    version = base.version
    again = lasting_base is not base
    lines = [
        _remarked(f"from: {lasting_base.id}", "the version that this one is based on"),
        _remarked(
            f"effective: {effective}", "a placeholder: the day from which this version is in force"
        ),
        _remarked(f"published: {day}", "the day from which it is shown, in force or not yet"),
        _remarked("draft: true", "take this line out to publish"),
        _remarked(
            f"change: {version.change.value if again else 'material'}",
            "material: something that readers must be told. editorial: no meaning changed",
        ),
    ]
    if again:
        lines.append(_remarked("note:", f"as in {base.id}: does it still say what changes?"))
        lines += _texts(version.note)
        lines += ["title:", *_texts(base.title)] if base.title != lasting_base.title else []
        if base.controller != lasting_base.controller:
            lines += ["controller:", *_texts(base.controller.known())]
    else:
        lines.append(_remarked("note:", "what changes, in one or two sentences"))
        lines += [f"  {language}: TODO(what changes)" for language in notice.languages]
    lines.append(f"sections: [{', '.join(contents)}]")
    if again and version.silence:
        lines.append(_remarked("silence:", f"as in {base.id}: does it still hold?"))
        lines += _texts(version.silence)
    if version.not_applicable:
        lines.append(_remarked("not_applicable:", f"as in {base.id}: does it still hold?"))
        lines += _texts(version.not_applicable)
    return "".join(f"{line}\n" for line in lines)


def skeleton(notice: Notice) -> str:
    """Write a section's file to be filled in."""
    texts = (
        f"{language}:\n  title: TODO(title)\n  body: |\n    TODO(text)\n"
        for language in notice.languages
    )
    return (
        _remarked(
            "# covers: [13.1.a]",
            "the items of GDPR Art. 13 and 14 that this section answers, if any",
        )
        + "\n"
        + "".join(texts)
    )


def _texts(texts: Mapping[str, str]) -> list[str]:
    return [f"  {key}: {quoted(text)}" for key, text in texts.items()]


def _remarked(line: str, remark: str) -> str:
    return f"{line:<26} # {remark}"
