using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using ResidentAssistant.WeCom.Callbacks;

namespace ResidentAssistant.Tests.WeCom;

/// <summary>The vendor's part of a callback, with the vendor's sample keys.</summary>
internal sealed class CallbackSender(Uri address, TimeProvider clock) : IDisposable
{
    private static int nonces = 1_000_000;

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };

    public CallbackCrypto Crypto { get; } = new(Samples.Token, Samples.Key, Samples.CorpId);

    public string Now => clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public static string NextNonce() => Interlocked.Increment(ref nonces).ToString(CultureInfo.InvariantCulture);

    /// <summary>A text message of a member, as the vendor writes it.</summary>
    public static string Message(string words, long id = 1) =>
        $"<xml><ToUserName><![CDATA[{Samples.CorpId}]]></ToUserName><FromUserName><![CDATA[zhaomin]]></FromUserName><CreateTime>1795399200</CreateTime>"
        + $"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{words}]]></Content><MsgId>{id}</MsgId><AgentID>1000002</AgentID></xml>";

    public static string Envelope(string encrypt) =>
        $"<xml><ToUserName><![CDATA[{Samples.CorpId}]]></ToUserName><AgentID><![CDATA[1000002]]></AgentID><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>";

    /// <summary>Delivers a message as the vendor does.</summary>
    public Task<(int Status, string Body)> DeliverAsync(string plain, string? timestamp = null, string? nonce = null)
    {
        var made = Crypto.Seal(plain, timestamp ?? Now, nonce ?? NextNonce());
        return PostAsync(made.Signature, made.Timestamp, made.Nonce, Encoding.UTF8.GetBytes(Envelope(made.Encrypt)));
    }

    /// <summary>Posts a body that is signed as if it held that ciphertext.</summary>
    public Task<(int Status, string Body)> DeliverBodyAsync(string encrypt, byte[] body)
    {
        var (timestamp, nonce) = (Now, NextNonce());
        return PostAsync(Crypto.Sign(timestamp, nonce, encrypt), timestamp, nonce, body);
    }

    public async Task<(int Status, string Body)> PostAsync(string signature, string timestamp, string nonce, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/xml");
        var query = $"?msg_signature={Uri.EscapeDataString(signature)}&timestamp={Uri.EscapeDataString(timestamp)}&nonce={Uri.EscapeDataString(nonce)}";
        using var answer = await Client.PostAsync(new Uri($"/wecom/callback{query}", UriKind.Relative), content);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public void Dispose() => Client.Dispose();
}
