using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace ResidentAssistant.Channels;

/// <summary>Reads request bodies within limits; what does not fit or is not JSON is refused.</summary>
internal static class RequestBody
{
    /// <summary>Largest JSON body taken, in bytes.</summary>
    public const int JsonLimit = 256 * 1024;

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 32 };

    /// <summary>Reads the body as JSON of a type.</summary>
    public static async ValueTask<T> JsonAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
    {
        if (request.ContentLength > JsonLimit) throw TooLarge();
        var body = request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(ct);
            if (!read.IsCompleted && read.Buffer.Length <= JsonLimit)
            {
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            try
            {
                return read.Buffer.Length > JsonLimit ? throw TooLarge() : Json(read.Buffer, type);
            }
            finally
            {
                // Also after a refusal, else the server cannot use the connection again.
                body.AdvanceTo(read.Buffer.End);
            }
        }
    }

    /// <summary>Reads bytes as JSON of a type.</summary>
    public static T Json<T>(ReadOnlySequence<byte> bytes, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            var text = bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray();
            // The JSON reader looks at names and texts only when they are asked for, which is too late for a clear answer.
            if (!Utf8.IsValid(text)) throw NotJson();
            var reader = new Utf8JsonReader(text, Strict);
            var value = JsonSerializer.Deserialize(ref reader, type);
            if (value is null || reader.Read()) throw NotJson();
            return value;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with an unpaired surrogate or bytes that are not UTF-8.
            throw NotJson();
        }
    }

    /// <summary>Reads all bytes, at most <paramref name="limit"/>.</summary>
    public static async Task<byte[]> BytesAsync(Stream body, int limit, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            int count;
            while ((count = await body.ReadAsync(buffer, ct)) > 0)
            {
                if (bytes.Length + count > limit) throw TooLarge();
                bytes.Write(buffer, 0, count);
            }

            return bytes.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The refusal of what is too large.</summary>
    public static RefusedException TooLarge() => new("MessageSizeTooBig", "这个内容太大了。照片和录音每个最大10兆，请换小一点的再发。", StatusCodes.Status413PayloadTooLarge);

    private static RefusedException NotJson() => new("BadSyntax", "The body is not JSON of the expected form.");
}
