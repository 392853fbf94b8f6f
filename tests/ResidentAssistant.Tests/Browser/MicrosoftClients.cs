using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ResidentAssistant.Tests.Browser;

/// <summary>Microsoft's Direct Line clients as npm gives them, and two pages that use them as their documentation says.</summary>
internal static class MicrosoftClients
{
    private const string WebChatPage = """
        <!doctype html>
        <html lang="zh-CN"><meta charset="utf-8"><title>Web Chat</title>
        <div id="webchat" style="height: 760px"></div>
        <script src="/clients/webchat.js"></script>
        <script>
          (async () => {
            const { token } = await (await fetch('/v3/directline/tokens/generate', { method: 'POST' })).json();
            const store = WebChat.createStore({}, ({ dispatch }) => next => action => {
              if (action.type === 'DIRECT_LINE/CONNECT_FULFILLED')
                dispatch({ type: 'WEB_CHAT/SEND_EVENT', payload: { name: 'webchat/join', value: { language: 'zh-CN' } } });
              return next(action);
            });
            const directLine = WebChat.createDirectLine({
              token, domain: `${location.origin}/v3/directline`, webSocket: !location.search.includes('poll'), pollingInterval: 300,
            });
            WebChat.renderWebChat({ directLine, store, locale: 'zh-CN' }, document.getElementById('webchat'));
          })();
        </script>
        </html>
        """;

    private const string DirectLinePage = """
        <!doctype html>
        <meta charset="utf-8"><title>DirectLineJS</title>
        <script src="/clients/directline.js"></script>
        <script>
          window.heard = [];
          window.connect = async options => {
            const made = await (await fetch('/v3/directline/tokens/generate', { method: 'POST' })).json();
            window.line = new DirectLine.DirectLine({ token: made.token, domain: `${location.origin}/v3/directline`, pollingInterval: 300, ...options });
            line.activity$.subscribe(activity => heard.push(activity));
          };
          window.say = activity => new Promise((done, failed) => line.postActivity({ from: { id: 'me' }, ...activity }).subscribe(done, failed));
        </script>
        """;

    /// <summary>Serves the clients and the pages <c>/webchat</c> and <c>/directline</c> beside the channels under test.</summary>
    public static void Map(WebApplication app)
    {
        var modules = NodePackages.Modules;
        app.MapGet("/clients/webchat.js", () => Results.File(Path.Combine(modules, "botframework-webchat/dist/webchat.js"), "text/javascript")).AllowAnonymous();
        app.MapGet("/clients/directline.js", () => Results.File(Path.Combine(modules, "botframework-directlinejs/dist/directline.js"), "text/javascript")).AllowAnonymous();
        app.MapGet("/webchat", (HttpContext context) => Page(context, WebChatPage)).AllowAnonymous();
        app.MapGet("/directline", (HttpContext context) => Page(context, DirectLinePage)).AllowAnonymous();
    }

    // The pages stand for an integrator's own: they write their script into the page, which ours never do.
    private static IResult Page(HttpContext context, string html)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'self' 'unsafe-inline' blob: data:";
        return Results.Content(html, "text/html; charset=utf-8");
    }
}
