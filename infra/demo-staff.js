// First sign-in of the demo's colleagues, as each would do it: with the one-time password, then a password of one's own.
//   node infra/demo-staff.js http://127.0.0.1:5080 zhaomin:ONE-TIME …   prints a line "login password" for each
const [, , product, ...colleagues] = process.argv;
const { randomBytes } = require('node:crypto');

async function signIn(login, oneTime) {
  const cookies = new Map();
  const ask = async (path, form) => {
    const answer = await fetch(product + path, {
      method: form ? 'POST' : 'GET', redirect: 'manual', body: form && new URLSearchParams(form),
      headers: { Accept: 'text/html', Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      cookies.set(name, value);
    }
    return { status: answer.status, page: await answer.text() };
  };
  const submit = async (path, fields) => {
    const token = /name="__RequestVerificationToken" type="hidden" value="([^"]+)"/.exec((await ask(path)).page);
    return ask(path, { ...fields, __RequestVerificationToken: token?.[1] ?? '' });
  };
  const password = randomBytes(8).toString('hex');
  const entered = await submit('/staff/sign-in', { login, password: oneTime });
  const changed = await submit('/staff/password', { old: oneTime, wanted: password });
  if (!changed.page.includes('密码改好了')) throw new Error(`${login} could not sign in (${entered.status}) and change the password (${changed.status}).`);
  return `${login} ${password}`;
}

(async () => {
  for (const colleague of colleagues) {
    const [login, oneTime] = colleague.split(':');
    console.log(await signIn(login, oneTime));
  }
})().catch(fault => { console.error(fault.message); process.exit(1); });
