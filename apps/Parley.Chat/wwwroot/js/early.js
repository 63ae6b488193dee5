// Runs before the page is painted, so that a chosen theme or language doesn't flash in late. No module: those come later.
(() => {
  const read = (name) => {
    try {
      return JSON.parse(localStorage.getItem(`parley.${name}`));
    } catch {
      return null;
    }
  };
  const theme = read("theme");
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
  }
  const language = read("language") ?? navigator.language;
  document.documentElement.lang = String(language).startsWith("zh") ? "zh-CN" : "en";
})();
