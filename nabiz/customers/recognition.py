"""The rules by which a claim is about one customer and not another, and by which two customers become one."""

from nabiz.customers.claims import Claim
from nabiz.customers.directory import ANONYMOUS_ID, EMAIL, PHONE, USER_ID, Directory, Person


def recognise(claim: Claim, directory: Directory) -> Person:
    """The person a claim is about, who learns whatever identities it names. Saying the same again changes nothing."""
    person = _person(claim, directory)
    if claim.user_id and claim.anonymous_id:
        person = _join_visitor(person, claim.anonymous_id, claim, directory)
    if claim.previous_id and claim.previous_id not in {claim.user_id, claim.anonymous_id}:
        person = _join_previous(person, claim, directory)
    if claim.profile:
        person = _join_address(person, EMAIL, claim.profile.email, claim, directory)
        person = _join_address(person, PHONE, claim.profile.phone, claim, directory)
    return person


def _person(claim: Claim, directory: Directory) -> Person:
    if claim.user_id:
        return _user(claim, directory)
    if claim.anonymous_id:
        return _holder(ANONYMOUS_ID, claim.anonymous_id, claim, directory)
    contact = claim.profile
    known = contact and (directory.owner(EMAIL, contact.email) or directory.owner(PHONE, contact.phone))
    return known or directory.newcomer(claim.at)


def _user(claim: Claim, directory: Directory) -> Person:
    """The owner of the user id. The visitor of the same message becomes that user, unless they are someone already."""
    if known := directory.owner(USER_ID, claim.user_id):
        if claim.is_verified:
            directory.verify(USER_ID, claim.user_id)
        return known
    visitor = directory.owner(ANONYMOUS_ID, claim.anonymous_id)
    person = visitor if visitor and _may_join(visitor, claim) else directory.newcomer(claim.at)
    directory.attach(USER_ID, claim.user_id, person, is_verified=claim.is_verified)
    return person


def _holder(kind: str, value: str, claim: Claim, directory: Directory) -> Person:
    if known := directory.owner(kind, value):
        return known
    person = directory.newcomer(claim.at)
    directory.attach(kind, value, person, is_verified=False)
    return person


def _join_visitor(person: Person, anonymous_id: str, claim: Claim, directory: Directory) -> Person:
    visitor = directory.owner(ANONYMOUS_ID, anonymous_id)
    if visitor is None:
        directory.attach(ANONYMOUS_ID, anonymous_id, person, is_verified=False)
    elif visitor is not person and _may_join(visitor, claim):
        return directory.merge(visitor, person, "anonymous_id")
    return person


def _join_previous(person: Person, claim: Claim, directory: Directory) -> Person:
    """An alias may come before or after what it explains, so an unknown previous id is kept for later."""
    was_user = directory.owner(USER_ID, claim.previous_id)
    was_visitor = directory.owner(ANONYMOUS_ID, claim.previous_id)
    person = _join_visitor(person, claim.previous_id, claim, directory)
    if not claim.is_verified:
        return person
    if was_user and was_user.root is not person:
        return directory.merge(was_user.root, person, "alias")
    if not was_user and not was_visitor:
        directory.attach(USER_ID, claim.previous_id, person, is_verified=True)
    return person


def _join_address(person: Person, kind: str, value: str, claim: Claim, directory: Directory) -> Person:
    """An e-mail or phone joins two customers only where a trusted source says so and their user ids agree."""
    if not value:
        return person
    owner = directory.owner(kind, value)
    if owner is None:
        directory.attach(kind, value, person, is_verified=claim.is_verified)
    elif not claim.is_verified:
        return person
    elif owner is person:
        directory.verify(kind, value)
    elif not directory.holdings[kind, value].is_verified:
        directory.hand_over(kind, value, person)
    elif not (owner.user_ids and person.user_ids and owner.user_ids.isdisjoint(person.user_ids)):
        return directory.merge(owner, person, kind)
    return person


def _may_join(visitor: Person, claim: Claim) -> bool:
    """A device that already belongs to a user stays with them; what is proven is not given away on a mere claim."""
    return not visitor.user_ids and (claim.is_verified or not visitor.is_verified)
