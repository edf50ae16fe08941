// The pages of the site: a shop, with each generation of HelpCrunch's snippets, whose URL alone was changed.

const shop = (/** @type {string} */ snippet, scheme = "") => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Mono, green and brass</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body style="margin:0;font:18px/1.5 Georgia,serif;background:${scheme ? "#161513" : "#f6f1e8"};color:${scheme ? "#ece4d6" : "#26221c"}">
${scheme ? "<script>document.documentElement.style.colorScheme='dark'</script>" : ""}
<h1 style="padding:40px 60px 0">Mono, green and brass</h1><p style="padding:0 60px">€189.00</p>
<script>window.heard=[];window.thrown=[];addEventListener("error",e=>thrown.push(e.message));
window.listen=()=>["onReady","onChatOpen","onChatClose","onCustomerMessage","onAgentMessage","onPreChatFormSubmit","onNewUnreadMessages","onNewUnreadChat","onUnreadCountChanged","onRated"].forEach(n=>HelpCrunch(n,e=>heard.push([n,e.detail])));</script>
${snippet}
</body></html>`;

const STUB =
  "(function(w,d){if(!w.helpcrunchSettings.organization){return;}var i=function(){i.c(arguments)};i.q=[];i.c=function(args){i.q.push(args)};w.HelpCrunch=i;var l=function(){var s=d.createElement('script');s.async=1;s.type='text/javascript';s.src=URL_HERE;(d.body||d.head).appendChild(s);};if(d.readyState==='complete'||w.helpcrunchSettings.loadImmediately){l();}else if(w.attachEvent){w.attachEvent('onload',l);}else{w.addEventListener('load',l,false);}})(window,document);";

const OLD =
  "(function(w,d){w.HelpCrunch=function(){w.HelpCrunch.q.push(arguments)};w.HelpCrunch.q=[];function r(){var s=d.createElement('script');s.async=1;s.type='text/javascript';s.src=URL_HERE;(d.body||d.head).appendChild(s);}if(w.attachEvent){w.attachEvent('onload',r)}else{w.addEventListener('load',r,false)}})(window,document);";

const stub = (/** @type {string} */ code, /** @type {string} */ url) =>
  code.replace("URL_HERE", JSON.stringify(url));

/** @param {string} settings @param {(desk: string) => string} url @param {string} [scheme] */
const settled = (settings, url, scheme) => (/** @type {string} */ desk) => ({
  html: shop(
    `<script>window.helpcrunchSettings=${settings};${stub(STUB, url(desk))}listen();</script>`,
    scheme,
  ),
});

/** @type {Record<string, (desk: string) => { html: string, headers?: Record<string, string> }>} */
export const pages = {
  newest: settled('{organization:"ostra",appId:"1"}', desk => `${desk}/sdk.js`),
  dark: settled('{organization:"ostra",appId:"1"}', desk => `${desk}/sdk.js`, "dark"),
  arabic: settled('{organization:"ostra",appId:"1",locale:"ar"}', desk => `${desk}/sdk.js`),
  second: settled(
    '{organization:"ostra",appId:"1",loadImmediately:true,user:{email:"ann@example.com",name:"Ann"}}',
    desk => `${desk}/widget/`,
  ),
  waits: settled('{organization:"ostra",appId:"1",startOnCall:true}', desk => `${desk}/sdk.js`),
  third: desk => ({
    html: shop(
      `<script>${stub(OLD, `${desk}/widget/`)}HelpCrunch("init","ostra",{applicationId:1,applicationSecret:"c2VjcmV0"});HelpCrunch("showChatWidget");listen();</script>`,
    ),
  }),
  oldest: desk => ({
    html: shop(
      `<script>${stub(OLD, `${desk}/compiled/sdk.js`)}HelpCrunch("showChatWidget");HelpCrunch("init","ostra",{applicationId:1,applicationSecret:"c2VjcmV0"});HelpCrunch("showWidget");listen();</script>`,
    ),
  }),
  // A host whose policy lets in the desk's script and frame, and nothing else; with Trusted Types.
  strict: desk => ({
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Strict</title></head><body><h1>Strict</h1><script nonce="n">window.helpcrunchSettings={organization:"ostra",appId:"1"}</script><script async src="${desk}/sdk.js"></script></body></html>`,
    headers: {
      "content-security-policy": `default-src 'none'; script-src 'nonce-n' ${desk}; frame-src ${desk}; require-trusted-types-for 'script'; trusted-types 'none'`,
    },
  }),
  // A host that does not let the frame in.
  refusing: desk => ({
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Refusing</title></head><body><h1>Refusing</h1><script nonce="n">window.helpcrunchSettings={organization:"ostra",appId:"1"}</script><script async src="${desk}/sdk.js"></script></body></html>`,
    headers: {
      "content-security-policy": `default-src 'none'; script-src 'nonce-n' ${desk}; frame-src 'none'`,
    },
  }),
};
