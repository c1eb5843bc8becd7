import { useCallback, useMemo, useState } from "react";
import { DraftsContext, useDrafts } from "../composer/drafts";
import { ModalStack } from "../modal/ModalStack";
import { type Play, PlayContext, usePlay } from "../play";
import type { Place } from "../wire";
import { Banner } from "./Banner";
import { Frame } from "./Frame";
import { keep, recall } from "./memory";
import { inNewWorld, type Pane } from "./panes";
import { usePlaces } from "./places";
import { useAct, useStream } from "./stream";
import { Toasts, useToasts } from "./toasts";
import "./app.css";

/** Anna Winter, as who the page is opened first. */
const FIRST = "U0ANNA";

/** The whole page. */
export function App() {
  const { user, become, fallBack } = usePerson();
  const [pane, show] = useState<Pane | null>(null);
  const { state, forget } = useStream(user, fallBack);
  const { toasts, announce, dismiss } = useToasts();
  const act = useAct(announce);
  const [run, begin] = useState(state.run);
  if (run !== state.run) {
    begin(state.run);
    if (run !== "") show(inNewWorld);
  }
  const inspect = useCallback((place: Place) => show({ kind: "developer", place }), []);
  const play = useMemo<Play>(
    () => ({ state, act, announce, inspect, forget }),
    [state, act, announce, inspect, forget],
  );
  const places = usePlaces(state);
  const drafts = useDrafts();
  const onPerson = useCallback(
    (next: string) => {
      show((old) => (old?.kind === "world" ? old : null));
      become(next);
    },
    [become],
  );
  return (
    <PlayContext value={play}>
      <DraftsContext value={drafts}>
        {places.channel ? (
          <Frame
            places={places}
            channel={places.channel}
            pane={pane}
            onPane={show}
            onPerson={onPerson}
          />
        ) : (
          <Opening />
        )}
      </DraftsContext>
      <ModalStack />
      <Toasts toasts={toasts} dismiss={dismiss} />
    </PlayContext>
  );
}

function Opening() {
  return (
    <main className="opening">
      <Banner state={usePlay().state} />
      <p>Opening the playground…</p>
    </main>
  );
}

/** Who one is at the page, remembered with the tab. */
function usePerson() {
  const [user, change] = useState(() => recall("tab", "person") ?? FIRST);
  const become = useCallback((next: string) => {
    keep("tab", "person", next);
    change(next);
  }, []);
  const fallBack = useCallback((people: readonly string[]) => {
    keep("tab", "person", null);
    change((old) => people[0] ?? old);
  }, []);
  return { user, become, fallBack };
}
