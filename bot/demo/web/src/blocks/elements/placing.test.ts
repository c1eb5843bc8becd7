import { expect, test } from "vitest";
import { type Box, placed } from "./placing";

const VIEW: Box = { left: 0, top: 0, right: 400, bottom: 800 };
const control = (left: number, top: number): Box => ({
  left,
  top,
  right: left + 100,
  bottom: top + 30,
});
const SIZE = { width: 180, height: 200 };

test("a list opens below its control", () => {
  expect(placed(control(50, 100), SIZE, VIEW)).toEqual({ left: 50, top: 134, maxHeight: 200 });
});

test("where it does not fit below and there is more room above it opens upwards", () => {
  expect(placed(control(50, 700), SIZE, VIEW)).toEqual({ left: 50, top: 496, maxHeight: 200 });
});

test("just what fits below stays below", () => {
  expect(placed(control(50, 558), SIZE, VIEW).top).toBe(592);
  expect(placed(control(50, 559), SIZE, VIEW).top).toBe(355);
});

test("it is never taller than there is room on the better side", () => {
  const low = { ...VIEW, bottom: 300 };

  expect(placed(control(0, 100), SIZE, low)).toMatchObject({ top: 134, maxHeight: 158 });
  expect(placed(control(0, 160), SIZE, low)).toMatchObject({ top: 8, maxHeight: 148 });
});

test("a long list scrolls, however much room there is", () => {
  expect(placed(control(0, 0), { width: 180, height: 2000 }, VIEW).maxHeight).toBe(260);
});

test("it stays within what is seen, at both sides", () => {
  expect(placed(control(350, 0), SIZE, VIEW).left).toBe(212);
  expect(placed(control(-20, 0), SIZE, VIEW).left).toBe(8);
  expect(placed(control(350, 0), { width: 999, height: 20 }, VIEW).left).toBe(8);
});

test("the seen part may begin further down, as under a phone's keyboard", () => {
  const seen = { left: 0, top: 500, right: 400, bottom: 800 };

  expect(placed(control(0, 400), SIZE, seen).top).toBe(508);
});
