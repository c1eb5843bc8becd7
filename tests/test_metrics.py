"""Counters read as Prometheus reads them."""

from __future__ import annotations

from bot.metrics import Metrics


def test_counts_are_written_with_their_labels():
    metrics = Metrics()
    metrics.count("imagebot_answers_total", result="answer")
    metrics.count("imagebot_answers_total", result="answer")
    metrics.count("imagebot_bugs_total")

    text = metrics.text()

    assert 'imagebot_answers_total{result="answer"} 2\n' in text
    assert "imagebot_bugs_total 1\n" in text
    assert "# TYPE imagebot_answers_total counter" in text


def test_what_was_never_counted_is_nothing():
    assert Metrics().value("imagebot_answers_total", result="answer") == 0
