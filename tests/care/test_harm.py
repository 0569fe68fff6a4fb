"""What harms: the sheet's table, act by act (shared facts, treatment, H6)."""

from __future__ import annotations

import pytest

HARD, SOFT = "hard", "soft"
TABLE = [
    ("mmn", "corticosteroid", HARD), ("mmn", "plasma_exchange", HARD), ("mmn", "surgery_decompression", SOFT), ("cidp_motor", "corticosteroid", SOFT),
    ("cidp_typical", "surgery_decompression", SOFT), ("gbs_aidp", "corticosteroid", HARD), ("autoimmune_nodopathy", "ivig", SOFT), ("anti_mag", "ivig", SOFT),
    ("imnm_hmgcr", "statin", HARD), ("ibm", "corticosteroid", SOFT), ("ibm", "methotrexate", SOFT), ("dm", "tnf_inhibitor", SOFT),
    ("mg_gen", "aminoglycoside", HARD), ("mg_gen", "fluoroquinolone_macrolide", HARD), ("mg_gen", "magnesium_sulfate", HARD), ("mg_gen", "beta_blocker", SOFT),
    ("mg_gen", "botulinum_toxin_injection", HARD), ("mg_gen", "checkpoint_inhibitor", SOFT), ("mg_gen", "penicillamine", HARD),
    ("cmt1a", "vincristine", HARD), ("hnpp", "vincristine", HARD), ("b12_neuropathy", "nitrous_oxide", HARD), ("dmd", "succinylcholine", HARD),
    ("bmd", "succinylcholine", HARD), ("central_core", "volatile_anaesthetic", HARD), ("myotonia_congenita", "succinylcholine", HARD), ("dm1", "succinylcholine", HARD),
    ("dm1", "mexiletine", HARD), ("mito_myopathy", "valproate", HARD), ("cpt2", "fasting", HARD), ("madd", "fasting", HARD), ("hypopp", "glucose_loading", HARD),
    ("hyperpp", "potassium", HARD), ("fop", "biopsy_procedure", HARD), ("fop", "intramuscular_injection", HARD), ("calcinosis_dystrophic", "warfarin", SOFT),
    ("calcinosis_dystrophic", "shock_wave", SOFT), ("calciphylaxis", "warfarin", HARD), ("spondylodiscitis", "corticosteroid", HARD), ("spondylodiscitis", "antibiotic", SOFT),
]


@pytest.mark.parametrize(("disease", "act", "stop"), TABLE)
def test_the_table_of_harms(knowledge, disease, act, stop):
    steps = knowledge.diseases[disease].care.steps
    assert stop in {s.stop for s in steps if s.kind == "harmful" and s.act == act}
