using System.Buffers.Binary;

namespace ResidentAssistant.Consent.Applications;

/// <summary>Takes out of a photo what a phone writes beside the picture: place, time, device, further pictures. How the picture is turned stays.</summary>
internal static class JpegMarks
{
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;

    /// <summary>The photo without application segments, comments and what follows its end; null when it cannot be walked through.</summary>
    public static byte[]? Without(byte[] jpeg)
    {
        var turned = 1;
        var at = 2;
        using var body = new MemoryStream(jpeg.Length);
        for (var shown = false; ;)
        {
            if (at + 1 >= jpeg.Length || jpeg[at] != 0xFF) return null;
            // Any number of fill bytes may stand before a mark.
            while (at + 2 < jpeg.Length && jpeg[at + 1] == 0xFF) at++;
            var mark = jpeg[at + 1];
            if (mark == EndOfImage) return shown ? Whole(turned, body) : null;
            if (at + 4 > jpeg.Length) return null;
            var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2)) + 2;
            if (length < 4 || at + length > jpeg.Length) return null;
            var segment = jpeg.AsSpan(at, length);
            if (mark == 0xE1) turned = Turned(segment[4..]) ?? turned;
            if (IsPicture(mark, segment)) body.Write(segment);
            at += length;
            if (mark != StartOfScan) continue;
            shown = true;
            var next = AfterScan(jpeg, at);
            body.Write(jpeg, at, next - at);
            // A phone that was stopped while it wrote leaves no end; what there is of the picture is kept.
            if (next == jpeg.Length) return Whole(turned, body);
            at = next;
        }
    }

    // JFIF, the colour profile and Adobe's colour transform belong to the picture; APP2 is also where phones point to a second one.
    private static bool IsPicture(byte mark, ReadOnlySpan<byte> segment) => mark switch
    {
        0xE2 => segment[4..].StartsWith("ICC_PROFILE\0"u8),
        0xEE => segment[4..].StartsWith("Adobe"u8),
        (>= 0xE1 and <= 0xEF) or 0xFE => false,
        _ => true,
    };

    // Within the picture's data a mark is only what is followed neither by zero nor by a restart.
    private static int AfterScan(byte[] jpeg, int from)
    {
        for (var at = from; at + 1 < jpeg.Length; at++)
            if (jpeg[at] == 0xFF && jpeg[at + 1] is not (0 or 0xFF or (>= 0xD0 and <= 0xD7))) return at;
        return jpeg.Length;
    }

    private static byte[] Whole(int turned, MemoryStream body)
    {
        using var kept = new MemoryStream((int)body.Length + 40);
        kept.Write([0xFF, 0xD8]);
        if (turned is > 1 and <= 8) kept.Write([0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)turned, 0, 0, 0, 0, 0, 0]);
        body.WriteTo(kept);
        kept.Write([0xFF, EndOfImage]);
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
