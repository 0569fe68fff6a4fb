"""Made-up patients for tests, benchmarks and teaching. Only doors and tests import this folder."""
