from nabiz.statistics import cluster_stability, gower, medoids, partitions


def gower_pam(params, given):
    rows, weights = given["rows"], params.get("weights") or {}
    kinds = {"numeric": params.get("numeric", ()), "categorical": params.get("categorical", ())}
    distances = gower.distances(
        [
            gower.Variable([row.get(name) for row in rows], kind, weights.get(name, 1.0))
            for kind, names in kinds.items()
            for name in names
        ]
    )
    found = medoids.partition(distances, params["k"])
    return {
        "distance_first_row": distances[0],
        "mean_distance": gower.mean_distance(distances),
        "clusters": sorted(found.clusters),
        "medoids": found.medoids,
        "mean_cost": found.cost,
        "silhouette": float(medoids.silhouettes(distances, found.labels).mean()),
    }


def stability_jaccard(params, given):
    resamples = [(run["sampled"], run["clusters"]) for run in given["bootstraps"]]
    found = cluster_stability.stability(given["reference"], resamples)
    return {"mean_jaccard": found.mean, "stable": found.is_stable(params.get("stable_at", cluster_stability.STABLE_AT))}


def ari(params, given):
    found = partitions.likeness(given["a"], given["b"])
    return {"ari": found.rand, "ami": found.mutual_information}
