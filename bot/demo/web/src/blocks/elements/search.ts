/** What a typeahead shows for the typed words: looked up here, or asked of the app. */

import { useEffect, useState } from "react";
import { usePlay } from "../../play";
import { options as askOptions } from "../../server";
import type { Json } from "../../wire";
import { number, text } from "../json";
import { useSurface } from "../surface";
import { matching, type Offers, offer, offered } from "./offered";

/** Slack asks once the person stopped typing for a moment. */
const PAUSE_MS = 150;
/** Slack's default for `min_query_length` (docs.slack.dev, "External data source"). */
const LEAST_TYPED = 3;

export interface Found {
  readonly groups: readonly Offers[];
  /** What is shown where no offer is. */
  readonly word: string;
}

const NOTHING: readonly Offers[] = [];

export function useFound(block: string, element: Json, typed: string, open: boolean): Found {
  const external = text(element, "type").endsWith("external_select");
  const asked = useAsked(block, element, typed, open && external);
  const { state } = usePlay();
  if (external) return asked;
  return found(matching(offered(element, state), typed));
}

function useAsked(block: string, element: Json, typed: string, asks: boolean): Found {
  const { state, act } = usePlay();
  const { place, filled } = useSurface();
  const [answer, setAnswer] = useState<{ typed: string; groups: readonly Offers[] } | null>(null);
  const action = text(element, "action_id");
  const least = number(element, "min_query_length") ?? LEAST_TYPED;
  const enough = asks && typed.length >= least;
  const me = state.me;
  useEffect(() => {
    if (!enough) return;
    let wanted = true;
    const timer = setTimeout(async () => {
      const got = await act(askOptions(me, place, block, action, typed, filled()));
      const offers = got === null ? [] : got.options.map((one) => offer({ ...one }));
      if (wanted) setAnswer({ typed, groups: [{ label: "", offers }] });
    }, PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [enough, act, me, place, block, action, typed, filled]);
  if (!enough) return { groups: NOTHING, word: `Type at least ${counted(least)}.` };
  if (answer?.typed !== typed) return { groups: NOTHING, word: "Loading…" };
  return found(answer.groups);
}

function found(groups: readonly Offers[]): Found {
  const any = groups.some((group) => group.offers.length > 0);
  return { groups: any ? groups : NOTHING, word: any ? "" : "No results" };
}

function counted(characters: number): string {
  return characters === 1 ? "1 character" : `${characters} characters`;
}
