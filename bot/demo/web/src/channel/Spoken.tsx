import { useState } from "react";
import type { Message, User } from "../wire";
import { nameOf, plain } from "./words";

/** Characters of a new message that are read out. */
const MOST = 300;

interface SpokenProps {
  readonly newest: Message | undefined;
  readonly users: ReadonlyMap<string, User>;
  readonly me: string;
}

/** Reads out what others write here after the place was opened. */
export function Spoken({ newest, users, me }: SpokenProps) {
  const [opened] = useState(newest?.ts ?? "");
  const isNews = newest !== undefined && newest.ts > opened && newest.user !== me;
  return (
    <p className="unseen" aria-live="polite">
      {isNews &&
        `${nameOf(users.get(newest.user), newest.user)}: ${plain(newest.text, users).slice(0, MOST)}`}
    </p>
  );
}
