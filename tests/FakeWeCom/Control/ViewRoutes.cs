using FakeWeCom.World;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FakeWeCom.Control;

/// <summary>Looking at the world: its state, what it was given, its log, and a bell that rings at every change.</summary>
internal static class ViewRoutes
{
    public static void Map(RouteGroupBuilder fake, FakeWeComHost host)
    {
        fake.MapGet("/state", () => View.All(host.Corp));
        fake.MapGet("/settings", () => Results.Text(string.Join('\n', ProductSettings.Lines(host.Options, host.Address)) + "\n"));
        fake.MapGet("/log", (string? path) => host.Log.Calls.Where(c => path is null || c.Path == path).Select(object (c) => new { at = c.At, path = c.Path, body = c.Body, status = c.Status, errcode = c.ErrCode, answerLost = c.AnswerLost }));
        fake.MapGet("/log/callbacks", () => host.Log.Callbacks);
        fake.MapGet("/media/{id}", (string id) =>
        {
            lock (host.Corp.Sync)
            {
                var file = host.Corp.Media.Any(id);
                return file is null ? Results.NotFound() : Results.File(file.Bytes, file.ContentType);
            }
        });
        fake.MapGet("/events", RingAsync);

        async Task RingAsync(HttpContext http)
        {
            http.Response.ContentType = "text/event-stream";
            http.Response.Headers.CacheControl = "no-store";
            try
            {
                for (var number = 0; !http.RequestAborted.IsCancellationRequested; number++)
                {
                    var next = host.Corp.Changes.Next;
                    await http.Response.WriteAsync($"data: {number}\n\n", http.RequestAborted);
                    await http.Response.Body.FlushAsync(http.RequestAborted);
                    await next.WaitAsync(http.RequestAborted);
                    // A burst of changes is one ring.
                    await Task.Delay(TimeSpan.FromMilliseconds(80), http.RequestAborted);
                }
            }
            catch (OperationCanceledException)
            {
                // The page was closed.
            }
        }
    }
}
