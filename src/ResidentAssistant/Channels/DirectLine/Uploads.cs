using System.Buffers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Channels.DirectLine;

/// <summary>Reads uploads: one raw file, or a form with an activity and files.</summary>
internal static class Uploads
{
    /// <summary>Largest request, in bytes.</summary>
    public const long Limit = (long)FileTypes.Most * FileTypes.Limit + RequestBody.JsonLimit + 64 * 1024;

    /// <summary>Reads everything before anything is stored.</summary>
    public static async Task<(IncomingActivity? Activity, IReadOnlyList<InboundFile> Files)> ReadAsync(HttpRequest request, DateTimeOffset now, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            if (request.ContentLength > FileTypes.Limit) throw RequestBody.TooLarge();
            var name = ContentDispositionHeaderValue.TryParse(request.Headers.ContentDisposition.ToString(), out var about) ? NameOf(about) : null;
            var bytes = await RequestBody.BytesAsync(request.Body, FileTypes.Limit, ct);
            return (null, [FileTypes.Accept(bytes, request.ContentType, name, now)]);
        }

        if (request.ContentLength > Limit) throw RequestBody.TooLarge();
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        if (boundary.Length is 0 or > 100) throw BadForm();
        try
        {
            return await FormAsync(new MultipartReader(boundary.Value!, request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 4096 }, now, ct);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw BadForm();
        }
    }

    private static async Task<(IncomingActivity?, IReadOnlyList<InboundFile>)> FormAsync(MultipartReader form, DateTimeOffset now, CancellationToken ct)
    {
        IncomingActivity? activity = null;
        var files = new List<InboundFile>();
        while (await form.ReadNextSectionAsync(ct) is { } part)
        {
            var about = ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition) ? disposition : null;
            if (about?.Name.Value?.Trim('"') == "activity" || part.ContentType?.StartsWith("application/vnd.microsoft.activity", StringComparison.OrdinalIgnoreCase) == true)
            {
                if (activity is not null) throw BadForm();
                var json = await RequestBody.BytesAsync(part.Body, RequestBody.JsonLimit, ct);
                activity = RequestBody.Json(new ReadOnlySequence<byte>(json), IncomingJson.Default.IncomingActivity);
                continue;
            }

            if (files.Count == FileTypes.Most) throw DataFiles.TooMany();
            files.Add(FileTypes.Accept(await RequestBody.BytesAsync(part.Body, FileTypes.Limit, ct), part.ContentType, about is null ? null : NameOf(about), now));
        }

        return activity is null && files.Count == 0 ? throw BadForm() : (activity, files);
    }

    private static string? NameOf(ContentDispositionHeaderValue about) =>
        HeaderUtilities.RemoveQuotes(about.FileNameStar.HasValue ? about.FileNameStar : about.FileName).Value;

    private static RefusedException BadForm() => new("BadArgument", "The form cannot be read.");
}
