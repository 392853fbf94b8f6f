using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FakeWeCom.Api;
using FakeWeCom.World;

namespace FakeWeCom.LongConnection;

/// <summary>A file in pieces: begin, add, finish, within 30 minutes.</summary>
internal static class BotUploads
{
    private const int LongestChunk = 512 << 10;

    public static JsonObject Begin(Corp corp, AiBot bot, Fields body)
    {
        var type = body.TextOrEmpty("type");
        var chunks = body.Number("total_chunks") ?? 0;
        var size = body.Number("total_size") ?? 0;
        if (type is not ("file" or "image" or "voice" or "video")) throw new VendorRefusal(40004, "invalid media type");
        Call.Demand(chunks is >= 1 and <= 100 && size is > 5 and <= 100L * LongestChunk, "total_chunks or total_size");
        if (!corp.Frequency.TakeSliding($"upload {bot.BotId}", 30, TimeSpan.FromMinutes(1)) || !corp.Frequency.TakeSliding($"upload {bot.BotId}", 1000, TimeSpan.FromHours(1)))
            throw new VendorRefusal(45009, "api freq out of limit");
        var id = corp.Ids.Word("", 32);
        corp.Uploads[id] = new UploadInPieces(type, body.TextOrEmpty("filename"), (int)size, (int)chunks, body.TextOrEmpty("md5"), corp.Now);
        return new() { ["upload_id"] = id };
    }

    public static JsonObject? Add(Corp corp, Fields body)
    {
        var upload = Find(corp, body);
        var index = body.Number("chunk_index") ?? -1;
        Call.Demand(index >= 0 && index < upload.Chunks, "chunk_index");
        var bytes = new byte[LongestChunk];
        if (!Convert.TryFromBase64String(body.TextOrEmpty("base64_data"), bytes, out var length)) throw new VendorRefusal(40058, "invalid Request Parameter, base64_data");
        upload.Pieces[(int)index] = bytes[..length];
        return null;
    }

    public static JsonObject Finish(Corp corp, Fields body)
    {
        var upload = Find(corp, body);
        byte[] all = [.. upload.Pieces.OrderBy(p => p.Key).SelectMany(p => p.Value)];
        Call.Demand(upload.Pieces.Count == upload.Chunks && all.Length == upload.Size, "pieces missing");
        Call.Demand(upload.Md5.Length == 0 || Convert.ToHexStringLower(MD5.HashData(all)) == upload.Md5, "md5");
        corp.Uploads.Remove(body.Text("upload_id")!);
        var file = corp.Media.Add(upload.Type, upload.Name, "application/octet-stream", all);
        return new() { ["type"] = upload.Type, ["media_id"] = file.MediaId, ["created_at"] = $"{corp.Seconds}" };
    }

    private static UploadInPieces Find(Corp corp, Fields body) =>
        corp.Uploads.TryGetValue(body.TextOrEmpty("upload_id"), out var upload) && corp.Now - upload.At < TimeSpan.FromMinutes(30) ? upload : throw new VendorRefusal(40058, "invalid upload_id");
}

/// <summary>A file on its way in.</summary>
internal sealed record UploadInPieces(string Type, string Name, int Size, int Chunks, string Md5, DateTimeOffset At)
{
    public Dictionary<int, byte[]> Pieces { get; } = [];
}
