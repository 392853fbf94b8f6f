using System.Net.Http.Headers;
using System.Text;

namespace ResidentAssistant.WeCom.Wire;

/// <summary>The form in which files travel.</summary>
internal static class MediaForm
{
    /// <summary>A form with one file, in the way the vendor reads it: quoted names, UTF-8 in them, and the length told.</summary>
    public static MultipartFormDataContent Of(string name, string contentType, ReadOnlyMemory<byte> content)
    {
        var clean = string.Concat(name.Where(c => !char.IsControl(c) && c is not ('"' or '\\' or '/')));
        var file = new ReadOnlyMemoryContent(content);
        file.Headers.ContentType = MediaTypeHeaderValue.TryParse(contentType, out var type) ? type : new MediaTypeHeaderValue("application/octet-stream");
        file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"media\"; filename=\"{clean}\"; filelength={content.Length}");
        var form = new MultipartFormDataContent();
        form.HeaderEncodingSelector = (_, _) => Encoding.UTF8;
        form.Add(file);
        return form;
    }

    /// <summary>The vendor's word for a kind.</summary>
    public static string Word(MediaKind kind) => kind switch
    {
        MediaKind.Image => "image", MediaKind.Voice => "voice", MediaKind.Video => "video", _ => "file",
    };

    /// <summary>The name of a fetched file.</summary>
    public static string? NameIn(ContentDispositionHeaderValue? header) =>
        (header?.FileNameStar ?? header?.FileName)?.Trim('"') is { Length: > 0 } name ? name : null;
}

internal sealed record MediaAnswer : Answer
{
    public string? MediaId { get; init; }
}
