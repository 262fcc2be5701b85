from nabiz.metrics.tests.conftest import asked, engine_of_choice, mirror

__all__ = ["asked", "engine_of_choice", "mirror"]
