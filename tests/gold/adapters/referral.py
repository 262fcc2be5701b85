from nabiz.statistics.referral import referral_value, virality


def kfactor(params, given):
    found = virality(
        params.get("seed_users", 1),
        given["invites_per_user"],
        given["conversion"],
        cycle=given["cycle_days"],
        horizon=given["days"],
    )
    return {"k_factor": found.k, "users_by_cycle": found.users, "amplification": found.amplification}


def crv(params, given):
    columns = ([row.get(key) or 0 for row in given["referrals"]] for key in COLUMNS)
    found = referral_value(*columns, saved_cost=given["acquisition_cost_saved"], discount=params["discount"])
    return {"crv": found.value, "naive_crv": found.naive}


COLUMNS = ("period", "margin_npv", "would_join_anyway", "reward")
