import { Avatar } from "../app/Avatar";
import type { Replies } from "../channel/rows";
import { ago, moment } from "../channel/times";
import type { User } from "../wire";
import "./thread.css";

interface ThreadFooterProps {
  readonly replies: Replies;
  readonly users: ReadonlyMap<string, User>;
  /** The demo's time, milliseconds. */
  readonly now: number;
  readonly onOpen: () => void;
}

/** Under a message that was answered: by whom, how often and when, and the way there. */
export function ThreadFooter({ replies, users, now, onOpen }: ThreadFooterProps) {
  return (
    <div className="thread-footer">
      {replies.authors.map((id) => (
        <Avatar key={id} user={users.get(id)} id={id} />
      ))}
      <button type="button" className="thread-open" onClick={onOpen}>
        {counted(replies.count)}
      </button>
      <span className="thread-last">Last reply {ago(moment(replies.last), now)}</span>
    </div>
  );
}

/** 1 reply, 2 replies. */
export function counted(count: number): string {
  return count === 1 ? "1 reply" : `${count} replies`;
}
