import { useCallback, useEffect, useRef } from "react";
import { PlaceView } from "../channel/PlaceView";
import { nameOf } from "../channel/words";
import { usePlay } from "../play";
import { Sidebar } from "../side/Sidebar";
import type { Channel } from "../wire";
import { Banner } from "./Banner";
import { useCovering } from "./covering";
import { Drawer } from "./Drawer";
import { useNow } from "./now";
import { PaneView } from "./PaneView";
import type { Pane } from "./panes";
import type { Places } from "./places";

interface FrameProps {
  readonly places: Places;
  readonly channel: Channel;
  readonly pane: Pane | null;
  readonly onPane: (change: (pane: Pane | null) => Pane | null) => void;
  readonly onPerson: (user: string) => void;
}

/** The sidebar, the place that is open, and what stands beside it. */
export function Frame({ places, channel, pane, onPane, onPerson }: FrameProps) {
  const main = useRef<HTMLElement>(null);
  const close = useCallback(() => onPane(() => null), [onPane]);
  const covering = useCovering(pane !== null, close);
  const { isPhone, isDrawn, leave } = covering;
  const name = usePlaceName(channel);
  useTitle(name, places.counts);
  return (
    <div className={isDrawn ? "frame frame-drawn" : "frame"}>
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        Skip to the messages
      </button>
      <div className="side-slot" inert={isPhone && !isDrawn}>
        <Side
          places={places}
          channel={channel}
          onPane={onPane}
          onPerson={onPerson}
          leave={leave}
        />
      </div>
      {isDrawn && <Drawer onClose={leave} />}
      <main ref={main} tabIndex={-1} inert={covering.isCovered}>
        <Banner state={usePlay().state} />
        <PlaceView
          places={places}
          channel={channel}
          name={name}
          pane={pane}
          onPane={onPane}
          isDrawerOpen={isDrawn}
          onDrawer={covering.pull}
          takesFocus={places.isMoved && !isPhone}
        />
      </main>
      {pane && <PaneView key={keyOf(pane)} place={name} pane={pane} onClose={close} />}
    </div>
  );
}

interface SideProps extends Omit<FrameProps, "pane"> {
  /** Close the drawer. */
  readonly leave: () => void;
}

function Side({ places, channel, onPane, onPerson, leave }: SideProps) {
  const { state } = usePlay();
  const now = useNow(state);
  const { open } = places;
  const go = useCallback(
    (id: string) => {
      open(id);
      leave();
      onPane((old) => (old?.kind === "thread" ? null : old));
    },
    [open, leave, onPane],
  );
  return (
    <Sidebar
      me={state.me}
      people={state.people}
      users={state.users}
      channels={places.channels}
      botUser={state.botUser}
      bot={state.world.bot}
      open={channel.id}
      unread={places.counts}
      now={now}
      onOpen={go}
      onPerson={onPerson}
    />
  );
}

function usePlaceName(channel: Channel): string {
  const { users, botUser } = usePlay().state;
  return channel.kind === "im" ? nameOf(users.get(botUser), "imagebot") : channel.name;
}

function useTitle(name: string, counts: ReadonlyMap<string, number>): void {
  useEffect(() => {
    const count = [...counts.values()].reduce((sum, one) => sum + one, 0);
    document.title = `${count > 0 ? `(${count}) ` : ""}${name} - imagebot playground`;
  }, [name, counts]);
}

/** A thread is a pane of its own; the developers' panel stays whatever it shows. */
function keyOf(pane: Pane): string {
  return pane.kind === "thread" ? `${pane.channel} ${pane.ts}` : pane.kind;
}
