// Small drawings in lines, in the colour of the text around them. They say nothing: whatever holds one has a label.

const paths = {
  plus: "M10 4v12M4 10h12",
  people: "M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 16.5c.4-3 2.600-4.500 5.500-4.500s5.100 1.500 5.500 4.500M13 3.900a3 3 0 0 1 0 5.200M15 12.400c1.700.6 2.700 2 3 4.100",
  menu: "M3.500 5.500h13M3.500 10h13M3.500 14.500h13",
  close: "M5 5l10 10M15 5L5 15",
  send: "M3.500 10 16.500 4l-3.500 12.500-3.500-5zM9.500 11.500 16.500 4",
  smile: "M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15zM6.900 11.600c.7 1.300 1.800 1.900 3.100 1.900s2.400-.6 3.100-1.900M7.500 7.800v.4M12.500 7.800v.4",
  picture: "M4.500 3.500h11a1.500 1.500 0 0 1 1.500 1.500v10a1.500 1.500 0 0 1-1.500 1.500h-11A1.500 1.500 0 0 1 3 15V5a1.500 1.500 0 0 1 1.500-1.500zM3.300 14l3.700-4 3 3 2.500-2.500 4.300 4M12.700 7.300v.1",
  down: "M10 4v11.500M5 10.800l5 4.700 5-4.700",
  chevron: "M6 12l4-4 4 4",
  check: "M4.500 10.500l3.700 3.700L15.500 6.500",
  clock: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6.500V10l2.500 1.800",
  warning: "M10 3.500l7.500 13h-15zM10 8.500v3.500M10 14.300v.2",
  offline: "M3 3l14 14M4 8.500a9 9 0 0 1 3.300-2M10.500 5.600A9.200 9.200 0 0 1 16 8.500M6.300 11.300a5.500 5.500 0 0 1 3-1.600M10 15.300v.1",
  lock: "M5.500 9h9v7.500h-9zM7 9V6.500a3 3 0 0 1 6 0V9",
  eye: "M2.500 10S5 5 10 5s7.500 5 7.500 5-2.500 5-7.500 5-7.500-5-7.500-5zM10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  trash: "M4 6h12M8 6V4h4v2M6 6l.7 10.500h6.600L14 6",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", paths[name]);
  svg.append(path);
  return svg;
}

/** Puts icons where the page asks for them by data-icon. */
export function placeIcons(root) {
  root.querySelectorAll("[data-icon]").forEach((element) => element.prepend(icon(element.dataset.icon)));
}
