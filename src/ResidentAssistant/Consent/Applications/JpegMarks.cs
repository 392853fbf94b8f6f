using System.Buffers.Binary;

namespace ResidentAssistant.Consent.Applications;

/// <summary>Takes out of a photo what a phone writes beside the picture: place, time, device. How the picture is turned stays.</summary>
internal static class JpegMarks
{
    /// <summary>The photo without application segments and comments; one that cannot be read is left as it is.</summary>
    public static byte[] Without(byte[] jpeg)
    {
        using var kept = new MemoryStream(jpeg.Length);
        kept.Write(jpeg, 0, 2);
        var turned = 1;
        var at = 2;
        var body = new MemoryStream();
        while (at + 4 <= jpeg.Length && jpeg[at] == 0xFF)
        {
            var mark = jpeg[at + 1];
            if (mark == 0xDA) break;
            var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2)) + 2;
            if (length < 4 || at + length > jpeg.Length) return jpeg;
            var segment = jpeg.AsSpan(at, length);
            if (mark == 0xE1) turned = Turned(segment[4..]) ?? turned;
            // JFIF, colour profile and Adobe's colour transform belong to the picture.
            if (mark is not (>= 0xE1 and <= 0xEF or 0xFE) || mark is 0xE2 or 0xEE) body.Write(segment);
            at += length;
        }

        if (at + 4 > jpeg.Length || jpeg[at] != 0xFF) return jpeg;
        if (turned is > 1 and <= 8) kept.Write([0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)turned, 0, 0, 0, 0, 0, 0]);
        body.WriteTo(kept);
        kept.Write(jpeg, at, jpeg.Length - at);
        return kept.ToArray();
    }

    private static int? Turned(ReadOnlySpan<byte> exif)
    {
        if (exif.Length < 14 || !exif.StartsWith("Exif\0\0"u8)) return null;
        var tiff = exif[6..];
        var little = tiff[0] == 'I';
        int Short(ReadOnlySpan<byte> from) => little ? BinaryPrimitives.ReadUInt16LittleEndian(from) : BinaryPrimitives.ReadUInt16BigEndian(from);
        var start = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (start > (uint)tiff.Length - 2) return null;
        var entries = tiff[(int)start..];
        var count = Short(entries);
        for (var i = 0; i < count && 2 + i * 12 + 12 <= entries.Length; i++)
        {
            var entry = entries.Slice(2 + i * 12, 12);
            if (Short(entry) == 0x0112) return Short(entry[8..]);
        }

        return null;
    }
}
