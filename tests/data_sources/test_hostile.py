"""Whatever the bytes, an export is either read with every line accounted for, or refused with one sentence."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_sources.errors import SourceError
from data_sources.profile import Profile
from data_sources.propose import propose
from data_sources.reading import read_source

GOOD = ("id;recu;repondu;motif\n" + "".join(f'{n};13/01/2025 1{n}:00;;"m {n}"\n' for n in range(6))).encode()

pieces = st.sampled_from([b'"', b";", b"\n", b"\r", b"\0", b"\xff", b"=", b"9" * 30])
damage = st.lists(st.tuples(st.integers(0, len(GOOD)), st.integers(0, 8), pieces), max_size=6)


def damaged(cuts: list[tuple[int, int, bytes]]) -> bytes:
    data = GOOD
    for place, length, piece in cuts:
        data = data[:place] + piece + data[place + length :]
    return data


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage)
def test_a_damaged_file_is_accounted_for_or_refused(profile: Profile, cuts: list[tuple[int, int, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "claims.csv"
        path.write_bytes(damaged(cuts))
        try:
            reading = read_source(profile, path)
        except SourceError as error:
            assert "\n" not in str(error)
            return
        found = reading.accepted.num_rows + reading.duplicate + reading.conflict + reading.rejected.num_rows
        assert reading.read == found
        lines = [*reading.accepted["source_line"].to_pylist(), *reading.rejected["source_line"].to_pylist()]
        assert len(lines) == len(set(lines))


@settings(max_examples=25, deadline=None)
@given(st.one_of(st.binary(max_size=200), damage.map(damaged)))
def test_proposing_never_ends_in_a_traceback(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "claims.csv"
        path.write_bytes(data)
        try:
            proposal = propose(path)
            read_source(proposal.profile, path)
        except SourceError as error:
            assert "\n" not in str(error)
