"""Other systems' formats and services. Nothing here decides anything about a patient."""
