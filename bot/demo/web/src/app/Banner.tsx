import type { State } from "../play";
import "./notices.css";

/** What everybody has to know about the page or the bot just now; empty when all is well. */
export function Banner({ state }: { readonly state: State }) {
  const sentence = trouble(state);
  return (
    <div className={sentence ? "banner" : ""} aria-live="polite">
      {sentence}
    </div>
  );
}

function trouble({ lost, world, people }: State): string {
  if (lost) return "Not connected. Trying again…";
  if (people.length === 0) return "";
  if (world.bot === "starting") return "imagebot is restarting. It answers again in a moment.";
  if (world.bot === "stopped") return "imagebot is not running, so nothing will answer.";
  return "";
}
