"""The parts of the fake ModelArts; `bot.demo.fake_modelarts` puts them together."""
