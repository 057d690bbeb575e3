export { bundlePath } from './bundle-code.js';
