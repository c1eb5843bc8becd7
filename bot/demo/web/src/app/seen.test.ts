import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { whileSeen } from "./seen";

class Page extends EventTarget {
  hidden = false;

  turns(hidden: boolean) {
    this.hidden = hidden;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

const end = vi.fn();
const begin = vi.fn(() => end);

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.clearAllMocks();
});

test("it ends a second after the page was hidden, and begins again when it is seen", () => {
  const page = new Page();
  whileSeen(page, begin);
  page.turns(true);
  vi.advanceTimersByTime(999);
  expect(end).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(end).toHaveBeenCalledTimes(1);
  page.turns(false);

  expect(begin).toHaveBeenCalledTimes(2);
});

test("a glance at another tab changes nothing", () => {
  const page = new Page();
  whileSeen(page, begin);
  page.turns(true);
  vi.advanceTimersByTime(500);
  page.turns(false);
  vi.advanceTimersByTime(5000);

  expect(begin).toHaveBeenCalledTimes(1);
  expect(end).not.toHaveBeenCalled();
});

test("a page that was never seen begins nothing", () => {
  const page = new Page();
  page.hidden = true;
  whileSeen(page, begin);
  vi.advanceTimersByTime(5000);
  expect(begin).not.toHaveBeenCalled();
  page.turns(false);

  expect(begin).toHaveBeenCalledTimes(1);
});

test("after its end nothing begins any more", () => {
  const page = new Page();
  const stop = whileSeen(page, begin);
  stop();
  page.turns(true);
  page.turns(false);

  expect(end).toHaveBeenCalledTimes(1);
  expect(begin).toHaveBeenCalledTimes(1);
});
