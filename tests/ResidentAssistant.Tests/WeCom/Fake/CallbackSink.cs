using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ResidentAssistant.Tests.WeCom.Fake;

/// <summary>An address that takes callbacks, keeps them, and answers as a test wants.</summary>
internal sealed class CallbackSink : IAsyncDisposable
{
    private readonly WebApplication app;

    private CallbackSink(WebApplication app) => this.app = app;

    public string Url => $"{app.Urls.First()}/callback";

    public ConcurrentQueue<(IQueryCollection Query, string Body)> Taken { get; } = new();

    /// <summary>Status and body by how many came before.</summary>
    public Func<int, IQueryCollection, (int Status, string Body)> Answer { get; set; } = (_, _) => (200, "");

    public static async Task<CallbackSink> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var sink = new CallbackSink(app);
        app.Map("/callback", async (HttpContext http) =>
        {
            using var reader = new StreamReader(http.Request.Body);
            var body = await reader.ReadToEndAsync();
            var before = sink.Taken.Count;
            sink.Taken.Enqueue((http.Request.Query, body));
            var (status, text) = sink.Answer(before, http.Request.Query);
            http.Response.StatusCode = status;
            await http.Response.WriteAsync(text);
        });
        await app.StartAsync();
        return sink;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
