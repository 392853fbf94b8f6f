using ResidentAssistant.Messaging;

namespace ResidentAssistant.Channels;

/// <summary>Files that an activity carries in itself, as <c>data:</c> addresses.</summary>
internal static class DataFiles
{
    /// <summary>Reads them; addresses of other kinds are left alone.</summary>
    public static IReadOnlyList<InboundFile> Read(IncomingActivity activity, DateTimeOffset now)
    {
        if (activity.Attachments is not { Count: > 0 } attachments) return [];
        var files = new List<InboundFile>();
        foreach (var attachment in attachments)
        {
            if (attachment?.ContentUrl is not { } url || !url.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) continue;
            if (files.Count == FileTypes.Most) throw TooMany();
            var comma = url.IndexOf(',', StringComparison.Ordinal);
            if (comma < 0 || !url.AsSpan(0, comma).EndsWith(";base64", StringComparison.OrdinalIgnoreCase)) throw Bad();
            var bytes = new byte[(url.Length - comma) * 3 / 4 + 3];
            if (!Convert.TryFromBase64Chars(url.AsSpan(comma + 1), bytes, out var length)) throw Bad();
            files.Add(FileTypes.Accept(bytes[..length], attachment.ContentType, attachment.Name, now));
        }

        return files;
    }

    /// <summary>The refusal of a fifth file.</summary>
    public static RefusedException TooMany() => new("BadArgument", $"一次最多发{FileTypes.Most}张，请分几次发。");

    private static RefusedException Bad() => new("BadArgument", "The attachment's data cannot be read.");
}
