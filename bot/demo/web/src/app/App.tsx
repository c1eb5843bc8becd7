import { useCallback, useMemo, useState } from "react";
import { ModalStack } from "../modal/ModalStack";
import { type Play, PlayContext } from "../play";
import type { Place } from "../wire";
import { Banner } from "./Banner";
import { Frame } from "./Frame";
import { keep, recall } from "./memory";
import type { Pane } from "./panes";
import { usePlaces } from "./places";
import { useAct, useStream } from "./stream";
import { Toasts, useToasts } from "./toasts";
import "./app.css";

/** Anna Winter, as who the page is opened first. */
const FIRST = "U0ANNA";

/** The whole page. */
export function App() {
  const [user, become] = useState(() => recall("tab", "person") ?? FIRST);
  const [pane, show] = useState<Pane | null>(null);
  const state = useStream(user);
  const { toasts, announce, dismiss } = useToasts();
  const act = useAct(announce);
  const inspect = useCallback((place: Place) => show({ kind: "developer", place }), []);
  const play = useMemo<Play>(
    () => ({ state, act, announce, inspect }),
    [state, act, announce, inspect],
  );
  const places = usePlaces(state);
  const onPerson = useCallback((next: string) => {
    keep("tab", "person", next);
    show((old) => (old?.kind === "world" ? old : null));
    become(next);
  }, []);
  return (
    <PlayContext value={play}>
      {places.channel ? (
        <Frame
          key={state.me}
          places={places}
          channel={places.channel}
          pane={pane}
          onPane={show}
          onPerson={onPerson}
        />
      ) : (
        <main className="opening">
          <Banner state={state} />
          <p>Opening the playground…</p>
        </main>
      )}
      <ModalStack />
      <Toasts toasts={toasts} dismiss={dismiss} />
    </PlayContext>
  );
}
