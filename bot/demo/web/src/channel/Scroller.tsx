import { type ReactNode, type RefObject, useEffect } from "react";
import { Icon } from "../app/icons";
import type { Message, User } from "../wire";
import { Spoken } from "./Spoken";
import { useStick } from "./stick";

interface ScrollerProps {
  readonly messages: readonly Message[];
  readonly users: ReadonlyMap<string, User>;
  readonly me: string;
  /** Set to what scrolls to the end. */
  readonly toEnd: RefObject<() => void>;
  readonly children: ReactNode;
}

/** The scrolled box around messages: stays at its end, and tells of news. */
export function Scroller({ messages, users, me, toEnd, children }: ScrollerProps) {
  const newest = messages.at(-1);
  const stick = useStick(newest?.ts ?? "");
  useEffect(() => {
    toEnd.current = stick.toEnd;
  }, [toEnd, stick.toEnd]);
  return (
    <div className="scroller">
      <div className="scrolled" ref={stick.box} onScroll={stick.onScroll}>
        <div className="settled" ref={stick.inner}>
          {children}
        </div>
      </div>
      {stick.hasNews && (
        <button type="button" className="news" onClick={stick.toEnd}>
          <Icon name="down" /> New messages
        </button>
      )}
      <Spoken messages={messages} users={users} me={me} />
    </div>
  );
}
