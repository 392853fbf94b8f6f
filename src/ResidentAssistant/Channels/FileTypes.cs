using System.Text;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Channels;

/// <summary>Which files people may send, told by their first bytes and not by what the sender calls them.</summary>
internal static class FileTypes
{
    /// <summary>Largest file, in bytes.</summary>
    public const int Limit = 10 * 1024 * 1024;

    /// <summary>Most files in one message.</summary>
    public const int Most = 4;

    /// <summary>Checks a file and gives it an id; refuses what is not an accepted photo, film or voice recording.</summary>
    public static InboundFile Accept(byte[] content, string? declared, string? name, DateTimeOffset now)
    {
        if (content.Length > Limit) throw RequestBody.TooLarge();
        var type = Of(content);
        // The same container holds voice and film; only who sends it says which.
        if (declared?.StartsWith("video/", StringComparison.OrdinalIgnoreCase) == true) type = FilmOf(content);
        if (type is null) throw new RefusedException("UnsupportedMediaType", "这种文件我们收不了。请发照片、视频或者录音。", StatusCodes.Status415UnsupportedMediaType);
        return new InboundFile(Guid.CreateVersion7(now), type, NameOf(name, type), content);
    }

    /// <summary>Media type by the first bytes, or null.</summary>
    public static string? Of(ReadOnlySpan<byte> content) => content switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [0x47, 0x49, 0x46, 0x38, 0x37 or 0x39, 0x61, ..] => "image/gif",
        [0x52, 0x49, 0x46, 0x46, _, _, _, _, 0x57, 0x45, 0x42, 0x50, ..] => "image/webp",
        [0x23, 0x21, 0x41, 0x4D, 0x52, ..] => "audio/amr",
        [0x4F, 0x67, 0x67, 0x53, ..] => "audio/ogg",
        [0x1A, 0x45, 0xDF, 0xA3, ..] => "audio/webm",
        [0x49, 0x44, 0x33, ..] => "audio/mpeg",
        [0xFF, 0xF2 or 0xF3 or 0xFA or 0xFB, ..] => "audio/mpeg",
        [_, _, _, _, 0x66, 0x74, 0x79, 0x70, var a, var b, var c, var d, ..] => Brand(a, b, c, d),
        _ => null,
    };

    private static string? FilmOf(ReadOnlySpan<byte> content) => content switch
    {
        [0x1A, 0x45, 0xDF, 0xA3, ..] => "video/webm",
        [_, _, _, _, 0x66, 0x74, 0x79, 0x70, 0x71, 0x74, 0x20, 0x20, ..] => "video/quicktime",
        [_, _, _, _, 0x66, 0x74, 0x79, 0x70, _, _, _, _, ..] when Of(content) is null or "audio/mp4" => "video/mp4",
        _ => null,
    };

    private static string? Brand(byte a, byte b, byte c, byte d) => Encoding.ASCII.GetString([a, b, c, d]) switch
    {
        "heic" or "heix" or "hevc" or "hevx" or "heim" or "heis" or "mif1" or "msf1" => "image/heic",
        "M4A " or "M4B " or "mp41" or "mp42" or "isom" or "iso2" or "iso5" or "iso6" or "dash" => "audio/mp4",
        _ => null,
    };

    private static string NameOf(string? name, string type)
    {
        var last = name is null ? "" : name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var clean = new StringBuilder(last.Length);
        foreach (var rune in last.EnumerateRunes())
        {
            if (clean.Length >= 120) break;
            if (!System.Text.Rune.IsControl(rune) && rune != System.Text.Rune.ReplacementChar) clean.Append(rune);
        }

        return clean.Length > 0 ? clean.ToString() : type.Replace('/', '.');
    }
}
