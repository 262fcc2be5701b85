from nabiz.statistics import effort as efforts


def behaviour(params, given):
    contacts = _in_order(given["contacts"])
    channels = sorted({row["channel"] for row in contacts})
    found = efforts.effort(
        [0 for _ in contacts],
        [channels.index(row["channel"]) for row in contacts],
        [row.get("transfers") or 0 for row in contacts],
        [row.get("asked_again") or 0 for row in contacts],
        weights=params.get("weights", efforts.WEIGHTS),
        caps=params.get("caps", efforts.CAPS),
    )
    drivers = {driver: int(column[0]) if contacts else 0 for driver, column in _drivers(found)}
    index = found.index[0] if contacts else 0.0
    return drivers | {"effort_index": index}


def _drivers(found):
    return [(driver, getattr(found, driver)) for driver in efforts.WEIGHTS]


def _in_order(contacts):
    return sorted(contacts, key=lambda row: row["at"]) if all("at" in row for row in contacts) else contacts
