// Tells each test's result as a line of JSON.

export default async function* report(events) {
  for await (const { type, data } of events) {
    if (type === "test:pass" || type === "test:fail") {
      const error = data.details?.error;
      yield `${JSON.stringify({
        name: data.name,
        isPassed: type === "test:pass",
        error: error && `${error.cause?.stack ?? error.stack ?? error}`,
      })}\n`;
    }
  }
}
