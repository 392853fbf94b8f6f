using ResidentAssistant.Messaging;
using ResidentAssistant.WeCom;

namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>Fetches photos and voice messages at once, before the vendor forgets them, and lets a machine listen where there is one.</summary>
internal sealed partial class KfFiles(WeComClient client, RecogniseSpeech? recognise, TimeProvider clock, ILogger<KfFiles> log)
{
    /// <summary>Pauses after a fetch that failed; after the last the turn goes on without the file.</summary>
    public static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(60)];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The file; without one when it does not exist or is none we take; null when it may be there later.</summary>
    public async Task<Fetched?> FetchAsync(string mediaId, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            var file = await client.DownloadAsync(mediaId, FileTypes.Limit, limit.Token);
            return new Fetched(file is null ? null : FileTypes.Accept(file.Content, file.ContentType, file.Name, clock.GetUtcNow()));
        }
        catch (RefusedException)
        {
            return new Fetched(null);
        }
        catch (WeComException no)
        {
            NotFetched(no.Code, no.Class);
            return no.Class == ErrorClass.Data ? new Fetched(null) : null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            NotFetched(0, ErrorClass.Transient);
            return null;
        }
    }

    /// <summary>What is said in a voice message, or null.</summary>
    public async Task<string?> HearAsync(InboundFile voice, CancellationToken ct)
    {
        if (recognise is null) return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            return await recognise(voice, limit.Token);
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            NotHeard(fault);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A file of a resident was not fetched: {Code} ({Class})")]
    private partial void NotFetched(int code, ErrorClass @class);

    [LoggerMessage(LogLevel.Error, "A voice message could not be listened to; it is taken without words")]
    private partial void NotHeard(Exception fault);

    /// <summary>What fetching came to.</summary>
    internal sealed record Fetched(InboundFile? File);
}
