/** The app's Home tab. */

import { Blocks } from "../blocks/Blocks";
import { usePlay } from "../play";
import "../blocks/blocks.css";
import "./home.css";

export function Home() {
  const { home } = usePlay().state;
  if (home === null) {
    return (
      <div className="home home-empty">
        <p>imagebot has no content in its Home tab yet.</p>
        <p>
          In Messages, <code>/images help</code> shows what it can do.
        </p>
      </div>
    );
  }
  return (
    <div className="home">
      <Blocks blocks={home.blocks} place={{ view: home.id }} />
    </div>
  );
}
