/** For developers: what Slack makes of a message, and what passed between the three. */

import { useEffect, useState } from "react";
import { Tabs } from "../app/Tabs";
import type { Place } from "../wire";
import { JournalTab } from "./JournalTab";
import { MessageTab } from "./MessageTab";
import { Pane } from "./Pane";
import "./panel.css";

interface Props {
  /** What is looked at; null before anything was inspected. */
  readonly place: Place | null;
  readonly onClose: () => void;
}

export function DeveloperPanel({ place, onClose }: Props) {
  const [tab, setTab] = useState<"Message" | "Journal">(place === null ? "Journal" : "Message");
  const key = place === null ? "" : placeKey(place);
  useEffect(() => {
    if (place !== null) setTab("Message");
  }, [place]);
  return (
    <Pane name="Developer" close="Close developer panel" onClose={onClose}>
      <Tabs
        label="What to look at"
        chosen={tab}
        onChoose={setTab}
        tabs={[
          { name: "Message", draw: () => <MessageTab key={key} place={place} /> },
          { name: "Journal", draw: () => <JournalTab /> },
        ]}
      />
    </Pane>
  );
}

function placeKey(place: Place): string {
  return "view" in place ? place.view : `${place.channel} ${place.ts}`;
}
