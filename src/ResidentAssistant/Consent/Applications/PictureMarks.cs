using System.Buffers.Binary;
using System.Text;

namespace ResidentAssistant.Consent.Applications;

/// <summary>Takes out of a picture what a phone writes beside it: place, time, device, a second picture. A PDF is kept as it comes.</summary>
internal static class PictureMarks
{
    private const int PngHead = 8;
    private const int WebpHead = 12;

    // What is needed to show the picture; everything else only tells of it.
    private static readonly string[] Png = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", "cICP"];
    private static readonly string[] Webp = ["VP8 ", "VP8L", "VP8X", "ALPH", "ICCP"];

    /// <summary>The picture alone; refused when it cannot be walked through, because then nobody knows what stands in it.</summary>
    public static byte[] Without(byte[] content, string contentType) => (contentType switch
    {
        "image/jpeg" => JpegMarks.Without(content),
        "image/png" => PngWithout(content),
        "image/webp" => WebpWithout(content),
        _ => content,
    }) ?? throw new RefusedException("UnsupportedMediaType", "这张照片读不出来，可能没有存完整。请重新拍一张，或者截个图再传。", StatusCodes.Status415UnsupportedMediaType);

    private static byte[]? PngWithout(byte[] png)
    {
        using var kept = new MemoryStream(png.Length);
        kept.Write(png, 0, PngHead);
        for (var at = PngHead; at + 12 <= png.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at));
            if (length > png.Length - at - 12) return null;
            var name = Encoding.Latin1.GetString(png, at + 4, 4);
            if (Png.Contains(name)) kept.Write(png, at, (int)length + 12);
            if (name == "IEND") return kept.ToArray();
            at += (int)length + 12;
        }

        return null;
    }

    private static byte[]? WebpWithout(byte[] webp)
    {
        if (webp.Length < WebpHead) return null;
        var end = WebpHead - 4 + (long)BinaryPrimitives.ReadUInt32LittleEndian(webp.AsSpan(4));
        if (end > webp.Length) return null;
        using var kept = new MemoryStream(webp.Length);
        kept.Write(webp, 0, WebpHead);
        for (var at = WebpHead; at + 8 <= end;)
        {
            var length = (long)BinaryPrimitives.ReadUInt32LittleEndian(webp.AsSpan(at + 4));
            length += length % 2;
            if (length > webp.Length - at - 8) return null;
            var name = Encoding.Latin1.GetString(webp, at, 4);
            var chunk = webp.AsSpan(at, (int)length + 8);
            // Moving pictures hold whole pictures with chunks of their own; nobody takes one of a paper.
            if (name is "ANIM" or "ANMF") return null;
            if (Webp.Contains(name))
            {
                kept.Write(chunk);
                // It no longer announces EXIF or XMP.
                if (name == "VP8X" && length > 0)
                {
                    kept.Position -= length;
                    kept.WriteByte((byte)(chunk[8] & ~0x0C));
                    kept.Position = kept.Length;
                }
            }

            at += (int)length + 8;
        }

        var clean = kept.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(clean.AsSpan(4), (uint)clean.Length - 8);
        return clean;
    }
}
