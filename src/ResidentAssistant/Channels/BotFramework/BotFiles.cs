using ResidentAssistant.Messaging;

namespace ResidentAssistant.Channels.BotFramework;

/// <summary>Fetches the files of an activity, from the service that sent it and nowhere else.</summary>
internal sealed partial class BotFiles(BotHttp http, OutgoingTokens tokens, TimeProvider clock, ILogger<BotFiles> logger)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(8);

    /// <summary>Reads files carried in the activity and fetches those of the service; what cannot be fetched is left out, the words still count.</summary>
    public async Task<IReadOnlyList<InboundFile>> ReadAsync(IncomingActivity activity, Uri service, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var files = new List<InboundFile>(DataFiles.Read(activity, now));
        foreach (var attachment in activity.Attachments!)
        {
            if (attachment?.ContentUrl is not { } url || !Wanted(attachment.ContentType) || !Uri.TryCreate(url, UriKind.Absolute, out var address)) continue;
            if (address.Scheme is not ("http" or "https") || !SameOrigin(address, service)) continue;
            if (files.Count == FileTypes.Most) throw DataFiles.TooMany();
            if (await FetchAsync(address, ct) is { } bytes) files.Add(FileTypes.Accept(bytes, attachment.ContentType, attachment.Name, now));
        }

        return files;
    }

    private async Task<byte[]?> FetchAsync(Uri address, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Timeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (await tokens.CurrentAsync(limit.Token) is { } token) request.Headers.Authorization = new("Bearer", token);
            using var response = await http.SendAsync(request, limit.Token);
            if (!response.IsSuccessStatusCode)
            {
                NotFetched($"HTTP {(int)response.StatusCode}");
                return null;
            }

            await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
            return await RequestBody.BytesAsync(body, FileTypes.Limit, limit.Token);
        }
        catch (Exception fault) when (!ct.IsCancellationRequested && fault is HttpRequestException or IOException or OperationCanceledException)
        {
            NotFetched(fault.GetType().Name);
            return null;
        }
    }

    private static bool Wanted(string? type) =>
        type is not null && (type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) || type.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) || type.StartsWith("video/", StringComparison.OrdinalIgnoreCase));

    private static bool SameOrigin(Uri a, Uri b) =>
        string.Equals(a.GetLeftPart(UriPartial.Authority), b.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase) && a.UserInfo.Length == 0;

    [LoggerMessage(LogLevel.Warning, "A file could not be fetched from its service: {Reason}")]
    private partial void NotFetched(string reason);
}
