import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // One page, always served from its own root.
  base: "/",
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    chunkSizeWarningLimit: 1500,
    // The notices of what was bundled, which its licences want to go with it.
    license: { fileName: "licenses.txt" },
  },
});
