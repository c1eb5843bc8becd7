"""The parts of the fake Slack; `bot.demo.fake_slack` puts them together."""
