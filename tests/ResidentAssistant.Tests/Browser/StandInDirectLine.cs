using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ResidentAssistant.Tests.Browser;

/// <summary>A Direct Line server of a few shapes and a few fixed replies, for tests of the page alone.</summary>
internal sealed class StandInDirectLine
{
    private readonly ConcurrentDictionary<string, Room> rooms = new();
    private readonly ConcurrentDictionary<string, byte[]> photos = new();

    public void Map(WebApplication app)
    {
        var line = app.MapGroup("/v3/directline");
        line.MapPost("/tokens/generate", () => Granted(Guid.NewGuid().ToString("N")));
        line.MapPost("/tokens/refresh", (HttpRequest request) => Find(request) is { } id && rooms.ContainsKey(id) ? Granted(id) : Refused(403, "TokenExpired"));
        line.MapPost("/conversations", (HttpRequest request) =>
        {
            if (Find(request) is not { } id) return Refused(401, "MissingToken");
            rooms.TryAdd(id, new Room());
            return Results.Json(Opened(request, id), statusCode: 201);
        });
        line.MapGet("/conversations/{id}", (string id, HttpRequest request) => rooms.ContainsKey(id) ? Results.Json(Opened(request, id)) : Refused(404, "NotFound"));
        line.MapGet("/conversations/{id}/activities", (string id, string? watermark) =>
            rooms.TryGetValue(id, out var room) ? Results.Json(room.After(int.TryParse(watermark, out var after) ? after : 0)) : Refused(404, "NotFound"));
        line.MapPost("/conversations/{id}/activities", (string id, JsonObject activity) => rooms.TryGetValue(id, out var room) ? Take(room, activity) : Refused(404, "NotFound"));
        line.MapPost("/conversations/{id}/upload", async (string id, HttpRequest request) =>
        {
            if (!rooms.TryGetValue(id, out var room)) return Refused(404, "NotFound");
            var form = await request.ReadFormAsync();
            using var reader = new StreamReader(form.Files["activity"]!.OpenReadStream());
            var activity = JsonNode.Parse(await reader.ReadToEndAsync())!.AsObject();
            foreach (var file in form.Files.GetFiles("file"))
            {
                using var copy = new MemoryStream();
                await file.CopyToAsync(copy);
                photos[file.FileName + photos.Count] = copy.ToArray();
                activity["attachments"]![0]!["contentUrl"] = $"/v3/directline/photos/{Uri.EscapeDataString(file.FileName + (photos.Count - 1))}";
            }

            return Take(room, activity);
        });
        line.MapGet("/photos/{name}", (string name) => photos.TryGetValue(name, out var bytes) ? Results.Bytes(bytes, "image/jpeg") : Results.NotFound());
        line.Map("/conversations/{id}/stream", StreamAsync);
    }

    /// <summary>The photos as they arrived.</summary>
    public ICollection<byte[]> Photos => photos.Values;

    /// <summary>Forgets every conversation, as after a long time.</summary>
    public void Forget() => rooms.Clear();

    private static string? Find(HttpRequest request)
    {
        var parts = request.Headers.Authorization.ToString().Split(' ', '.');
        return parts.Length == 4 ? JsonNode.Parse(Base64Url.DecodeFromChars(parts[2]))!["conv"]!.GetValue<string>() : null;
    }

    private static IResult Granted(string id) => Results.Json(new { conversationId = id, token = Token(id), expires_in = 1800 });

    private static string Token(string id) => $"e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"user":"dl_1","conv":"{{id}}"}"""))}.x";

    private static object Opened(HttpRequest request, string id) =>
        new { conversationId = id, token = Token(id), expires_in = 1800, streamUrl = $"ws://{request.Host}/v3/directline/conversations/{id}/stream" };

    private static IResult Refused(int status, string code) => Results.Json(new { error = new { code, message = code } }, statusCode: status);

    private static IResult Take(Room room, JsonObject activity)
    {
        var clientId = activity["channelData"]!["clientActivityID"]!.GetValue<string>();
        if (room.Known.TryGetValue(clientId, out var known)) return Results.Json(new { id = known });
        var id = room.Known[clientId] = room.Add(activity);
        foreach (var reply in StandInReplies.To(activity)) room.Add(reply, id);
        return Results.Json(new { id });
    }

    private async Task StreamAsync(HttpContext context, string id)
    {
        if (!rooms.TryGetValue(id, out var room))
        {
            context.Response.StatusCode = 404;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var heard = room.Listen();
        await foreach (var activity in heard.ReadAllAsync(context.RequestAborted))
        {
            var frame = JsonSerializer.SerializeToUtf8Bytes(activity);
            await socket.SendAsync(frame, WebSocketMessageType.Text, true, context.RequestAborted);
        }
    }

    private sealed class Room
    {
        private readonly List<JsonObject> said = [];
        private readonly List<Channel<JsonObject>> listeners = [];
        private readonly Lock gate = new();

        public ConcurrentDictionary<string, string> Known { get; } = new();

        public string Add(JsonObject activity, string? replyTo = null)
        {
            lock (gate)
            {
                activity = activity.DeepClone().AsObject();
                var id = $"c|{said.Count + 1:0000000}";
                activity["id"] = id;
                activity["timestamp"] = DateTimeOffset.Now.AddMilliseconds(said.Count).ToString("O");
                if (replyTo is not null) activity["replyToId"] = replyTo;
                said.Add(activity);
                foreach (var listener in listeners)
                    listener.Writer.TryWrite(new JsonObject { ["activities"] = new JsonArray(activity.DeepClone()), ["watermark"] = $"{said.Count}" });
                return id;
            }
        }

        public JsonObject After(int watermark)
        {
            lock (gate) return new JsonObject { ["activities"] = new JsonArray([.. said.Skip(watermark).Select(a => a.DeepClone())]), ["watermark"] = $"{said.Count}" };
        }

        public ChannelReader<JsonObject> Listen()
        {
            lock (gate)
            {
                var listener = Channel.CreateUnbounded<JsonObject>();
                listeners.Add(listener);
                return listener.Reader;
            }
        }
    }
}
