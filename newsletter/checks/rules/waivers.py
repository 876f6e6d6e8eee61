"""The waivers themselves: what is accepted in a file, and cannot or need not be."""

from collections.abc import Iterator

from newsletter.checks.rule import Remark, rule
from newsletter.checks.subjects import WaiverUse
from newsletter.locale import N_, _
from newsletter.model.diagnostics import Severity

SUBJECT = N_("What is accepted")


@rule(Severity.WARNING, N_("A misspelt code accepts nothing."))
def unknown_waiver(use: WaiverUse) -> Iterator[Remark]:
    if use.code is None:
        yield Remark(
            use.location,
            _("There is no finding with the code “{code}”.").format(code=use.waiver.code),
            use.suggestion or _("The codes are those that newsletter check shows in square brackets."),
        )


@rule(
    Severity.WARNING,
    N_("What stops a letter from being received or read, or breaks the law, is not a matter of judgement."),
)
def refused_waiver(use: WaiverUse) -> Iterator[Remark]:
    if use.code and not use.code.may_be_accepted:
        yield Remark(
            use.location,
            _("“{code}” cannot be accepted, whatever the reason.").format(code=use.waiver.code),
            _("Mend what it is about, and take these lines away."),
        )


@rule(Severity.WARNING, N_("It would hide the next finding of the sort, which nobody has looked at."))
def unused_waiver(use: WaiverUse) -> Iterator[Remark]:
    if use.code and use.code.may_be_accepted and use.is_idle:
        yield Remark(
            use.location,
            _("“{code}” is accepted here, but nothing of that sort is found.").format(code=use.waiver.code),
            _what_to_do(use),
        )


def _what_to_do(use: WaiverUse) -> str:
    if use.standing_in is None:
        return _("Take these lines away, so that they do not hide a new one.")
    if use.covers_that:
        return _("There is one of that sort, but without the words “{about}”: check them.").format(about=use.waiver.about)
    return _("There is one in {file}: what it is about is accepted there.").format(file=use.standing_in)
