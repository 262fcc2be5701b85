"""A first mapping for a table that no preset knows, from the names and the types of its columns."""

from nabiz.imports.mappings.binding import folded
from nabiz.imports.mappings.model import Company, Person, Plan, Value
from nabiz.imports.reading.tables import Column, Table

MOST_TRAITS = 12
CUSTOMER = (
    "customerid",
    "userid",
    "clientid",
    "contactid",
    "personid",
    "musterino",
    "musteriid",
    "musterikodu",
    "kullaniciid",
)
ACCOUNT = (
    "accountid",
    "companyid",
    "organizationid",
    "account",
    "company",
    "organization",
    "firma",
    "firmaid",
    "firmano",
    "sirket",
)
ACCOUNT_NAME = ("accountname", "companyname", "organizationname", "firmaadi", "sirketadi", "firmaunvani", "unvan")
NAME = ("name", "fullname", "customername", "adsoyad", "musteriadi", "adisoyadi")
SINCE = ("signupdate", "createdat", "customersince", "registeredat", "kayittarihi", "uyeliktarihi")
TRAIT_TYPES = ("text", "number", "integer", "truth", "day")
FEW = 12  # different samples of a text that still looks like a property, not like a note


def guessed(table: Table) -> Plan:
    """Who it is about and what is told of them. What happened, nobody can guess: that is asked for in the form."""
    columns = [column for column in table.columns if not set("{}") & set(column.name)]
    account = _named(columns, ACCOUNT)
    person = _person(columns)
    plan = Plan({"en": table.name}, _source(table.name))
    if not account:
        return _with(plan, person, None)
    used = {account.name, *_names_of(person)}
    its_name = _named(columns, ACCOUNT_NAME)
    traits = _traits(columns, used | {its_name.name if its_name else ""}) if person is None else {}
    since = _named(columns, SINCE)
    company = Company(
        _of(account), _of(its_name) if its_name else None, since=_of(since) if since and person is None else None,
        traits=traits,
    )  # fmt: skip
    return _with(plan, person, company)


def _with(plan: Plan, person: Person | None, company: Company | None) -> Plan:
    return Plan(plan.title, plan.source, customer=person, account=company)


def _person(columns: list[Column]) -> Person | None:
    number, name = _named(columns, CUSTOMER), _named(columns, NAME)
    email = next((column for column in columns if column.type == "email"), None)
    phone = next((column for column in columns if column.type == "phone"), None)
    if not (number or email or phone):
        return None
    return Person(
        _of(number) if number else None, None, _of(email, "blank") if email else None,
        _of(phone, "blank") if phone else None, _of(name) if name else None,
    )  # fmt: skip


def _traits(columns: list[Column], used: set[str]) -> dict[str, Value]:
    fit = (column for column in columns if column.name not in used and _is_trait(column))
    return {folded(column.name)[:40]: _of(column) for column in list(fit)[:MOST_TRAITS]}


def _is_trait(column: Column) -> bool:
    is_key = folded(column.name).endswith("id")
    return column.type in TRAIT_TYPES and not is_key and column.blanks < column.sampled


def _named(columns: list[Column], names: tuple[str, ...]) -> Column | None:
    by_name = {folded(column.name): column for column in columns}
    return next((by_name[name] for name in names if name in by_name), None)


def _names_of(person: Person | None) -> set[str]:
    values = (person.user_id, person.email, person.phone, person.name) if person else ()
    return {str(value.of[0])[1:-1] for value in values if value}


def _of(column: Column, misfit: str = "bad") -> Value:
    return Value((f"{{{column.name}}}",), misfit="blank" if misfit == "blank" else "bad")


def _source(name: str) -> str:
    stem = name.rpartition("/")[2].partition(".")[0]
    return "".join(c if c.isalnum() else "-" for c in stem.lower()).strip("-")[:40] or "file"
