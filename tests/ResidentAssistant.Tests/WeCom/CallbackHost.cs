using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ResidentAssistant.Channels.WeCom;
using ResidentAssistant.Tests.Infrastructure;
using ResidentAssistant.WeCom.Callbacks;

namespace ResidentAssistant.Tests.WeCom;

/// <summary>The real application with the vendor's sample keys, and the vendor's part of a callback.</summary>
internal sealed class CallbackHost : IAsyncDisposable
{
    private static int nonces = 1_000_000;

    private CallbackHost(TestApp app, Taken taken, KeptLog log)
    {
        (App, Events, Log) = (app, taken, log);
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = app.Address, Timeout = TimeSpan.FromSeconds(20) };
    }

    public TestApp App { get; }

    /// <summary>What was handed on.</summary>
    public Taken Events { get; }

    public KeptLog Log { get; }

    public HttpClient Client { get; }

    public CallbackCrypto Crypto { get; } = new(Samples.Token, Samples.Key, Samples.CorpId);

    public string Now => App.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public static async Task<CallbackHost> StartAsync(Provider provider = Provider.Sqlite)
    {
        var (taken, log) = (new Taken(), new KeptLog());
        var app = await TestApp.StartAsync(provider, listen: true, new Dictionary<string, string?>
        {
            ["WeCom:CorpId"] = Samples.CorpId, ["WeCom:Assistant:Token"] = Samples.Token, ["WeCom:Assistant:EncodingAesKey"] = Samples.Key,
            ["Logging:LogLevel:Default"] = "Information",
        }, builder =>
        {
            builder.Services.AddSingleton<IWeComEvents>(taken);
            builder.Logging.ClearProviders().AddProvider(log);
        });
        return new CallbackHost(app, taken, log);
    }

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

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
    }

    /// <summary>Takes everything, unless told to fail.</summary>
    internal sealed class Taken : IWeComEvents
    {
        private readonly ConcurrentQueue<CallbackEvent> all = new();

        public IReadOnlyCollection<CallbackEvent> All => all;

        public int Failing { get; set; }

        public ValueTask TakeAsync(CallbackEvent happened, CancellationToken ct)
        {
            if (Failing > 0)
            {
                Failing--;
                throw new InvalidOperationException("geheim: 住户的话");
            }

            all.Enqueue(happened);
            return ValueTask.CompletedTask;
        }
    }
}
