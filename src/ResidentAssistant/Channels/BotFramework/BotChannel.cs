using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Channels.BotFramework;

/// <summary>Sends replies to the service address a conversation came from.</summary>
internal sealed partial class BotChannel(BotHttp http, OutgoingTokens tokens, TrustedServices services, ILogger<BotChannel> logger) : IChannel
{
    /// <summary>Name stored with conversations.</summary>
    public const string ChannelName = "botframework";

    // Well below the lease of 30 s under which the outbox hands a message out.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);
    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    /// <inheritdoc />
    public string Name => ChannelName;

    /// <inheritdoc />
    public bool Fetches => false;

    /// <inheritdoc />
    public async Task<SendResult> SendAsync(Outbound message, CancellationToken ct)
    {
        if (BotAddress.Read(message.Address) is not { } address) return new SendResult.Failed("no address");
        var replyTo = address.ActivityIdOf(message.ReplyTo);
        if (address.Inline is { } inline && inline == replyTo) return new SendResult.Sent();
        Uri service;
        try
        {
            service = services.Check(address.ServiceUrl);
        }
        catch (RefusedException no)
        {
            return new SendResult.Stopped(no.Code);
        }

        var body = new ArrayBufferWriter<byte>(768);
        ReplyWriting.Write(body, address, message.Id.ToString("N"), replyTo, message.Entry);
        var path = $"v3/conversations/{Uri.EscapeDataString(address.Conversation)}/activities";
        var target = new Uri(service, replyTo is null ? path : $"{path}/{Uri.EscapeDataString(replyTo)}");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Timeout);
        try
        {
            return await PostAsync(target, body.WrittenMemory, retry: true, limit.Token);
        }
        catch (Exception fault) when (!ct.IsCancellationRequested && fault is HttpRequestException or IOException or OperationCanceledException)
        {
            NotReached(message.Id, fault.GetType().Name);
            return new SendResult.TryLater(TimeSpan.FromSeconds(5), "not reached");
        }
    }

    private async Task<SendResult> PostAsync(Uri target, ReadOnlyMemory<byte> body, bool retry, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = Json;
        if (await tokens.CurrentAsync(ct) is { } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, ct);
        switch (response.StatusCode)
        {
            case >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous:
                return new SendResult.Sent(await IdAsync(response, ct));
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                if (!retry || !tokens.Drop()) return new SendResult.TryLater(TimeSpan.FromMinutes(1), $"HTTP {(int)response.StatusCode}");
                return await PostAsync(target, body, retry: false, ct);
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                return new SendResult.TryLater(response.Headers.RetryAfter?.Delta is { } wait && wait < TimeSpan.FromMinutes(10) ? wait : TimeSpan.FromSeconds(5), $"HTTP {(int)response.StatusCode}");
            default:
                return new SendResult.Failed($"HTTP {(int)response.StatusCode}");
        }
    }

    private static async Task<string?> IdAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(2048);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(ct);
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
            return IdOf(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // The message is accepted whatever the body says; the id is for the ledger, whose database takes no control characters.
    private static string? IdOf(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1 || !reader.ValueTextEquals("id"u8)) continue;
                return reader.Read() && reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: <= 200 } id && !id.Any(char.IsControl) ? id : null;
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }

        return null;
    }

    [LoggerMessage(LogLevel.Information, "Message {OutboxId} could not be sent: {Fault}")]
    private partial void NotReached(Guid outboxId, string fault);
}
