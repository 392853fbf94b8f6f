using System.Net.Http.Headers;
using System.Text;

namespace ResidentAssistant.Tests.Channels;

/// <summary>Uploads as clients make them.</summary>
internal static class Uploaded
{
    public static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xFF, 0xD9];

    public static readonly byte[] Voice = [.. "#!AMR\n"u8, 1, 2, 3, 4];

    public static HttpContent Single(byte[] bytes, string type, string? name = null)
    {
        var content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        if (name is not null) content.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileNameStar = name };
        return content;
    }

    public static MultipartFormDataContent Form(string? activity, params byte[][] files)
    {
        var form = new MultipartFormDataContent();
        if (activity is not null) form.Add(new StringContent(activity, Encoding.UTF8, "application/vnd.microsoft.activity"), "activity", "blob");
        foreach (var file in files) form.Add(Single(file, "image/jpeg"), "file", "file");
        return form;
    }
}
