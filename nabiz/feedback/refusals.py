"""Why nothing can be answered here: heading and sentence of each page that says so."""

from django.utils.translation import gettext as _


def sentence_for(state: str) -> tuple[str, str]:
    return _HEADINGS[state](), _SENTENCES[state]()


_HEADINGS = {
    "unknown": lambda: _("This link leads nowhere"),
    "expired": lambda: _("This link has expired"),
    "paused": lambda: _("This survey is taking a break"),
    "closed": lambda: _("This survey is closed"),
    "removed": lambda: _("This survey is no longer there"),
    "answered": lambda: _("This was answered already"),
    "declined": lambda: _("We will not ask you again"),
    "robot": lambda: _("Thank you"),
}
_SENTENCES = {
    "unknown": lambda: _("It may be cut off or mistyped. Please open it again from the message that you were sent."),
    "expired": lambda: _("The time to answer is over. Thank you for taking a look all the same."),
    "paused": lambda: _("Please try again later. What you have answered so far is kept."),
    "closed": lambda: _("Answers are no longer collected. What you have answered so far is kept."),
    "removed": lambda: _("It was taken down. What you have answered so far is kept."),
    "answered": lambda: _("Each invitation is personal and can be answered once. Please do not pass the link on."),
    "declined": lambda: _("Your choice is saved and counts from now on. There is nothing else to do."),
    "robot": lambda: _("Your answer has arrived."),
}
