using System.Buffers.Binary;
using Microsoft.Playwright;

namespace ResidentAssistant.Tests.Browser;

/// <summary>A JPEG as a phone's camera makes it: large, and with an Exif block that could hold a place.</summary>
internal static class TestPhoto
{
    public static async Task<byte[]> JpegAsync(IPage page, int width, int height)
    {
        var drawn = await page.EvaluateAsync<string>("""
            ([w, h]) => {
              const canvas = document.createElement('canvas');
              canvas.width = w; canvas.height = h;
              const pen = canvas.getContext('2d');
              pen.fillStyle = '#9ab'; pen.fillRect(0, 0, w, h);
              pen.fillStyle = '#369'; pen.fillRect(w / 3, h / 3, w / 4, h / 2);
              return canvas.toDataURL('image/jpeg', 0.9).split(',')[1];
            }
            """, new[] { width, height });
        var jpeg = Convert.FromBase64String(drawn);
        byte[] exif = [0xFF, 0xE1, 0x00, 0x10, .. "Exif\0\0"u8, .. "II*\0\b\0\0\0"u8];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }

    public static bool HasExif(byte[] jpeg) => jpeg.AsSpan().IndexOf("Exif\0\0"u8) >= 0;

    /// <summary>Width and height from the start-of-frame segment.</summary>
    public static (int Width, int Height) Size(byte[] jpeg)
    {
        for (var at = 2; at + 9 < jpeg.Length; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 2)))
        {
            if (jpeg[at + 1] is >= 0xC0 and <= 0xC2)
                return (BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 7)), BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at + 5)));
        }

        throw new InvalidDataException("No frame in this JPEG.");
    }
}
