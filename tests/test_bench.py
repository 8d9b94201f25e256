"""The parts of the benchmark that count, put together and judge; what it measures is on no test."""

import contextlib
import os
import re
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

from bench import __main__ as command
from bench import arithmetic, cases, goals, profile, table, turns
from bench.networks import NETWORKS, PIXELS, SWEEP_ACTIVATIONS, SWEEP_LAST, TITLES
from bench.quiet import GIVEN, Conditions, Watch
from bench.results import Results, best_peak, timing
from bench.roofline import spread

import imfit

DEEP = NETWORKS["deep"]


def peak(threads, gflops, isa="avx512"):
    return {"what": "peak", "of": "f32", "isa": isa, "threads": threads, "gflops": gflops}


def products(gflops):
    return {"what": "product", "of": "f32", "threads": 2, "gflops": gflops}


def trained(peer, seconds, **more):
    """The line of an epoch of the deep network that took some seconds."""
    case = cases.training("imfit", peer, "deep", 128, **more)
    return timing(case, {"seconds": seconds, "weights": "w"})


def test_operations_are_those_of_the_products():
    # 2·100 + 4·100·100 + 100·3 multiplications, each with an addition
    assert arithmetic.forward(DEEP) == 2 * 40_500
    # three times, but the gradient of the 2·100 inputs nobody needs
    assert arithmetic.training(DEEP) == 6 * 40_500 - 2 * 200
    assert arithmetic.training(NETWORKS["tiny"]) == 4 * 6


@pytest.mark.parametrize("name", NETWORKS)
def test_parameters_are_those_of_the_title(name):
    count = f"({arithmetic.parameters(NETWORKS[name]):,} parameters)"
    assert count in TITLES[name]


def test_intensity_grows_with_the_batch_up_to_that_of_a_row():
    row = arithmetic.training(DEEP) / (4 * 2 + 4 * 3)
    one, two = (arithmetic.intensity(DEEP, batch) for batch in (1, 2))
    assert 1.99 < two / one < 2
    assert 0.99 * row < arithmetic.intensity(DEEP, 10**8) < row


