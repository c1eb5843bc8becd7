import { describe, expect, test } from "vitest";
import { begun, completed, offered } from "./commands";

const IMAGES = { command: "/images", description: "Find images", usage_hint: "words" };
const IMPORT = { command: "/import", description: "Import", usage_hint: "" };
const BOTH = [IMAGES, IMPORT];

describe("commands are offered", () => {
  test.each([
    ["/", BOTH],
    ["/im", BOTH],
    ["/ima", [IMAGES]],
    ["/IMA", [IMAGES]],
    ["/images", [IMAGES]],
    ["/images ", []],
    ["/x", []],
    ["images", []],
    ["a /im", []],
    ["", []],
  ])("for %j", (text, commands) => {
    expect(offered(text, BOTH)).toEqual(commands);
  });
});

test("a chosen command is followed by a blank to write on", () => {
  expect(completed(IMAGES)).toBe("/images ");
});

test("a command is begun once a blank follows it", () => {
  expect(begun("/images pytorch", BOTH)).toBe(IMAGES);
  expect(begun("/images", BOTH)).toBeNull();
});
