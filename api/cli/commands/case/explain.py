"""`roster explain`: why no roster exists, and the cheapest ways out."""

import threading

import typer

from api.cli.cases import load_case
from api.cli.errors import Code, reporting_errors
from api.cli.interrupt import stop_on_interrupt
from api.cli.options import CaseArgument, JsonOption, LangOption, SearchSecondsOption
from api.cli.speech import Speech
from api.views.rules import clause_words
from constraints import CATALOGUE
from roster.engine.diagnosis.conflict.diagnose import Diagnosis, ExistenceVerdict
from roster.engine.diagnosis.explain import ConflictPart, ExplainOptions, Explanation
from roster.engine.diagnosis.explain import explain as find
from roster.model import Case
from roster.rule import Rulebook
from roster.text import Text
from roster.words import KEYS

CODES = {
    ExistenceVerdict.CONFLICT: Code.NO_ROSTER,
    ExistenceVerdict.EXISTS: Code.CLEAN,
    ExistenceVerdict.UNDECIDED: Code.NONE_FOUND,
}

VERDICTS = {
    ExistenceVerdict.CONFLICT: Text("已证明:不存在满足所有硬性规则的排班。", "Proven: no roster keeps all hard rules."),
    ExistenceVerdict.EXISTS: Text("存在满足所有硬性规则的排班。", "A roster that keeps all hard rules exists."),
    ExistenceVerdict.UNDECIDED: Text("限时内未能判定。", "Not settled in the time given."),
}


def explain(
    case: CaseArgument,
    *,
    seconds: SearchSecondsOption = 300,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """说明为何没有可行排班及最省的解决办法 · Why no roster exists, and the cheapest ways out, each proven."""
    speech = Speech.of(lang)
    with reporting_errors(speech):
        read, rulebook = load_case(case, speech)
        with stop_on_interrupt(speech) as stop:
            options = ExplainOptions(seconds=seconds, stop=stop, on_step=lambda diagnosis: _step(diagnosis, speech))
            explanation = find(read, rulebook, options)
        if as_json:
            speech.json(as_record(explanation, speech))
        else:
            _tell(explanation, speech)
    if CODES[explanation.verdict]:
        raise typer.Exit(CODES[explanation.verdict])


def _step(diagnosis: Diagnosis, speech: Speech) -> None:
    if diagnosis.verdict is ExistenceVerdict.CONFLICT and not diagnosis.relaxations:
        count = len(diagnosis.conflict)
        speech.complain(
            Text(f"冲突已证明,涉及 {count} 项(按人按天计)…", f"Conflict proven among {count} rule-person-days…")
        )


def as_record(explanation: Explanation, speech: Speech) -> dict[str, object]:
    """An explanation for programs."""
    return {
        "verdict": explanation.verdict.value,
        "irreducible": explanation.irreducible,
        "conflict": [_part(part, speech) for part in explanation.conflict],
        "records": [speech.to(record) for record in explanation.records],
        "relaxations": [
            {"price": way.price, "cheapest": way.cheapest, "changes": [_part(part, speech) for part in way.parts]}
            for way in explanation.ways_out
        ],
        "proofs": explanation.proofs,
        "seconds": round(explanation.seconds, 3),
    }


def _part(part: ConflictPart, speech: Speech) -> dict[str, object]:
    return {
        "rule": part.rule,
        "clause": part.clause,
        "agent_ids": list(part.agent_ids),
        "dates": list(part.dates),
        "what": part.label,
        "message": speech.to(part.text),
    }


def _tell(explanation: Explanation, speech: Speech) -> None:
    speech.say(VERDICTS[explanation.verdict])
    if explanation.verdict is not ExistenceVerdict.CONFLICT:
        return
    speech.say(_head(explanation))
    for part in explanation.conflict:
        speech.say_line(f"  - {part_words(part, speech)}")
    if explanation.records:
        speech.say(Text("案例中与此有关的记录:", "What the case says there:"))
        for record in explanation.records:
            speech.say_line(f"  - {speech.told(record)}")
    if explanation.ways_out:
        speech.say(
            Text(
                "可让步之处(代价:本中心自定 1,规章 3,法律 10):",
                "What could give way (price: the centre's own choice 1, its regulations 3, the law 10):",
            )
        )
    for number, way in enumerate(explanation.ways_out, 1):
        cheapest = way.cheapest and way.price == explanation.ways_out[0].price
        sure = Text("最省", "cheapest") if cheapest else Text("可行", "possible")
        head = Text(
            f"解决办法 {number}({sure.zh},代价 {way.price:g}):", f"Way out {number} ({sure.en}, price {way.price:g}):"
        )
        speech.say(head)
        for part in way.parts:
            speech.say_line(f"  - {part_words(part, speech)}")
        for rule in dict.fromkeys(part.rule for part in way.parts):
            speech.say_line(f"    {speech.to(_where(rule))}")
    if not explanation.ways_out:
        speech.say(Text("限时内未找到解决办法。", "No way out was found in the time given."))


def part_words(part: ConflictPart, speech: Speech) -> str:
    """A part of a conflict with its clause as people read it."""
    return speech.told(Text(clause_words(part.text.zh).zh, clause_words(part.text.en).en))


def _where(rule: str) -> Text:
    """Where what a rule demands is changed: its parameters in the centre, or the records themselves."""
    known = next((item for item in CATALOGUE if item.id == rule), None)
    names = [parameter.name for parameter in known.parameters] if known is not None else []
    if not names:
        return Text(
            f"{rule} 没有可改的参数:改人员、请假、固定安排或座席需求",
            f"{rule} has no parameter: change people, leave, pins or seats",
        )
    prefix = KEYS["rules"].zh
    keys = "、".join(f"{prefix}.{name}" for name in names), ", ".join(f"rules.{name}" for name in names)
    return Text(
        f"改在中心表:{keys[0]}(含义与默认值:roster rules {rule})",
        f"changed in the centre: {keys[1]} (what they mean: roster rules {rule})",
    )


def first_cause(case: Case, rulebook: Rulebook, seconds: float) -> Explanation | None:
    """Which demands cannot all hold, without ways out; None where that is not proven in the time."""
    stop = threading.Event()

    def proven(diagnosis: Diagnosis) -> None:
        if diagnosis.conflict:
            stop.set()

    explanation = find(case, rulebook, ExplainOptions(seconds=seconds, stop=stop, on_step=proven))
    return explanation if explanation.conflict else None


def _head(explanation: Explanation) -> Text:
    if not explanation.irreducible:
        return Text(
            "以下各项不能同时成立(未及证明每项都必要):", "These cannot all hold (not proven that each is needed):"
        )
    if len(explanation.conflict) == 1:
        return Text("仅此一项就无法满足(已求解证明):", "This cannot hold, even by itself (proven):")
    return Text(
        "以下各项不能同时成立,去掉任何一项即可(均已求解证明):",
        "These cannot all hold; without any one they can (each proven):",
    )
