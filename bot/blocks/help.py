"""The help: one page a topic, with examples that run."""

from __future__ import annotations

from bot.blocks import ids
from bot.blocks.elements import Block, Message, actions, button, section, told
from bot.blocks.help_topics import OVERVIEW, TOPICS, Topic, field_lines, topic_called
from bot.blocks.mrkdwn import clip, code, plain
from bot.blocks.states import Offer, run_buttons
from bot.query.page_token import Seal

_TRIED = 2
"""Examples that can be pressed."""


def help_message(topic: str | None, *, seal: Seal | None = None) -> Message:
    """One page of help, with buttons to the others.

    Args:
        topic: As it was asked for; an unknown one gives the overview and says so.
        seal: With it the first examples can be pressed.
    """
    page = topic_called(topic)
    missing = "" if page is not None else _missing(topic or "")
    page = page or OVERVIEW
    closing = [*page.closing, *(field_lines() if page.name == "fields" else ())]
    blocks = [section(missing)] if missing else []
    blocks.append(section(f"*{_title(page)}*\n{page.intro}"))
    blocks.append(section("\n".join(_example(command, what) for command, what in page.examples)))
    if closing:
        blocks.append(section("\n".join(closing)))
    blocks += actions(_tries(page, seal))
    blocks += actions(_topics(page))
    examples = [f"{ids.COMMAND} {command}: {what}" for command, what in page.examples]
    others = f"More help: {', '.join(topic.name for topic in TOPICS)}"
    text = told(
        missing,
        f"{_title(page)}. {page.intro}",
        *(plain(example) for example in examples),
        *(line.replace("`", "") for line in closing),
        others,
    )
    return Message(text, blocks)


def _title(page: Topic) -> str:
    return "How to use imagebot" if page is OVERVIEW else page.title


def _missing(topic: str) -> str:
    return f"There is no help on “{plain(clip(topic, 40))}”. This is the overview."


def _example(command: str, what: str) -> str:
    return f"{code(f'{ids.COMMAND} {command}')} {what}"


def _tries(page: Topic, seal: Seal | None) -> list[Block]:
    if seal is None or not page.tried:
        return []
    offers = [Offer(f"Try {command}", command) for command, _ in page.examples[:_TRIED]]
    return run_buttons(offers, seal)


def _topics(page: Topic) -> list[Block]:
    pages = [] if page is OVERVIEW else [OVERVIEW]
    pages += [topic for topic in TOPICS if topic is not page]
    return [button(topic.title, f"{ids.HELP}{topic.name}", topic.name or "-") for topic in pages]
