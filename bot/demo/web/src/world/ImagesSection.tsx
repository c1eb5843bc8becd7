/** The images, which one can let fail, recover and vanish. */

import { useId, useRef, useState } from "react";
import { Named } from "../app/Named";
import { usePlay } from "../play";
import type { ImageRow, Turn } from "../wire";
import { pace } from "./sentences";
import { useTurn } from "./turning";
import { useImages } from "./useImages";

type Act = Extract<Turn, { readonly image: string }>["act"];

export function ImagesSection() {
  const { state } = usePlay();
  const turn = useTurn();
  const [words, setWords] = useState("");
  const { rows, problem, reload } = useImages(words);
  const search = useRef<HTMLInputElement>(null);
  const field = useId();
  const act = async (what: Act, row: ImageRow) => {
    await turn({ act: what, image: row.id }, `${row.name}:${row.tag}`);
    if (what === "vanish") search.current?.focus();
    reload();
  };
  return (
    <section>
      <h3>Images</h3>
      <p className="hint">{pace(state.world)}</p>
      <label htmlFor={field}>Find an image</label>
      <input
        id={field}
        ref={search}
        type="search"
        autoComplete="off"
        spellCheck={false}
        placeholder="Words of its name or tag"
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <p className="hint">{problem || foundSentence(rows)}</p>
      <ul className="images" aria-label="Images">
        {rows?.map((row) => (
          <ImageItem key={row.id} row={row} onAct={(what) => act(what, row)} />
        ))}
      </ul>
    </section>
  );
}

/** As many as the playground names at once. */
const MOST = 20;

function foundSentence(rows: readonly ImageRow[] | null): string {
  if (rows === null) return "Looking …";
  if (rows.length === 0) return "No image holds these words.";
  return rows.length < MOST ? "" : "The first 20, broken ones first.";
}

interface ItemProps {
  readonly row: ImageRow;
  readonly onAct: (what: Act) => void;
}

function ImageItem({ row, onAct }: ItemProps) {
  const name = `${row.name}:${row.tag}`;
  const isBroken = BROKEN.has(row.status);
  return (
    <li className="world-row">
      <span className="image-name">{name}</span>
      <span className={`status ${isBroken ? "status-broken" : statusClass(row.status)}`}>
        <span aria-hidden="true">{isBroken ? "✕ " : mark(row.status)}</span>
        {row.status || "no status"}
      </span>
      <span className="acts">
        <button
          type="button"
          className="small-button"
          onClick={() => onAct(isBroken ? "recover" : "fail")}
        >
          {isBroken ? (
            <Named shown="Recover" rest={` ${name}`} />
          ) : (
            <Named shown="Let it fail" rest={`: ${name}`} />
          )}
        </button>
        <button type="button" className="small-button" onClick={() => onAct("vanish")}>
          <Named shown="Remove from the list" rest={`: ${name}`} />
        </button>
      </span>
    </li>
  );
}

/** ModelArts' own words for an image that is of no use. */
const BROKEN = new Set(["ERROR", "CREATE_FAILED"]);

function mark(status: string): string {
  return status === "ACTIVE" ? "✓ " : "• ";
}

function statusClass(status: string): string {
  return status === "ACTIVE" ? "status-well" : "status-other";
}
