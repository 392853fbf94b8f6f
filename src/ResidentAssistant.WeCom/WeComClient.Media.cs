using System.Net.Http.Headers;
using ResidentAssistant.WeCom.Wire;

namespace ResidentAssistant.WeCom;

public sealed partial class WeComClient
{
    internal static readonly TimeSpan MediaPatience = TimeSpan.FromSeconds(60);

    /// <summary>Uploads a file; its id serves three days and all apps of the corp.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/90253</remarks>
    public async Task<string> UploadAsync(MediaKind kind, string name, string contentType, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var answer = await WithTokenAsync(async token =>
        {
            using var form = MediaForm.Of(name, contentType, content);
            return await vendor.CallAsync("media/upload", $"?access_token={token}&type={MediaForm.Word(kind)}", form, WireJson.Default.MediaAnswer, ct, MediaPatience);
        }, ct);
        return answer.MediaId ?? throw new WeComException("media/upload", "the answer has no media_id", answerLost: true);
    }

    /// <summary>Fetches a file, or null when it is longer than <paramref name="limit"/> bytes.</summary>
    /// <remarks>https://developer.work.weixin.qq.com/document/path/90254</remarks>
    public Task<WeComFile?> DownloadAsync(string mediaId, int limit, CancellationToken ct) => WithTokenAsync(token =>
        vendor.FetchAsync("media/get", $"?access_token={token}&media_id={Uri.EscapeDataString(mediaId)}", MediaPatience, async (response, stop) =>
        {
            var type = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() ?? "";
            var bytes = await VendorHttp.ReadUpToAsync(response, limit, stop);
            // A refusal comes as JSON in the place of the file; a JSON file of a customer has no errcode of its own.
            if (type is "application/json" or "text/plain" or "" && bytes is not null) VendorHttp.ThrowIfRefused("media/get", bytes);
            return bytes is null ? null : new WeComFile(type, MediaForm.NameIn(response.Content.Headers.ContentDisposition), bytes);
        }, ct), ct);
}
