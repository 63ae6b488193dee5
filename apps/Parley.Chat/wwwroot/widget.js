// A visitors' chat box for the corner of any site:
//   <script type="module" src="https://HOST/widget.js" data-room="support"></script>
// It lives in a shadow root, makes no global variable, and takes all it needs from the host that it came from.

import { readSettings } from "./widget/settings.js";
import { start } from "./widget/start.js";

const settings = readSettings(import.meta.url);
if (settings) {
  await start(settings);
}
