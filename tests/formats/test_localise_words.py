"""Short words of the command line become entries of the sheet."""

from __future__ import annotations

import pytest

from myotome.formats.localise_words import findings_of


@pytest.mark.parametrize(("option", "words", "field", "entry"), [
    ("weak", "tibialis anterior L 2", "muscles", {"muscle": "tibialis anterior", "side": "L", "mrc": "2"}),
    ("weak", "jambier antérieur G 2", "muscles", {"muscle": "jambier antérieur", "side": "G", "mrc": "2"}),
    ("weak", "left tibialis anterior 4/5", "muscles", {"muscle": "tibialis anterior", "side": "left", "mrc": "4/5"}),
    ("weak", "FDI R", "muscles", {"muscle": "FDI", "side": "R", "weak": True}),
    ("weak", "FDI 3 droite", "muscles", {"muscle": "FDI", "side": "droite", "mrc": "3"}),
    ("weak", "dorsiflexion du pied G M3-4", "muscles", {"muscle": "dorsiflexion du pied", "side": "G", "mrc": "M3-4"}),
    ("weak", "deltoid both sides 4", "muscles", {"muscle": "deltoid", "side": "both sides", "mrc": "4"}),
    ("weak", "soleus 3", "muscles", {"muscle": "soleus", "side": "", "mrc": "3"}),
    ("weak", "nonesuch L 3", "muscles", {"muscle": "nonesuch", "side": "L", "mrc": "3"}),
    ("normal", "tibialis posterior L", "muscles", {"muscle": "tibialis posterior", "side": "L", "mrc": "normal"}),
    ("normal", "achilles L", "reflexes", {"reflex": "achilles", "side": "L", "state": "normal"}),
    ("normal", "snap.sural L", "ncs", {"study": "snap.sural", "side": "L", "state": "normal"}),
    ("emg", "soleus L active_denervation", "muscles", {"muscle": "soleus", "side": "L", "emg": "active_denervation"}),
    ("atrophy", "soleus L", "muscles", {"muscle": "soleus", "side": "L", "atrophy": True}),
    ("fasciculation", "soleus L non", "muscles", {"muscle": "soleus", "side": "L", "fasciculation": "non"}),
    ("reflex", "achilles L absent", "reflexes", {"reflex": "achilles", "side": "L", "state": "absent"}),
    ("sensory", "first_web_dfn L reduced", "sensory", {"territory": "first_web_dfn", "side": "L", "state": "reduced"}),
    ("sensory", "dermatome L5 G reduced", "sensory", {"territory": "dermatome L5", "side": "G", "state": "reduced"}),
    ("ncs", "cmap.ulnar_adm L conduction block avant-bras", "ncs", {"study": "cmap.ulnar_adm", "side": "L", "state": "conduction block", "detail": "avant-bras"}),
    ("ncs", "rns.nasalis R decrement", "ncs", {"study": "rns.nasalis", "side": "R", "state": "decrement"}),
])
def test_words(knowledge, option, words, field, entry):
    assert findings_of([(option, words)], knowledge) == {field: [entry]}


def test_other_words_stay_as_they_are(knowledge):
    assert findings_of([("other", "Babinski absent")], knowledge) == {"other": ["Babinski absent"]}
