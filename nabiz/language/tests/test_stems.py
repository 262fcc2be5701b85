import csv
import gzip

import pytest

from nabiz.language.stems import stem
from nabiz.language.tests import corpora


@pytest.mark.shared
def test_stems_are_those_of_snowball():
    path = corpora.DATA / "turkish_nlp" / "snowball_tr_stems.csv.gz"
    if not path.is_file():
        pytest.skip("the data folder is not beside the project")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert len(rows) == 57_982
    assert [row for row in rows if stem(row["word"], "tr") != row["stem"]] == []
