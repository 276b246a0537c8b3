"""What a declaration refuses at import, and how a broken module is told."""

import sys
import types
from pathlib import Path

import pytest
from pydantic import BaseModel

from vault.kernel.permissions import Permission
from vault.kernel.wire import Wire
from vault.runtime import registry
from vault.runtime.endpoint import Graph, endpoint
from vault.runtime.models import Request, Response


def untyped(request):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201  the mistake
    return request


def without_parameters() -> Response:
    return Response()


def of_other_model(request: BaseModel) -> Response:
    return Response.from_value(request)


def without_answer(request: Request) -> None:
    assert request


@pytest.mark.parametrize("handler", [untyped, without_parameters, of_other_model, without_answer])
def test_a_handler_without_models_is_refused_with_its_file_and_the_remedy(handler: types.FunctionType) -> None:
    with pytest.raises(TypeError) as refused:
        endpoint("/a/b", requires=next(iter(Permission)), uses=(Graph.READ,))(handler)

    assert str(refused.value) == (
        f"{__file__}: the handler has to name its models, "
        "as in `def handler(request: AddUnit, ctx: CallContext) -> UnitAdded`"
    )


def test_a_forgotten_term_is_a_sentence() -> None:
    with pytest.raises(KeyError) as forgotten:
        types.new_class(
            "Counted", (Wire,), exec_body=lambda body: body.update({"__annotations__": {"unit_total": int}})
        )

    assert str(forgotten.value) == (
        "unit_total has no name on the wire: add it in request_terms.py or answer_terms.py of shared/vault/kernel."
    )


def test_a_module_that_cannot_be_imported_is_left_out_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "broken_functions"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "fine.py").write_text("class Job:\n    queue = 'mail'\nhandler = Job()\n")
    (package / "unfinished.py").write_text("raise ValueError('not yet')\n")
    monkeypatch.syspath_prepend(tmp_path)

    found = registry.find(package.name, leave_out_broken=True)

    assert (list(found.by_queue), found.left_out) == (
        ["mail"],
        {"broken_functions/unfinished.py": "ValueError: not yet"},
    )
    with pytest.raises(ValueError, match="not yet"):
        registry.find(package.name)
    sys.modules.pop(package.name)
