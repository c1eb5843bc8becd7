"""``imagebot run``: the bot as an operator runs it."""

from __future__ import annotations

from bot import logs
from bot.app import open_bot
from bot.settings import load_settings


async def run() -> None:
    """Serve until SIGTERM or SIGINT.

    Raises:
        SettingsError: If the settings cannot work, or Slack refuses them.
    """
    settings = load_settings(slack=True)
    logs.configure(settings.log_level, settings.log_format, secrets=settings.secrets())
    logs.log_uncaught()
    async with open_bot(settings) as bot:
        await bot.serve()
