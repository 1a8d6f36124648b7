"""The first page and the bell as a browser gets them: what waits, the next deadline where nothing does, news."""

import re
from datetime import timedelta

import pytest
from api_world import local
from test_api_acts import AWAY
from test_api_inbox import PERSONAL, SICK, ask

from api.accounts.accounts import change_account
from api.accounts.sessions import open_session
from api.http.dependencies import COOKIE
from api.notices.tell import tell_news
from api.store.account_rows import account_named


def page(world, who, path="/", method="GET", language="en", form=None):
    with world.parts.store.writing() as connection:
        row = account_named(connection, who)
        change_account(connection, row.id, {"language": language})
        secret = open_session(connection, row.id, 12)
    headers = {"Cookie": f"{COOKIE}={secret}", "Origin": str(world.client.base_url)}
    answer = world.client.request(method, path, headers=headers, data=form)
    assert answer.status_code == 200, answer.text
    return answer.text


def coming(world, who, language="en", path="/"):
    """The line of the next deadline, without its marks; None where the page has none."""
    match = re.search(r'<p class="muted" id="coming">(.*?)</p>', page(world, who, path, language=language))
    return re.sub(r"<[^>]*>", "", match[1]) if match else None


def test_an_empty_inbox_names_the_next_deadline(published):
    world = published
    assert [coming(world, who) for who in ("leader", "director", "planner")] == [None, None, None]
    leave = world.post("agent", "/leave", PERSONAL).json()["id"]
    # It is the own leader's to decide: the director's turn comes later, and the other leader has no part in it.
    assert "Nothing waits for you" not in page(world, "leader")
    assert coming(world, "leader") is None
    assert coming(world, "director") == "Next deadline: Leave Personal Anna a 10-28 E · 15 d"
    assert coming(world, "director", "zh") == "下一个截止: 请假 事假 Anna a 10-28 E · 还有 15 天"
    assert f'href="/leave/{leave}"' in page(world, "director")
    assert coming(world, "leader2") is None
    # Whose request it is waits too.
    assert coming(world, "agent", "zh") == "下一个截止: 请假 事假 Anna a 10-28 E · 还有 15 天"
    assert coming(world, "peer") is None
    # A heading under which nothing waits names what does under another.
    assert coming(world, "leader", path="/?kind=swap") == "Next deadline: Leave Personal Anna a 10-28 E · 15 d"
    # A sooner one comes first.
    ask(world)
    assert coming(world, "director").startswith("Next deadline: Swap ")
    assert coming(world, "leader2").startswith("Next deadline: Swap ")


def marks(world, who):
    """The marks of each request in the list, by its address: its state, then what is asked of the reader."""
    rows = re.findall(r"<tr>(.*?)</tr>", page(world, who, "/requests?month=2026-10", language="zh"), re.DOTALL)
    marks = {}
    for row in rows:
        link = re.search(r'class="button" href="([^"]*)"', row)
        if link:
            marks[link[1]] = re.findall(r'<span class="flag[^"]*">([^<]*)</span>', row)
    return marks


def test_a_request_is_marked_only_for_whom_it_waits_and_with_what_is_asked(published):
    world = published
    swap = ask(world)
    link = f"/swaps/{swap}"
    everybody = ("agent", "partner", "leader", "leader2", "director")

    def asked():
        return [marks(world, who)[link][1:] for who in everybody]

    assert asked() == [[], ["等您答复"], [], [], []]
    world.post("partner", f"/swaps/{swap}/accept")
    assert asked() == [[], [], ["等您审批"], ["等您审批"], []]
    world.post("leader", f"/swaps/{swap}/approve")
    assert asked() == [[], [], [], ["等您审批"], []]
    world.post("leader2", f"/swaps/{swap}/approve")
    assert asked() == [["请确认接班"], ["请确认接班"], [], [], []]
    sick = f"/leave/{world.post('agent', '/leave', SICK).json()['id']}"
    assert [marks(world, who)[sick] for who in ("agent", "leader", "director")] == [
        ["已生效,待证明", "请交证明"],
        ["已生效,待证明", "请安排顶班", "请知悉"],
        ["已生效,待证明"],
    ]
    world.post("leader", f"{sick}/approve")
    assert [marks(world, who)[sick] for who in ("leader", "director")] == [
        ["已生效,待证明", "请安排顶班"],
        ["已生效,待证明", "请知悉"],
    ]


def test_a_line_of_the_inbox_names_its_kind_once_and_how_long_there_is(published):
    world = published
    swap = ask(world)
    first = page(world, "partner", language="zh")
    world.post("partner", f"/swaps/{swap}/accept")
    then = page(world, "leader", language="zh")
    assert '<span class="flag">换班</span>' in then
    assert re.search(rf'<a href="/swaps/{swap}">Anna a ⇄ ', then)
    assert re.search(r">还有 \d+ ", first)
    assert "截止 <time" not in first + then


