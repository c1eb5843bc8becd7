import { useState } from "react";
import type { Message, User } from "../wire";
import { happened } from "./happened";
import { nameOf, plain } from "./words";

/** Characters of a new message that are read out. */
const MOST = 300;

interface SpokenProps {
  readonly messages: readonly Message[];
  readonly users: ReadonlyMap<string, User>;
  readonly me: string;
}

/** Reads out what others write here after the place was opened, and what changes for one alone. */
export function Spoken({ messages, users, me }: SpokenProps) {
  const last = happened(messages);
  const [opened] = useState(last?.stamp ?? "");
  const isNews = last !== null && last.stamp > opened && last.message.user !== me;
  return (
    <div className="unseen" aria-live="polite">
      {isNews && (
        // Another element each time: the same words again are news too.
        <p key={last.stamp}>
          {last.isUpdate && "Updated. "}
          {`${nameOf(users.get(last.message.user), last.message.user)}: `}
          {plain(last.message.text, users).slice(0, MOST)}
        </p>
      )}
    </div>
  );
}
