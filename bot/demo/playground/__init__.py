"""The demo in the browser: a page like Slack, and the server behind it.

The page plays the people, the fake Slack plays the platform, and the bot between them is the real
one; nothing outside `bot.demo` knows of any of this.
"""
