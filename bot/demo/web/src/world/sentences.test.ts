import { describe, expect, test } from "vitest";
import type { World } from "../wire";
import { pace, said, span } from "./sentences";

const WORLD: World = {
  now: 0,
  rate: 1,
  poll: 5,
  modelarts: "well",
  slack: "well",
  bot: "running",
};

describe("pace", () => {
  test.each([
    [5, 1, "The bot looks every 5 seconds."],
    [60, 60, "The bot looks every second."],
    [600, 1, "The bot looks every 10 minutes."],
    [90, 1, "The bot looks every 90 seconds."],
    [5, 10, "The bot looks once a second, which is 10 seconds of demo time."],
    [
      5,
      60,
      "The bot looks once a second, which is 1 minute of demo time; at this speed its status calls the data old.",
    ],
    [
      5,
      600,
      "The bot looks once a second, which is 10 minutes of demo time; at this speed its status calls the data old.",
    ],
  ])("%d demo seconds at %d×: %s", (poll, rate, sentence) => {
    expect(pace({ poll, rate, modelarts: "well" })).toBe(sentence);
  });

  test("says that a bot that is refused looks less often", () => {
    expect(pace({ poll: 5, rate: 1, modelarts: "unauthorised" })).toBe(
      "The bot looks less often while ModelArts refuses its key.",
    );
  });
});

describe("said", () => {
  test("an image that fails is named, and when the bot will see it", () => {
    const sentence = said({ act: "fail", image: "i-1" }, WORLD, "pytorch_2_1:1.0");

    expect(sentence).toBe("pytorch_2_1:1.0 fails now. The bot looks every 5 seconds.");
  });

  test("a bot that is stopped looks at nothing", () => {
    const world: World = { ...WORLD, bot: "stopped" };

    expect(said({ act: "recover", image: "i-1" }, world, "a:1")).toBe(
      "a:1 works again. The bot is stopped.",
    );
  });

  test("a new speed is reckoned with at once", () => {
    expect(said({ act: "speed", rate: 10 }, { ...WORLD, poll: 60 }, "")).toBe(
      "Time runs 10 times as fast. The bot looks every 6 seconds.",
    );
  });

  test("a channel is named with its sign", () => {
    expect(said({ act: "kick", channel: "C1" }, WORLD, "ml-images")).toBe(
      "imagebot is no longer in #ml-images.",
    );
  });
});

describe("span", () => {
  test.each([
    [600, "10 minutes"],
    [3600, "1 hour"],
    [86_400, "1 day"],
    [90, "90 seconds"],
  ])("%d seconds: %s", (seconds, words) => {
    expect(span(seconds)).toBe(words);
  });
});
