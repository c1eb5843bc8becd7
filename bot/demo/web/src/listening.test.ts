import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listen } from "./listening";

/** What the browser would do, by hand. */
class Stream extends EventTarget {
  static readonly CLOSED = 2;
  static readonly opened: Stream[] = [];
  readyState = 0;
  onopen = () => {};
  onerror = () => {};

  constructor(readonly url: string) {
    super();
    Stream.opened.push(this);
  }

  close() {
    this.readyState = Stream.CLOSED;
  }

  says(kind: string, data: object) {
    this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(data) }));
  }

  fails(readyState: number) {
    this.readyState = readyState;
    this.onerror();
  }
}

let asking: Record<string, string> = { user: "U1" };
const ears = { hear: vi.fn(), lost: vi.fn(), stranger: vi.fn() };
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", Stream);
  Stream.opened.length = 0;
  stop = listen(() => asking, ears);
});

afterEach(() => {
  stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  vi.clearAllMocks();
});

function newest(): Stream {
  const stream = Stream.opened.at(-1);
  if (stream === undefined) throw new Error("No stream was opened.");
  return stream;
}

test("what happens is heard", () => {
  newest().says("world", { now: 1 });

  expect(newest().url).toBe("/play/events?user=U1");
  expect(ears.hear).toHaveBeenCalledWith("world", { now: 1 });
});

test("a stream that the browser gave up is opened again, ever later, up to five seconds", () => {
  for (const wait of [1000, 2000, 4000, 5000, 5000]) {
    const before = Stream.opened.length;
    newest().fails(Stream.CLOSED);
    vi.advanceTimersByTime(wait - 1);
    expect(Stream.opened).toHaveLength(before);
    vi.advanceTimersByTime(1);
    expect(Stream.opened).toHaveLength(before + 1);
  }
  newest().onopen();
  newest().fails(Stream.CLOSED);
  vi.advanceTimersByTime(1000);

  expect(Stream.opened).toHaveLength(7);
});

test("a stream that is opened again asks with what is known by then", () => {
  const before = asking;
  asking = { user: "U1", since: "r1-5" };
  newest().fails(Stream.CLOSED);
  vi.advanceTimersByTime(1000);
  asking = before;

  expect(newest().url).toBe("/play/events?user=U1&since=r1-5");
});

test("a stream that the browser opens again itself is left to it", () => {
  newest().fails(0);
  vi.advanceTimersByTime(10_000);

  expect(ears.lost).toHaveBeenLastCalledWith(true);
  expect(Stream.opened).toHaveLength(1);
});

test("twelve seconds without anything are a loss, and the next beat ends it", () => {
  newest().onopen();
  vi.advanceTimersByTime(11_000);
  newest().says("beat", {});
  vi.advanceTimersByTime(11_999);
  expect(ears.lost).toHaveBeenLastCalledWith(false);
  vi.advanceTimersByTime(1);
  expect(ears.lost).toHaveBeenLastCalledWith(true);
  newest().says("beat", {});

  expect(ears.lost).toHaveBeenLastCalledWith(false);
});

test("a stranger learns who one can be, and is not tried again", () => {
  newest().says("stranger", { people: ["U2"] });
  vi.advanceTimersByTime(60_000);

  expect(ears.stranger).toHaveBeenCalledWith(["U2"]);
  expect(newest().readyState).toBe(Stream.CLOSED);
  expect(ears.lost).not.toHaveBeenCalled();
});

test("after its end nothing is tried any more", () => {
  newest().fails(Stream.CLOSED);
  stop();
  vi.advanceTimersByTime(60_000);

  expect(Stream.opened).toHaveLength(1);
});
