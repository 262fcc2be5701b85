import pytest


@pytest.fixture
def write(tmp_path):
    """Writes a file of lines and returns its path."""

    def write_file(name, *lines, encoding="utf-8"):
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding=encoding)
        return path

    return write_file
