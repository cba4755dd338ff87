// Streams from the hub and prints each event as a line of JSON. Ends when its input does.
// node wallboard.js http://127.0.0.1:5016 status,frames [charge point id]
const signalR = require('@microsoft/signalr');
const [server, topics, chargePointId] = process.argv.slice(2);
(async () => {
  const hub = new signalR.HubConnectionBuilder().withUrl(`${server}/hubs/live`).configureLogging(signalR.LogLevel.Error).build();
  await hub.start();
  const stream = hub.stream('Subscribe', topics.split(','), chargePointId ?? null).subscribe({
    next: happened => console.log(JSON.stringify(happened)),
    error: fault => { console.error(fault.message); process.exit(1); },
    complete: () => process.exit(0),
  });
  process.stdin.resume().on('end', async () => {
    stream.dispose();
    await hub.stop();
    process.exit(0);
  });
})();
