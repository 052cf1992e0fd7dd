// Entry point of a child: runs an exported function of a module.
// A child whose parent is gone exits.

const [module, task, args] = process.argv.slice(2);
const exit = () => process.exit(1);
process.once('disconnect', exit);
if (!process.connected) exit(); // gone before this listened
const run = (await import(module!))[task!];
if (typeof run !== 'function')
  throw new TypeError(
    `${module} exports no function ${task}`,
  );
await run(...JSON.parse(args!));
process.off('disconnect', exit);
process.disconnect!();
