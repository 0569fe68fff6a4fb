"""Tables of nerve conduction pasted into notes: flags, absent responses, further sites."""

from __future__ import annotations

import pytest

from myotome.terms import Method
from myotome.text import read

MACHINE = """ENMG
MOTEUR             LDM (ms)   ampl. (mV)   VCM (m/s)   Onde F
Médian D           7,1 H      2,2 L        50          absente
Ulnaire G poignet  2,9        8,8          -           29
   sous-coude                 8,1          56
   sus-coude                  3,1*         35*
SPE D              NR
Tibial D           5,0        6,1          44          retardées

SENSITIF           ampl. (µV)     VCS (m/s)
Sural D            ABS
Médian G           9              37*
"""


@pytest.fixture
def said(knowledge):
    def call(text: str, language: str = "fr") -> set[str]:
        """What a table says, without what follows from other findings."""
        return {
            f"{f.concept} {f.site} {f.side.value} {f.presence.value}" for p in read(text, knowledge, language).patients for f in p.findings
            if f.method is not Method.DERIVED
        }

    return call


def test_flags_and_absent_responses(said):
    assert said(MACHINE) == {
        "median_distal_latency_prolonged median right present", "low_cmap median right present", "f_wave_absent median right present",
        "cmap_amplitude_drop ulnar left present", "ulnar_slowing_at_elbow ulnar left present", "inexcitable_nerve common_fibular right present",
        "f_wave_abnormal tibial right present", "snap_absent sural right present", "slow_sensory_conduction median left present",
    }


def test_a_number_without_a_flag_says_nothing(said):
    assert said("Nerf        LDM    Ampl    VC\nMédian D    3,4    0,1     20\n") == set()


def test_a_row_of_f_waves(said):
    assert said("Moteur              latence   ampl\nOnde F tibial D     absente\n") == {"f_wave_absent tibial right present"}


def test_bars_and_flags_in_cells_of_their_own(said):
    table = "| Nerve | DML | | Amp | | CV | |\n|---|---|---|---|---|---|---|\n| R tibial | 7.8 | H | 1.1 | L | 44 | |\n"
    assert said(table, "en") == {"prolonged_distal_latency tibial right present", "low_cmap tibial right present"}


def test_what_a_star_stands_for_is_no_finding(said):
    assert said("Nerve conduction studies (* abnormal)\n\nMotor      DML    Amp\nR median   3.1    8.0\n", "en") == set()


@pytest.mark.parametrize("text", [
    "Nerf   LDM   Ampl\n", "Nerf   LDM   Ampl\nMédian D", "LDM   Ampl   VC\nMédian D   3   4*   *", "Nerf   LDM   Ampl\n  coude   3   4*", "*", "* =", "LDM   F\nF   NR",
])
def test_tables_cut_short_are_no_fault(knowledge, text):
    read(text, knowledge, "fr")


def test_a_legend_beside_the_columns_and_places_inside_cells(said):
    table = "Nerf          LD (ms)   Ampl (mV)    VC (m/s)     (* = hors normes)\nMédian G      5,2*      7,9          51\nUlnaire D     3,1       8,0 / 7,4    33* (coude)   52\n"
    assert said(table) == {"median_distal_latency_prolonged median left present", "ulnar_slowing_at_elbow ulnar right present"}


def test_a_title_inside_a_table_changes_its_study(said):
    table = "Nerf           LDM ms    Amp mV    VCM m/s\nMédian D       3,4       8,1       54\n\nCONDUCTIONS SENSITIVES\nMédian D III             Non obtenu\nUlnaire G V              5*        39*\n"
    assert said(table) == {
        "snap_absent median right present", "low_snap ulnar left present", "slow_sensory_conduction ulnar left present",
    }


def test_a_unit_or_a_sensory_nerve_makes_a_row_sensory(said):
    table = "Nerve           Latency   Amplitude   Velocity\nL sural         4.4       2 uV*       36*\nL femoral (VM)  6.1       0.9 mV*     -\nR tibial AH     5.0       9.1 mV      44\n"
    assert said(table, "en") == {
        "low_snap sural left present", "slow_sensory_conduction sural left present", "low_cmap femoral left present",
    }
