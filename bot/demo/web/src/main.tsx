import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import "./colors.css";

const page = document.getElementById("page");
if (page === null) throw new Error("index.html has no place for the page.");
createRoot(page).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