def test_part_of_an_epoch_counts_for_its_part():
    whole = trained("keras", [9.0, 2.0, 4.0])
    quarter = trained("keras", [1.0], rows=PIXELS // 4)
    assert whole["picture_seconds"] == quarter["picture_seconds"] == 4.0
    assert whole["gflops"] == quarter["gflops"]
    assert whole["gflops"] == pytest.approx(PIXELS * arithmetic.training(DEEP) / 4e9)


def test_the_best_of_two_runs_of_the_peak():
    merged = best_peak([peak(1, 100.0), peak(2, 190.0)], [peak(1, 90.0), peak(2, 210.0)])
    assert merged == [peak(1, 100.0), peak(2, 210.0)]


def test_the_peak_is_that_of_all_threads_and_of_the_best_instructions():
    lines = [peak(1, 120.0), peak(2, 90.0, "portable"), peak(2, 230.0), peak(2, 226.0, "avx2")]
    assert Results([], lines).peak() == 230.0
    assert Results([], []).peak() is None


def test_bf16_stands_beside_f32_where_the_machine_has_it():
    def line(precision, answer):
        case = cases.training("imfit", "imfit", "deep", 128, group="bf16", precision=precision)
        return timing(case, answer)

    f32, bf16 = line("f32", {"seconds": [0.6]}), line("bf16", {"seconds": [0.4]})
    limit = peak(2, 2 * bf16["gflops"], "avx512bf16") | {"of": "bf16"}
    *_, row = table.bf16_table(Results([f32, bf16], [peak(2, 100.0), limit]))
    assert row.split() == ["deep,", "batch", "128", "0.6", "0.4", "1.50x", "50.0%"]
    assert table.bf16_table(Results([f32, line("bf16", {"error": "no"})], [limit])) == []
    # Neither counts for the goals, which are of f32.
    assert Results([f32, bf16], []).seconds("imfit", network="deep", batch=128) is None


def test_peers_are_sorted_and_the_quickest_form_counts():
    lines = [trained("torch", [3.0]), trained("jax", [2.0]), trained("jax", [1.0])]
    assert Results(lines, []).peers(network="deep", batch=128) == {"jax": 1.0, "torch": 3.0}


def test_a_case_that_failed_is_no_time():
    case = cases.training("imfit", "imfit", "deep", 128)
    results = Results([timing(case, {"error": "no"})], [peak(2, 100.0)])
    assert results.seconds("imfit", network="deep") is None
    assert results.share(network="deep", batch=128) is None


def compared(name, one, other):
    """The line of a comparison whose two trainings took some seconds."""
    [case] = [case for case in cases.imfit() if case.network == name]
    return timing(case, {"one": one, "other": other, "weights": ["w", "w"]})


def test_a_comparison_is_the_median_of_the_pairs():
    assert compared("looking", [1.0, 10.0, 2.0], [0.8, 10.0, 1.0])["times"] == 1.25


def test_a_cost_is_a_share_of_the_training_and_an_activation_is_beside_relu():
    lines = [compared(name, [1.25], [1.0]) for name in ("shuffling", "tanh beside relu")]
    found = {goal.work + goal.of: goal for goal in goals.evaluate(Results(lines, []), 2)}
    assert found["deep, batch 128shuffling"].measured == pytest.approx(0.2)
    assert found["tanh, width 100longer than relu"].measured == 0.25
    assert found["sin, width 100longer than relu"].measured is None


def test_a_goal_is_met_at_its_limit_and_open_without_a_number():
    assert goals.Goal("", "", 0.6, least=0.6).met
    assert not goals.Goal("", "", 0.59, least=0.6).met
    assert goals.Goal("", "", 0.02, most=0.02).met
    assert not goals.Goal("", "", 0.021, most=0.02).met
    assert goals.Goal("", "", None, least=0.6).met is None


def test_ratios_say_how_many_times_as_fast_imfit_is():
    results = Results([trained("imfit", [0.5]), trained("jax", [2.0])], [peak(2, 300.0)])
    found = {(goal.work, goal.of): goal.measured for goal in goals.evaluate(results, 2)}
    assert found["deep, batch 128", "to jax"] == 4.0
    assert found["deep, batch 128", "to keras"] is None
    share = PIXELS * arithmetic.training(DEEP) / 0.5 / 300e9
    assert found["deep, batch 128", "share of peak"] == pytest.approx(share)


def test_a_share_of_what_was_left_of_the_peak_stands_beside_that_of_the_peak():
    case = cases.training("imfit", "imfit", "deep", 128)
    beside = Conditions(products=(150.0, 100.0), given=0.4)
    line = timing(case, {"seconds": [0.5]}, beside)
    limits = [peak(2, 300.0), products(250.0)]
    results = Results([line], limits)
    facts = {"network": "deep", "batch": 128}
    assert results.share_then(**facts) == pytest.approx(2 * results.share(**facts))
    assert Results([trained("imfit", [0.5])], limits).share_then(**facts) is None
    assert Results([line], limits[:1]).share_then(**facts) is None


def test_scaling_needs_the_same_bytes():
    [case, _] = [case for case in cases.imfit() if case.group == "threads"]
    for weights, same in (("a", True), ("b", False)):
        answer = {"one": [1.9], "other": [1.0], "weights": ["a", weights]}
        lines = [timing(case, answer)]
        speed, equal = list(goals.scaling(Results(lines, []), 2))[:2]
        assert (speed.measured, speed.met) == (1.9, True)
        assert (equal.measured, equal.met) == (same, same)


def test_a_cliff_is_seen_beside_the_better_neighbour():
    shares = [0.5, 0.6, 0.2, 0.3, 0.4]
    assert goals.least_beside_neighbours(list("abcde"), shares) == (pytest.approx(0.2 / 0.6), "c")
    assert goals.least_beside_neighbours(list("ab"), [0.5, None]) == (None, "")


def test_the_slowest_activation_is_seen_beside_relu():
    shares = {"relu": 0.5, "sin": 0.4, "mish": 0.2}
    assert goals.least_beside_relu(shares) == (pytest.approx(0.4), "mish")
    assert goals.least_beside_relu(shares | {"elu": None}) == (None, "")


def test_what_ends_in_a_function_that_saturates_is_seen_beside_relu():
    def sweep(name, seconds):
        [case] = [case for case in cases.imfit() if case.network == name]
        return timing(case, {"seconds": [seconds]})

    names = [f"activation {name}" for name in SWEEP_ACTIVATIONS]
    names += [f"last {name}" for name in SWEEP_LAST]
    lines = [sweep(name, 4.0 if name == "last silu" else 1.0) for name in names]
    [worst] = [
        goal
        for goal in goals.evaluate(Results(lines, [peak(2, 300.0)]), 2)
        if goal.of == "share, to relu"
    ]
    assert (worst.note, worst.met) == ("silu at the end", False)
    assert worst.measured == pytest.approx(0.25)


def test_the_sweep_has_every_activation_that_can_stand_where_relu_does():
    asked = {name for name in vars(imfit.activations) if name[0].islower() and name != "get"}
    # glu gives half of what it gets; a threshold has to be given; e^e^e^e^x is infinite.
    assert set(SWEEP_ACTIVATIONS) == asked - {"glu", "threshold", "exponential"}


def test_every_goal_has_a_case_that_measures_it():
    """With an answer to every case, no goal is left without a number."""
    programs = ["imfit", "jax", "torch", "keras", "keras-jax"]
    one, two = {"seconds": [1.0], "weights": "w", "bytes": 1}, {"one": [1.0], "other": [1.0]}
    answers = {"compare": two | {"weights": ["w", "w"]}}
    todo = cases.everything(programs, cases.GROUPS, quick=False)
    lines = [timing(case, answers.get(case.request["what"], one)) for case in todo]
    results = Results(lines, [peak(2, 300.0)])
    open_goals = [goal for goal in goals.evaluate(results, 2) if goal.met is None]
    assert open_goals == []


def test_quick_cases_are_parts_of_the_whole_ones():
    whole = cases.everything(["imfit", "keras"], cases.GROUPS, quick=False)
    quick = cases.everything(["imfit", "keras"], cases.GROUPS, quick=True)
    assert [case.title for case in whole] == [case.title for case in quick]
    work = [sum(case.request.get("rows", PIXELS) for case in part) for part in (whole, quick)]
    assert work[1] < work[0] / 2


def test_the_same_work_follows_from_program_to_program():
    todo = cases.everything(["imfit", "jax", "keras"], cases.GROUPS, quick=False)
    turns = cases.in_turns(todo)
    assert sorted(map(id, turns)) == sorted(map(id, todo))
    first = [case.title for case in turns].index("imfit, train, deep, batch 128")
    beside = {case.title for case in turns[first : first + 4]}
    peers = ("imfit", "jax", "keras", "keras tuned")
    assert beside == {f"{peer}, train, deep, batch 128" for peer in peers}
    assert turns[-1].group == "memory"


def watch_that_sees(monkeypatch, gflops, patience, others=()):
    """A watch on a machine that gives so many GFLOP/s, look after look, and at last always as many.
    A second goes by from one look at the clock to the next; other processes use some of it."""
    seen, clock = list(gflops), iter(range(1000))
    used = [0.0, *others]
    monkeypatch.setattr("bench.quiet.time.sleep", lambda _: None)
    monkeypatch.setattr("bench.quiet.time.perf_counter", lambda: float(next(clock)))
    monkeypatch.setattr(
        "bench.quiet.busy_seconds", lambda: used.pop(0) if len(used) > 1 else used[0]
    )
    return Watch(patience, lambda: [products(seen.pop(0) if len(seen) > 1 else seen[0])])


def test_the_quietest_of_all_tries_counts(monkeypatch):
    """Two tries are disturbed, and the second of them less."""
    watch = watch_that_sees(monkeypatch, [100.0], patience=1.5, others=[2.0, 2.0, 3.5])
    monkeypatch.setattr(watch, "wait", watch.look)
    tries, own = iter(["first", "second"]), iter([0.0, 1.0, 1.0, 2.0])
    # The first leaves 0.5 s of patience, with which the second is tried, and then no third.
    result, conditions = watch.measure(lambda: next(own), lambda: next(tries))
    assert (result, conditions.foreign, conditions.quiet) == ("second", 0.5, False)


def test_a_slow_moment_is_waited_for_and_what_was_measured_in_one_is_measured_again(monkeypatch):
    slow = 0.9 * GIVEN * 100
    # quiet; slow before the first try, waited for; slow after it, twice; the second try is quiet
    watch = watch_that_sees(monkeypatch, [100.0, slow, 100.0, slow, slow, 100.0], patience=60)
    watch.look()
    tries = iter(["disturbed", "quiet"])
    result, conditions = watch.measure(lambda: 0.0, lambda: next(tries))
    assert (result, conditions.quiet, conditions.products) == ("quiet", True, (100.0, 100.0))


def test_threads_that_are_not_asleep_yet_are_no_disturbance(monkeypatch):
    watch = watch_that_sees(monkeypatch, [100.0, 50.0, 100.0], patience=60)
    assert watch.measure(lambda: 0.0, lambda: "once")[1].products == (100.0, 100.0)


def test_a_machine_that_stays_slow_is_measured_all_the_same(monkeypatch):
    watch = watch_that_sees(monkeypatch, [100.0, 50.0], patience=20)
    watch.look()
    result, conditions = watch.measure(lambda: 0.0, lambda: "slow")
    assert (result, conditions.quiet, conditions.given) == ("slow", False, 0.5)
    assert watch.patience <= 0


def test_without_patience_a_look_before_and_one_after_are_all(monkeypatch):
    watch = watch_that_sees(monkeypatch, [100.0, 90.0], patience=0)
    assert watch.measure(lambda: 0.0, lambda: "once")[1].products == (100.0, 90.0)


def test_the_most_that_was_seen_is_that_of_products():
    watch = Watch(0, lambda: [])
    watch.learn([peak(2, 230.0), products(190.0), products(210.0), products(200.0)])
    watch.learn([peak(2, 240.0)])
    assert watch.most == products(210.0)


def test_a_run_that_is_interrupted_keeps_what_it_has(monkeypatch):
    """Ctrl-C ends the program that is at work, and the run; other programs end by themselves."""

    class Fake(contextlib.AbstractContextManager):
        about, killed = {}, []

        def __init__(self, name):
            self.name = name

        def __exit__(self, *_):
            pass

        def kill(self):
            self.killed.append(self.name)

    def ask(_, case, __):
        if case.program == "jax":
            raise KeyboardInterrupt
        return case.title

    monkeypatch.setattr(command, "Program", Fake)
    monkeypatch.setattr(command, "ask", ask)
    todo = [cases.training(program, program, "deep", 128) for program in ("imfit", "jax", "torch")]
    timings, about, stopped = command.measure(todo, watch=None)
    assert (timings, stopped) == (["imfit, train, deep, batch 128"], ["jax: interrupted"])
    assert set(about) == {"imfit", "jax"} and Fake.killed == ["jax"]


def test_names_stand_apart_in_their_order():
    placed = spread({"c": 10.0, "a": 1.0, "b": 1.1}, apart=1.5)
    assert placed == {"a": 1.0, "b": 1.5, "c": 10.0}


def test_a_turn_is_short_and_counts_for_the_whole_picture():
    request = turns.request_of("deep:1024", threads=1)
    assert request["layers"] == DEEP and request["threads"] == 1 and request["repeat"] == 1
    assert request["rows"] % 1024 == 0
    assert request["rows"] * arithmetic.training(DEEP) == pytest.approx(turns.WORK, rel=0.03)
    # Of ten turns the second best, and the mean of the two in the middle.
    times = [0.5, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9, 1.0]
    scale = PIXELS / request["rows"]
    told = turns.described(request, times)
    assert f"best tenth {0.2 * scale:.4f} s" in told and f"median {0.55 * scale:.4f} s" in told


def test_a_turn_of_less_work_has_fewer_rows():
    assert turns.request_of("deep:128", work=1.5e9)["rows"] == 48 * 128


def test_turns_know_points_of_the_sweep_and_predictions():
    assert turns.request_of("width 16:128")["layers"] == cases.sweep()["width 16"]
    assert turns.request_of("deep:predict") == {"what": "predict", "layers": DEEP, "repeat": 1}
    assert turns.request_of("tiny:307200")["rows"] == PIXELS


def test_a_turn_of_a_small_network_has_several_epochs():
    one, ten = (turns.request_of("tiny:128", work=work) for work in (1e6, 1e10))
    assert one["repeat"] == 1 and ten["repeat"] == turns.EPOCHS


def test_a_turn_may_train_in_another_way():
    plain, muon = (turns.request_of(case) for case in ("deep:128", "deep+muon:128"))
    assert muon == plain | {"optimizer": "muon"}
    assert turns.request_of("deep+max_norm:32")["dense"] == {"kernel_constraint": "max_norm"}


@pytest.mark.parametrize(
    "case",
    ["deep", "deep:", "deeper:32", "deep:render", "width 17:128", "deep+sun:32", "deep+:32"]
    + ["deep+muon:predict"],
)
def test_turns_name_a_case_that_there_isnt(case):
    with pytest.raises(SystemExit, match=re.escape(f"there is no case '{case}'")):
        turns.request_of(case)


def test_files_of_another_revision_are_new_to_cargo(tmp_path):
    # Else a second revision would be taken for the first one, built.
    began = time.time()
    assert turns.fresh(tarfile.TarInfo("lib.rs"), tmp_path).mtime >= began


def test_what_is_no_build_is_named():
    with pytest.raises(SystemExit, match="'nowhere' is neither a program nor a revision"):
        turns.program_of("nowhere")


def test_the_benchmark_keeps_to_the_cores_that_it_was_given():
    one = min(os.sched_getaffinity(0))
    program = "from bench import cases; print(cases.CORES)"
    run = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(turns.ROOT / "scripts")},
        preexec_fn=lambda: os.sched_setaffinity(0, {one}),
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "1"


@pytest.mark.parametrize(
    ("symbol", "piece"),
    [
        ("x86_64::avx512::run::<imfit_compute::product::Forward>", "products, forward"),
        ("x86_64::avx2::run::<imfit_compute::optimizer::Take<adam::AdamStep, 2>>", "Adam"),
        ("imfit_compute::prefetch::take_lines", "messages, and taking lines"),
        (
            "<imfit_compute::messages::ring::Sender>::send::<{closure#1}>",
            "messages, and taking lines",
        ),
        (
            "<messages::count::Count>::wait_for_more::<<messages::ring::Receiver>::wait::{closure#0}>",
            "threads waiting for each other",
        ),
        (
            "imfit_compute::lockstep::run::<imfit::engine::phases::TwoPhases>::{closure#0}",
            "threads waiting for each other",
        ),
        ("<TwoPhases as imfit_compute::lockstep::steps::Steps>::change_weights", profile.REST),
    ],
)
def test_a_profile_counts_functions_by_the_piece_they_belong_to(symbol, piece):
    assert profile.piece_of(symbol) == piece
