using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using ResidentAssistant.Channels.WeCom;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Storage;
using ResidentAssistant.WeCom.Callbacks;

namespace ResidentAssistant.CommandLine.WeComChecks;

/// <summary>The callback address: proves it as WeCom does, from this machine, with the settings as they are now.</summary>
internal sealed class CallbackCheck(WeComSettings settings, IConfiguration configuration, Database database, TimeProvider clock)
{
    // WeCom's own limit for this proof.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>Asks the address, and looks when WeCom was last heard.</summary>
    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var address = Address();
        yield return address.IsLoopback && !settings.Api.IsLoopback
            ? Finding.Wrong($"回调地址 {address}：只有这台机器自己打得开", "把 PublicUrl 改成从外网打得开的网址，域名指到这台机器或者它前面的代理。")
            : await AskAsync(address, ct);
        if (settings.Kf.Accounts.Count == 0) yield break;
        var told = await database.FirstAsync<DateTimeOffset?>("select token_at from kf_accounts where token_at is not null order by token_at desc limit 1", null, ct);
        yield return told is { } at
            ? Finding.Well($"企业微信的通知：最近一次 {SiteClock.Text(at, clock.GetUtcNow())}")
            : Finding.Note("企业微信的通知：还一次没有来过", $"到管理后台这个自建应用的页面，“接收消息”里“设置API接收”，URL 填 {address}，保存。再请人进客服说一句话，通知就来了。");
    }

    private async Task<Finding> AskAsync(Uri address, CancellationToken ct)
    {
        var crypto = new CallbackCrypto(settings.Assistant.Token, settings.Assistant.EncodingAesKey, settings.CorpId);
        var echo = RandomNumberGenerator.GetInt32(1_000_000_000, int.MaxValue).ToString(CultureInfo.InvariantCulture);
        var seal = crypto.Seal(echo, clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), RandomNumberGenerator.GetHexString(16));
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !address.IsLoopback };
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = 64 * 1024 };
        var asked = new Uri($"{address}?msg_signature={seal.Signature}&timestamp={seal.Timestamp}&nonce={seal.Nonce}&echostr={Uri.EscapeDataString(seal.Encrypt)}");
        try
        {
            // The first wakes what has slept since the start; the second is timed.
            (await http.GetAsync(asked, ct)).Dispose();
            var begun = Stopwatch.GetTimestamp();
            using var answer = await http.GetAsync(asked, ct);
            return Told(address, answer.StatusCode, await answer.Content.ReadAsStringAsync(ct) == echo, Stopwatch.GetElapsedTime(begun));
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return Finding.Wrong($"回调地址 {address}：打不开（{(fault as HttpRequestException)?.HttpRequestError.ToString() ?? "等得太久"}）",
                "先把程序启动起来。已经启动的，看域名、证书、防火墙和前面的代理。代理要把 /wecom/callback 转给本程序。");
        }
    }

    private static Finding Told(Uri address, HttpStatusCode status, bool same, TimeSpan took) => status switch
    {
        HttpStatusCode.OK when same && took < Limit => Finding.Well($"回调地址 {address}：验证通过（从这台机器看）"),
        HttpStatusCode.OK when same => Finding.Wrong($"回调地址 {address}：答得太慢，用了 {took.TotalSeconds:0.0} 秒", "企业微信只等 1 秒。看前面的代理、机器忙不忙。"),
        HttpStatusCode.OK => Finding.Wrong($"回调地址 {address}：答的不是原文", "多半是别的网站占了这个地址，或者代理改了内容。看代理有没有把 /wecom/callback 转给本程序。"),
        HttpStatusCode.Forbidden => Finding.Wrong($"回调地址 {address}：签名对不上（HTTP 403）", "正在运行的程序用的是别的 Token、EncodingAESKey 或企业 ID。改过设置以后要重启程序。"),
        HttpStatusCode.NotFound => Finding.Wrong($"回调地址 {address}：没有这一页（HTTP 404）", "正在运行的程序启动时还没有 WeCom:Assistant:Token。填好以后重启程序；再看代理有没有把 /wecom/callback 转过来。"),
        HttpStatusCode.BadRequest => Finding.Wrong($"回调地址 {address}：参数走样了（HTTP 400）", "多半是代理改了网址里的参数，比如解码了两次。请让代理原样转。"),
        >= HttpStatusCode.Moved and < HttpStatusCode.BadRequest => Finding.Wrong($"回调地址 {address}：被转到别处（HTTP {(int)status}）", "PublicUrl 要写最后的网址，比如直接写 https。"),
        _ => Finding.Wrong($"回调地址 {address}：答了 HTTP {(int)status}", "看代理能不能连到本程序，本程序是不是正常（打开 /health/ready）。"),
    };

    private Uri Address()
    {
        var root = configuration["PublicUrl"] is { Length: > 0 } given ? given : (configuration["Urls"] ?? "http://127.0.0.1:5080").Split(';')[0];
        return new Uri($"{root.TrimEnd('/')}/wecom/callback");
    }
}
