// A bot as Tencent's SDK makes it: greets who enters, answers every text with a stream, changes a tapped card.
const { WSClient } = require('@wecom/aibot-node-sdk');
const [wsUrl, botId, secret, heartbeatInterval] = process.argv.slice(2);
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const client = new WSClient({ botId, secret, wsUrl, logger: quiet, maxAuthFailureAttempts: 1, heartbeatInterval: Number(heartbeatInterval) });
const tell = (what, more) => process.stdout.write(JSON.stringify({ what, ...more }) + '\n');
const guard = work => async frame => { try { await work(frame); } catch (fault) { tell('refused', { errcode: fault.errcode, text: String(fault.errmsg ?? fault.message) }); } };
client.on('authenticated', () => tell('authenticated'));
client.on('error', error => tell('error', { text: error.message }));
client.on('event.disconnected_event', () => tell('replaced'));
client.on('event.enter_chat', guard(frame => client.replyWelcome(frame, { msgtype: 'text', text: { content: '您好' } })));
client.on('message.text', guard(async frame => {
  tell('heard', { text: frame.body.text.content, chat: frame.body.chatid, from: frame.body.from.userid });
  await client.replyStream(frame, 's1', '正在查', false);
  await client.replyStream(frame, 's1', '正在查……3号楼', false);
  await client.replyStream(frame, 's1', '3号楼还差 4 户', true);
  const { media_id } = await client.uploadMedia(Buffer.alloc(600 * 1024, 7), { type: 'file', filename: '名单.bin' });
  await client.replyMedia(frame, 'file', media_id);
  await client.replyTemplateCard(frame, { card_type: 'button_interaction', main_title: { title: '要提醒吗' }, button_list: [{ text: '提醒', key: 'remind' }], task_id: 't1' });
  await client.sendMessage(frame.body.chatid, { msgtype: 'markdown', markdown: { content: '**完**' } });
}));
client.on('event.template_card_event', guard(frame => client.updateTemplateCard(frame, { card_type: 'text_notice', main_title: { title: '已提醒' }, card_action: { type: 1, url: 'https://example.com' }, task_id: 't1' })));
client.connect();
