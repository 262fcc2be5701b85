"""The kinds of sites there are, and what is needed to ask one of them."""

import json

from nabiz.reviews.models import Site
from nabiz.reviews.sites.app_store import APP_STORE
from nabiz.reviews.sites.asking import Trouble
from nabiz.reviews.sites.google_business import GOOGLE_BUSINESS
from nabiz.reviews.sites.google_play import GOOGLE_PLAY
from nabiz.reviews.sites.kinds import Account, Kind
from nabiz.reviews.sites.trustpilot import TRUSTPILOT
from nabiz.team.boxes import Unreadable, locked, opened

PURPOSE = "nabiz.reviews"
KINDS: dict[str, Kind] = {each.key: each for each in (GOOGLE_PLAY, APP_STORE, GOOGLE_BUSINESS, TRUSTPILOT)}


def account_of(site: Site) -> Account:
    """What the site is asked with, secrets included. Raises Trouble."""
    try:
        secrets = dict(json.loads(opened(site.boxed, PURPOSE)))
    except Unreadable as error:
        raise Trouble("locked") from error
    return {"base": KINDS[site.kind].home, **site.options, **secrets}


def boxed(kind: Kind, told: Account) -> str:
    return locked(json.dumps({each.name: told.get(each.name, "") for each in kind.fields if each.is_secret}), PURPOSE)


def known_of(site: Site) -> Account:
    """What the site was told so far; nothing where that cannot be read any more."""
    try:
        return account_of(site)
    except Trouble:
        return {}
