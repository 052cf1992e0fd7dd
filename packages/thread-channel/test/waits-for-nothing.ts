// A process with only endless waits: it must exit. Run by async.test.ts.

import { Inbox, Sender } from '../src/index.ts';

const inbox = Inbox.create({ lanes: 1, capacity: 64 });
const sender = Sender.attach(inbox.connect());
console.log(await inbox.receiveAsync(1));
void inbox.receiveAsync();
void sender.sendAsync(new Uint8Array(60));
void sender.sendAsync(new Uint8Array(60));
process.on('exit', () => console.log('nothing more to do'));
