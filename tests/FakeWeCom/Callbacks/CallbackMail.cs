using System.Net.Http.Headers;
using System.Text;
using FakeWeCom.World;

namespace FakeWeCom.Callbacks;

/// <summary>Delivers callbacks: each for itself, in no promised order, three tries, fresh timestamp and nonce each time.</summary>
internal sealed class CallbackMail(Corp corp) : IDisposable
{
    private const int Tries = 3;
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Func<Task>> held = [];
    private bool holding;
    private int underWay;

    /// <summary>Callbacks that are not yet answered or given up.</summary>
    public int UnderWay => Volatile.Read(ref underWay);

    /// <summary>Sends to the callback address of the app, if it has one; whoever calls holds the lock or not, as he likes.</summary>
    public void Post(App app, string plain, AgentIn agent, Action<string>? answered = null)
    {
        if (app.Options.CallbackUrl.Length == 0) return;
        if (corp.Faults.DropCallbacks > 0)
        {
            corp.Faults.DropCallbacks--;
            return;
        }

        var times = corp.Faults.DoubleCallbacks > 0 ? 2 : 1;
        if (times == 2) corp.Faults.DoubleCallbacks--;
        for (; times > 0; times--) Start(() => DeliverAsync(app, plain, agent, answered));
    }

    public void Hold()
    {
        lock (held) holding = true;
    }

    public void Release(bool reversed)
    {
        Func<Task>[] waiting;
        lock (held)
        {
            holding = false;
            waiting = [.. held];
            held.Clear();
        }

        if (reversed) Array.Reverse(waiting);
        // One after the other, so that the order is the one wanted.
        _ = Task.Run(async () =>
        {
            foreach (var send in waiting) await send();
        });
    }

    /// <summary>Checks the address as the administrator's page does: the bare text, within a second. Null: fine, else what is wrong.</summary>
    public async Task<string?> VerifyAsync(App app)
    {
        var crypto = new Crypto(app.Options.Token, app.Options.EncodingAesKey, corp.Id);
        string echo, timestamp, nonce, encrypted;
        lock (corp.Sync)
        {
            echo = $"{corp.Ids.Number()}";
            (timestamp, nonce) = Stamp();
        }

        encrypted = crypto.Encrypt(echo);
        var url = Address(app, crypto, timestamp, nonce, encrypted) + $"&echostr={Uri.EscapeDataString(encrypted)}";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1), corp.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, limit.Token);
        try
        {
            using var answer = await http.GetAsync(new Uri(url), both.Token);
            var said = await answer.Content.ReadAsByteArrayAsync(both.Token);
            if ((int)answer.StatusCode != 200) return $"openapi回调地址请求不通过: HTTP {(int)answer.StatusCode}";
            return said.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(echo)) ? null : "openapi回调地址请求不通过: 返回内容与明文不一致";
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            return $"openapi回调地址请求不通过: {fault.GetType().Name}";
        }
    }

    public void Dispose()
    {
        stopping.Cancel();
        http.Dispose();
        stopping.Dispose();
    }

    private void Start(Func<Task> send)
    {
        Interlocked.Increment(ref underWay);
        async Task Counted()
        {
            try
            {
                await send();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // The world ends; nobody waits for it.
            }
            finally
            {
                Interlocked.Decrement(ref underWay);
                corp.Changes.Tell();
            }
        }

        lock (held)
        {
            if (holding)
            {
                held.Add(Counted);
                return;
            }
        }

        _ = Task.Run(Counted);
    }

    private async Task DeliverAsync(App app, string plain, AgentIn agent, Action<string>? answered)
    {
        var crypto = new Crypto(app.Options.Token, app.Options.EncodingAesKey, corp.Id);
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            if (attempt > 1) await Task.Delay(corp.Behaviour.CallbackRetry, corp.Clock, stopping.Token);
            string timestamp, nonce;
            lock (corp.Sync) (timestamp, nonce) = Stamp();
            var encrypted = crypto.Encrypt(plain);
            var agentId = agent == AgentIn.Envelope ? $"<AgentID><![CDATA[{app.AgentId}]]></AgentID>" : "";
            var body = $"<xml><ToUserName><![CDATA[{corp.Id}]]></ToUserName>{agentId}<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>";
            var url = Address(app, crypto, timestamp, nonce, encrypted);
            var (status, said, fault) = await SendAsync(url, body);
            corp.Log.Add(new CallbackTry(corp.Now, app.Options.CallbackUrl, plain, nonce, attempt, status, fault));
            corp.Changes.Tell();
            if (status != 200) continue;
            if (said!.Length > 0) answered?.Invoke(said);
            return;
        }
    }

    private async Task<(int? Status, string? Said, string? Fault)> SendAsync(string url, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/xml");
        using var patience = new CancellationTokenSource(corp.Behaviour.CallbackPatience);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping.Token);
        try
        {
            using var answer = await http.PostAsync(new Uri(url), content, both.Token);
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(both.Token), null);
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is OperationCanceledException && !stopping.IsCancellationRequested))
        {
            return (null, null, fault.GetType().Name);
        }
    }

    private (string Timestamp, string Nonce) Stamp() => ($"{corp.Seconds}", $"{corp.Ids.Dice.NextInt64(1_000_000_000, 9_999_999_999)}");

    private static string Address(App app, Crypto crypto, string timestamp, string nonce, string encrypted)
    {
        var url = app.Options.CallbackUrl;
        return $"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}msg_signature={crypto.Sign(timestamp, nonce, encrypted)}&timestamp={timestamp}&nonce={nonce}";
    }
}
