import { memo, useMemo } from "react";
import type { Message, Place, User } from "../wire";
import { MessageRow } from "./MessageRow";
import { type Replies, rows } from "./rows";
import { dayLabel, moment } from "./times";

interface MessageListProps {
  /** Its accessible name. */
  readonly label: string;
  readonly messages: readonly Message[];
  readonly users: ReadonlyMap<string, User>;
  /** Under which messages stands how many replies they have. */
  readonly replies?: ReadonlyMap<string, Replies>;
  /** The demo's time, milliseconds. */
  readonly now: number;
  /** Say above the first message of a day which day it is. */
  readonly hasDays?: boolean;
  /** Above which message stands that it is new. */
  readonly firstNew?: string | null;
  readonly inspect: (place: Place) => void;
  readonly onThread?: (ts: string) => void;
}

/** Messages, the oldest first. */
export const MessageList = memo(function MessageList(props: MessageListProps) {
  const { messages, users, now } = props;
  const list = useMemo(() => rows(messages), [messages]);
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari takes a list without bullets for none.
    <ul className="messages" role="list" aria-label={props.label}>
      {list.map(({ message, hasHead, isNewDay }) => {
        const replies = props.replies?.get(message.ts);
        return (
          <MessageRow
            key={message.ts}
            message={message}
            author={users.get(message.user)}
            hasHead={hasHead || message.ts === props.firstNew}
            dayLabel={isNewDay && props.hasDays ? dayLabel(moment(message.ts), now) : null}
            isFirstNew={message.ts === props.firstNew}
            replies={replies}
            users={users}
            now={replies ? now : 0}
            inspect={props.inspect}
            onThread={props.onThread}
          />
        );
      })}
    </ul>
  );
});
