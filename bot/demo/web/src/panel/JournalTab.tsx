/** What passed between Slack, the bot and ModelArts, the newest first. */

import { useMemo, useState } from "react";
import { usePlay } from "../play";
import { EntryRow } from "./EntryRow";
import { type Filter, grouped, type Shown, shown } from "./grouping";
import "./journal.css";

/** Drawing more makes the page slow, and nobody reads so far back. */
const MOST = 200;

const KINDS = [
  ["delivery", "Commands and presses"],
  ["modelarts", "ModelArts"],
  ["slack", "Slack"],
] as const;

export function JournalTab() {
  const { state } = usePlay();
  const [filter, setFilter] = useState<Filter>({
    delivery: true,
    modelarts: true,
    slack: true,
    hidePolls: true,
  });
  const { log, world } = state;
  const entries = useMemo(() => grouped(log, world.rate), [log, world.rate]);
  const found = shown(entries, filter);
  return (
    <>
      <Wanted filter={filter} onFilter={setFilter} />
      <p className="hidden-polls">{hiddenPolls(found)}</p>
      {found.entries.length === 0 ? (
        <p className="empty">{nothingShown(log.length, found.hidden)}</p>
      ) : (
        <ol className="entries" aria-label="Journal">
          {found.entries.slice(0, MOST).map((entry) => (
            <EntryRow key={entry.line.id} entry={entry} />
          ))}
        </ol>
      )}
    </>
  );
}

interface WantedProps {
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

function Wanted({ filter, onFilter }: WantedProps) {
  return (
    <fieldset className="filter">
      <legend className="unseen">Show</legend>
      {KINDS.map(([kind, name]) => (
        <Check
          key={kind}
          name={name}
          checked={filter[kind]}
          onChange={(wanted) => onFilter({ ...filter, [kind]: wanted })}
        />
      ))}
      <Check
        name="Hide regular polls"
        checked={filter.hidePolls}
        onChange={(hidePolls) => onFilter({ ...filter, hidePolls })}
      />
    </fieldset>
  );
}

/** Why there is nothing to see, of so many lines and so many hidden polls among them. */
export function nothingShown(lines: number, hidden: number): string {
  if (lines > hidden) return "There is nothing of the kinds that are ticked.";
  const polls = hidden > 0 ? " Regular polls are hidden." : "";
  return `Nothing yet. Type a command or press a button.${polls}`;
}

/** How many polls one does not see, and whether they went well. */
export function hiddenPolls({ hidden, hiddenFailed }: Shown): string {
  if (hidden === 0) return "";
  const much = hidden === 1 ? "1 request" : `${hidden} requests`;
  const failed = hiddenFailed > 0 ? `, ${hiddenFailed} of them failed` : "";
  return `${much} of regular polls hidden${failed}.`;
}

interface CheckProps {
  readonly name: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Check({ name, checked, onChange }: CheckProps) {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {name}
    </label>
  );
}