def test_a_leader_reads_who_decides_meanwhile(published):
    world = published
    assert "Deputy: none" in page(world, "leader")
    assert "Deputy: none" not in page(world, "planner")
    assert world.post("leader", "/delegations", AWAY).status_code == 201
    assert "decides for you" in page(world, "leader")
    # What waits for the one who is away stands at the deputy's, marked as such.
    world.post("agent", "/leave", PERSONAL)
    assert re.search(r'<span class="flag warn" title="代 \S+ l1">代 \S+ l1</span>', page(world, "peer", language="zh"))


def test_the_month_to_come_is_opened_without_a_file(published):
    world = published
    assert ">Open 2026-11</button>" in page(world, "planner", "/import")
    page(world, "planner", "/import/month", "POST", form={"month": "2026-11"})
    assert "<h1>Generate 2026-11</h1>" in page(world, "planner", "/rosters/new?month=2026-11")
    # The latest is not published now: there is nothing to open.
    assert "Open 2026-" not in page(world, "planner", "/import")


def bell(world, who, language="en"):
    return re.search(r'<a class="bell" href="/me/notices" aria-label="([^"]*)">', page(world, who, language=language))[
        1
    ]


def test_the_bell_counts_what_is_new_until_it_is_read(published):
    world = published
    assert bell(world, "partner") == "News"
    ask(world)
    while tell_news(world.parts.office, mail=False):
        pass
    assert (bell(world, "partner"), bell(world, "partner", "zh")) == ("News 2", "动态 2")
    assert "The roster is published: 2026-10" in page(world, "partner", "/me/notices")
    assert "Mark all as read" not in page(world, "partner", "/me/notices", "POST")
    assert bell(world, "partner") == "News"
    assert bell(world, "peer") == "News 1"


def test_news_of_what_waited_says_when_it_is_done(published):
    world = published
    swap = ask(world)
    world.post("partner", f"/swaps/{swap}/accept")

    def news(who):
        while tell_news(world.parts.office, mail=False):
            pass
        lines = re.findall(r"<li class=[^>]*>(.*?)</li>", page(world, who, "/me/notices"), re.DOTALL)
        return [re.sub(r"<[^>]*>", "", line).endswith(" done") for line in lines if "waits for approval" in line]

    assert [news(who) for who in ("leader", "leader2", "agent")] == [[False], [False], [False]]
    world.post("leader", f"/swaps/{swap}/approve")
    assert [news(who) for who in ("leader", "leader2", "agent")] == [[True], [False], [False]]
    world.post("leader2", f"/swaps/{swap}/approve")
    assert [news(who) for who in ("leader", "leader2", "agent")] == [[True], [True], [True]]


@pytest.mark.parametrize("days", [-45, 40])
@pytest.mark.parametrize("who", ["agent", "leader", "director"])
def test_every_page_that_the_first_one_leads_to_opens_in_months_without_a_case(published, who, days):
    published.clock.at = local(12) + timedelta(days=days)
    first = page(published, who)
    within = set(re.findall(r'href="(/[^"#]*)"', first)) - {"/"}
    places = sorted(path for path in within if not path.startswith(("/static", "/openapi", "/docs")))
    assert len(places) > 3
    for path in places:
        assert page(published, who, path.replace("&amp;", "&")), path


def test_the_quality_summary_is_a_table_of_ones_own_people_on_the_page_and_as_a_service(published):
    world = published
    world.clock.at = local(14)
    marks = [
        {"monitor_id": "l1", "agent_id": who, "date": "2026-10-13", "points": points, "faults": ["语气"]}
        for who, points in (("a", 79), ("b", 80), ("c", 60))
    ]
    assert world.post("director", "/qa/marks", {"marks": marks}).status_code == 200
    chinese = {"Accept-Language": "zh"}
    table = world.get("leader", "/qa/summary.csv?month=2026-10", headers=chinese).content
    assert table.startswith(b"\xef\xbb\xbf")
    heads, everybody, first, second = table.decode("utf-8-sig").splitlines()
    assert heads == "起,止,次数,平均分,工号,姓名,班组,问题,需培训"
    # c is another leader's; of all together everybody who leads reads.
    assert everybody.startswith("2026-10-12,2026-10-18,3,73.0,,,,语气×3,")
    assert [line.split(",")[4::4] for line in (first, second)] == [["a", "是"], ["b", ""]]
    whole = world.get("director", "/qa/summary.csv?month=2026-10&by=month", headers=chinese).content.decode("utf-8-sig")
    assert [line.split(",")[0] for line in whole.splitlines()[1:]] == ["2026-10-01"] * 4
    link = "/quality/summary.csv?month=2026-10&amp;by=week"
    assert f'href="{link}"' in page(world, "leader", "/quality?month=2026-10&by=week")
    shown = page(world, "leader", link.replace("&amp;", "&"), language="zh")
    assert shown.removeprefix("\ufeff") == table.decode("utf-8-sig")
