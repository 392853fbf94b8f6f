using FakeWeCom.World;

namespace FakeWeCom.Api;

/// <summary>media/upload and media/get.</summary>
internal static class MediaCalls
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF];
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47];
    private static readonly byte[] Amr = "#!AMR"u8.ToArray();

    public static IEnumerable<VendorCall> All => [new("POST", "media/upload", call => Put(call, null, ["image", "voice", "video", "file"])), new("GET", "media/get", Get)];

    /// <summary>Takes a file of one of these types; one of a robot belongs to it.</summary>
    public static Answer Put(Call call, string? robot, string[] types)
    {
        var type = call.Query("type") ?? "";
        if (!types.Contains(type)) throw new VendorRefusal(40004, "invalid media type");
        if (call.Upload is not { Field: "media", Name.Length: > 0 } upload) throw new VendorRefusal(41005, "media data missing");
        var bytes = upload.Bytes;
        if (bytes.Length <= 5) throw new VendorRefusal(40006, "invalid media size");
        var most = type switch { "image" or "video" => 10 << 20, "voice" => 2 << 20, _ => 20 << 20 };
        if (bytes.Length > most) throw new VendorRefusal(45001, "media size out of limit");
        if (type == "image" && !Begins(bytes, Jpeg) && !Begins(bytes, Png)) throw new VendorRefusal(40005, "invalid image format");
        if (type == "voice" && !Begins(bytes, Amr)) throw new VendorRefusal(40005, "invalid voice format");
        var contentType = type switch { "image" => Begins(bytes, Png) ? "image/png" : "image/jpeg", "voice" => "audio/amr", "video" => "video/mp4", _ => "application/octet-stream" };
        var file = call.Corp.Media.Add(type, upload.Name, contentType, bytes, robot);
        return Answer.With(new() { ["type"] = type, ["media_id"] = file.MediaId, ["created_at"] = $"{call.Corp.Seconds}" });
    }

    private static Answer.File Get(Call call) => new(call.Corp.Media.Get(call.Query("media_id")));

    private static bool Begins(byte[] bytes, byte[] mark) => bytes.AsSpan().StartsWith(mark);
}
