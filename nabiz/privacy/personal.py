"""What this package and those below it keep about people."""

from django.utils.translation import gettext_lazy as _

from nabiz.privacy import retention
from nabiz.privacy.register import declare
from nabiz.team.outbox import old_mails

TO_SERVE = _("To serve the customer and to know what happened")
TO_ANALYSE = _("To measure and improve the service")
TO_WORK = _("So that members can sign in and work")
TO_PROVE = _("To prove what was agreed, refused or erased")
UNTIL_ERASED = _("Until the person is erased")
NOTHING = (
    "timeline_withdrawal", "timeline_gone", "timeline_removal", "customers_change", "privacy_policy",
    "privacy_retentionrule", "team_bouncebox", "team_team",
)  # fmt: skip


def declare_all() -> None:
    _declare_customers()
    _declare_house()
    for table in NOTHING:
        declare(table, whose="nobody")
    retention.register(
        "mails", what=_("Mails in the outbox"), hint=_("Also those that still wait to be sent."), days=retention.YEAR,
        rows=old_mails, table="team_mail",
    )  # fmt: skip


def _declare_customers() -> None:
    for table, column, what, why, basis, how_long in (
        ("customers_customer", "id", _("Name, language, country, traits"), TO_SERVE, "contract", UNTIL_ERASED),
        ("customers_identity", "customer_id", _("Addresses, numbers and ids"), TO_SERVE, "contract", UNTIL_ERASED),
        ("customers_merge", "customer_id", _("Who turned out to be the same person"),
         TO_SERVE, "contract", UNTIL_ERASED),
        ("customers_told", "customer_id", _("What sources said about them, and when"), TO_SERVE,
         "contract", UNTIL_ERASED),
        ("customers_segmentmembership", "customer_id", _("Which segments they were in, and when"), TO_ANALYSE,
         "interest", UNTIL_ERASED),
        ("customers_trace", "customer_id", _("Keys to find the same person again"), TO_SERVE, "interest", UNTIL_ERASED),
        ("customers_candidate", "", _("Pairs of customers who may be one person"), TO_SERVE, "interest", UNTIL_ERASED),
        ("customers_account", "", _("Companies, with names and domains"), TO_SERVE, "contract", _("Until deleted")),
        ("timeline_event", "customer_id", _("Everything on the timeline, comments included"), TO_ANALYSE, "interest",
         UNTIL_ERASED),
        ("privacy_consent", "customer_id", _("What was agreed and refused, with proof"), TO_PROVE, "law", UNTIL_ERASED),
        ("privacy_suppression", "", _("Keyed hashes of addresses that take nothing"), TO_PROVE,
         "interest", _("Until allowed again")),
        ("privacy_erasure", "", _("Numbers and keyed hashes of the erased"), TO_PROVE, "law",
         _("As long as backups last")),
        ("procrastinate_jobs", "", _("Numbers that jobs work on"), TO_SERVE, "contract", _("Until the job is done")),
    ):  # fmt: skip
        declare(table, whose="customer", what=what, why=why, basis=basis, how_long=how_long, column=column)


def _declare_house() -> None:
    for table, what in (
        ("team_member", _("Name, address, role and password hash of members")),
        ("team_invitation", _("Addresses of who was invited")),
        ("team_mail", _("Mails that were written, with their recipients")),
        ("customers_segment", _("Filters that members wrote; they may name a person")),
        ("customers_savedview", _("Filters that members keep; they may name a person")),
        ("team_company", _("Name of the company")),
        ("team_membership", _("Who is in which team")),
    ):
        declare(table, whose="member", what=what, why=TO_WORK, basis="contract", how_long=_("Until deleted"))


declare_all()
