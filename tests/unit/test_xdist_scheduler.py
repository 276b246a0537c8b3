"""How the tests are handed to processes."""

from pathlib import PurePath

from tests.xdist_scheduler import rank_of, scope_of

MATRIX = "tests/architecture/test_permission_matrix.py"


def test_a_file_stays_together_and_so_do_folders_that_share_something_dear() -> None:
    scopes = [
        scope_of(f"tests/{file}::test_x")
        for file in ("unit/test_a.py", "regions/test_a.py", "regions/test_b.py", "cdk/test_a.py", "faults/test_b.py")
    ]

    assert scopes == ["tests/unit/test_a.py", "regions", "regions", "cdk and faults", "cdk and faults"]


def test_the_permission_matrix_is_divided_by_group_of_endpoints() -> None:
    names = (
        "obeyed[/console/venues/add Role own]",
        "obeyed[/console/venues/list Role own]",
        "obeyed[/radius/join Own x]",
    )

    scopes = [scope_of(f"{MATRIX}::test_{name}") for name in names]

    assert scopes == [f"{MATRIX} /console/venues", f"{MATRIX} /console/venues", f"{MATRIX} /radius"]


def test_what_counts_the_graph_runs_before_what_fills_it() -> None:
    files = [MATRIX, "tests/unit/test_a.py", "tests/functions/jobs/test_b.py", "tests/faults/test_c.py"]

    ordered = sorted(files, key=lambda file: rank_of(PurePath(file)))

    assert ordered == [files[3], files[2], files[1], files[0]]
