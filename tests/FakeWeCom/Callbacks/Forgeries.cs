using System.Text;
using FakeWeCom.World;

namespace FakeWeCom.Callbacks;

/// <summary>Callbacks that no vendor sends: what a stranger could post to the address.</summary>
internal sealed class Forgeries(Corp corp) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    /// <summary>Posts one and gives the status it was answered with.</summary>
    public async Task<int> PostAsync(App app, Forgery kind)
    {
        var crypto = new Crypto(app.Options.Token, app.Options.EncodingAesKey, kind == Forgery.WrongReceiver ? "ww0000000000000000" : corp.Id);
        string plain, nonce;
        DateTimeOffset at;
        lock (corp.Sync)
        {
            nonce = $"{corp.Ids.Dice.NextInt64(1_000_000_000, 9_999_999_999)}";
            at = corp.Now;
            plain = kind == Forgery.PlainIsNoXml ? "{\"hello\":1}" : Plain.Member(corp.Id, "zhaomin", corp.Seconds, "text", app.AgentId, ("Content", "forged"), ("MsgId", corp.Ids.Number()));
        }

        if (kind == Forgery.OldTimestamp) at -= TimeSpan.FromHours(1);
        var timestamp = $"{at.ToUnixTimeSeconds()}";
        var encrypted = crypto.Encrypt(kind == Forgery.PlainDoctype ? Bomb + plain : plain);
        if (kind == Forgery.Truncated) encrypted = Convert.ToBase64String(Convert.FromBase64String(encrypted)[..^17]);
        if (kind == Forgery.TruncatedBlock) encrypted = Convert.ToBase64String(Convert.FromBase64String(encrypted)[..^32]);
        var signature = kind == Forgery.WrongSignature ? new string('0', 40) : crypto.Sign(timestamp, nonce, encrypted);
        var envelope = $"<xml><ToUserName><![CDATA[{corp.Id}]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>";
        var body = kind switch
        {
            Forgery.Doctype => Bomb + envelope.Replace("<xml>", "<xml><a>&b;</a>", StringComparison.Ordinal),
            Forgery.NotXml => "hello",
            Forgery.Empty => "",
            Forgery.Huge => "<xml><Encrypt>" + new string('A', 10 << 20) + "</Encrypt></xml>",
            _ => envelope,
        };
        var url = $"{app.Options.CallbackUrl}?msg_signature={signature}&timestamp={timestamp}&nonce={nonce}";
        var status = await SendAsync(url, body);
        return kind == Forgery.ReplayedNonce ? await SendAsync(url, body) : status;
    }

    public void Dispose() => http.Dispose();

    private const string Bomb = "<!DOCTYPE xml [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>";

    private async Task<int> SendAsync(string url, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "text/xml");
        using var answer = await http.PostAsync(new Uri(url), content);
        return (int)answer.StatusCode;
    }
}

/// <summary>What is wrong with it.</summary>
internal enum Forgery
{
    WrongSignature,
    WrongReceiver,
    Truncated,
    TruncatedBlock,
    OldTimestamp,
    ReplayedNonce,
    Doctype,
    PlainDoctype,
    PlainIsNoXml,
    NotXml,
    Empty,
    Huge,
}
