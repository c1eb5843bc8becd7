/** Files that came with a message. */

import { usePlay } from "../play";
import { fileUrl } from "../server";
import type { SharedFile } from "../wire";
import "./blocks.css";

export function Files({ files }: { readonly files: readonly SharedFile[] }) {
  const { me } = usePlay().state;
  return (
    <ul className="files" aria-label="Files">
      {files.map((file) => (
        <li key={file.id} className="file">
          <span className="file-kind" aria-hidden="true">
            {kind(file.name)}
          </span>
          <span className="file-words">
            <span className="file-name">{file.title || file.name}</span>
            <span className="file-size">{sized(file.size)}</span>
          </span>
          <a
            className="push"
            href={fileUrl(me, file.id)}
            download={file.name}
            aria-label={`Download ${file.name}`}
          >
            Download
          </a>
        </li>
      ))}
    </ul>
  );
}

function kind(name: string): string {
  const ending = /\.(\w{1,4})$/.exec(name)?.[1];
  return (ending ?? "file").toUpperCase();
}

/** As Slack writes it, for example "12 kB". */
export function sized(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
