import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * One bundle without any foreign host: counties work on a closed government network.
 * `chrome95` is the oldest Chromium in the browsers that Chinese offices are issued.
 */
export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['bangdai-src', 'module', 'browser', 'development|production'] },
  build: {
    target: 'chrome95',
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      // Our libraries only declare; without this the request schemas (and zod) would ride along with two texts.
      treeshake: { moduleSideEffects: [{ test: /[\\/]libs[\\/]/, sideEffects: false }] },
      output: {
        codeSplitting: {
          groups: [
            { name: 'echarts', test: /node_modules[\\/](echarts|zrender)[\\/]/ },
            {
              name: 'react',
              test: /node_modules[\\/](react|react-dom|react-router|scheduler|@tanstack)[\\/]/,
            },
          ],
        },
      },
    },
  },
  server: {
    port: 7301,
    proxy: { '/v1': { target: `http://127.0.0.1:${process.env.BANGDAI_API_PORT ?? 7300}` } },
  },
});
