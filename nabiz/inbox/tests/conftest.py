from nabiz.metrics.tests.conftest import asked, mirror

__all__ = ["asked", "mirror"]
