import { useCallback, useLayoutEffect, useState } from "react";
import { DARK, useMedia } from "./media";
import { keep, recall } from "./memory";

export type Theme = "light" | "dark";

/** The theme that was chosen, or else the one the device asks for; and the way to turn it. */
export function useTheme(): readonly [Theme, () => void] {
  const isDarkAsked = useMedia(DARK);
  const [chosen, choose] = useState(() => asTheme(recall("browser", "theme")));
  const theme = chosen ?? (isDarkAsked ? "dark" : "light");
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  const turn = useCallback(() => {
    const other = theme === "dark" ? "light" : "dark";
    keep("browser", "theme", other);
    choose(other);
  }, [theme]);
  return [theme, turn];
}

function asTheme(text: string | null): Theme | null {
  return text === "light" || text === "dark" ? text : null;
}
