using System.Buffers.Binary;

namespace ResidentAssistant.Works.Entries;

/// <summary>Takes out of a PNG what a phone writes beside the picture: place, time, device, words.</summary>
internal static class PngMarks
{
    /// <summary>The picture with the chunks that make it a picture and no others; one that cannot be read is left as it is.</summary>
    public static byte[] Without(byte[] png)
    {
        using var kept = new MemoryStream(png.Length);
        kept.Write(png, 0, 8);
        for (var at = 8; at + 12 <= png.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at));
            if (length > png.Length - at - 12) return png;
            var chunk = png.AsSpan(at, (int)length + 12);
            if (!IsMark(chunk.Slice(4, 4))) kept.Write(chunk);
            at += chunk.Length;
        }

        return kept.ToArray();
    }

    private static bool IsMark(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("eXIf"u8) || name.SequenceEqual("tEXt"u8) || name.SequenceEqual("zTXt"u8) || name.SequenceEqual("iTXt"u8) || name.SequenceEqual("tIME"u8);
}
