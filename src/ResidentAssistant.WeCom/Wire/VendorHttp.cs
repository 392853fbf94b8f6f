using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ResidentAssistant.WeCom.Wire;

/// <summary>Sends one call and decodes its answer; every failure is a <see cref="WeComException"/>.</summary>
internal sealed class VendorHttp(HttpMessageInvoker http, Uri address, TimeSpan patience)
{
    private const int LongestAnswer = 8 * 1024 * 1024;
    private readonly string start = address.AbsoluteUri.TrimEnd('/');

    /// <summary>Calls <paramref name="path"/> (the query is never told in an error) and reads the answer.</summary>
    public async Task<T> CallAsync<T>(string path, string query, HttpContent? body, JsonTypeInfo<T> type, CancellationToken ct, TimeSpan? longer = null)
        where T : Answer
    {
        var bytes = await ExchangeAsync(path, query, body, longer ?? patience, static (response, stop) => ReadAsync(response, LongestAnswer, stop), ct);
        return Decode(path, bytes, type);
    }

    /// <summary>Fetches what may be a file or, when refused, JSON.</summary>
    public Task<T> FetchAsync<T>(string path, string query, TimeSpan longer, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken ct) =>
        ExchangeAsync(path, query, null, longer, read, ct);

    /// <summary>Reads an answer's body, at most <paramref name="limit"/> bytes; null when it is longer.</summary>
    public static async Task<byte[]?> ReadUpToAsync(HttpResponseMessage response, int limit, CancellationToken ct)
    {
        if (response.Content.Headers.ContentLength > limit) return null;
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer, ct)) > 0)
        {
            if (bytes.Length + count > limit) return null;
            bytes.Write(buffer, 0, count);
        }

        return bytes.ToArray();
    }

    /// <summary>Decodes an answer; throws when the vendor refused or nothing can be read.</summary>
    public static T Decode<T>(string path, ReadOnlySpan<byte> bytes, JsonTypeInfo<T> type)
        where T : Answer
    {
        T? answer = null;
        try
        {
            answer = JsonSerializer.Deserialize(bytes, type);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            ThrowIfRefused(path, bytes);
        }

        if (answer is null) throw new WeComException(path, "the answer cannot be read", answerLost: true);
        return answer.Errcode is { } code and not 0 ? throw new WeComException(path, code, answer.Errmsg) : answer;
    }

    /// <summary>Throws when the bytes are JSON with an <c>errcode</c> other than 0.</summary>
    public static void ThrowIfRefused(string path, ReadOnlySpan<byte> bytes)
    {
        Answer? answer = null;
        try
        {
            answer = JsonSerializer.Deserialize(bytes, WireJson.Default.Answer);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not even that can be read.
        }

        if (answer?.Errcode is { } code and not 0) throw new WeComException(path, code, answer.Errmsg);
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, int limit, CancellationToken ct) =>
        await ReadUpToAsync(response, limit, ct) ?? throw new HttpRequestException("too long");

    private async Task<T> ExchangeAsync<T>(string path, string query, HttpContent? body, TimeSpan within,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        stop.CancelAfter(within);
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri($"{start}/cgi-bin/{path}{query}")) { Content = body };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        try
        {
            using var response = await http.SendAsync(request, stop.Token);
            if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent) return await read(response, stop.Token);
            // The vendor's refusals come with 200; anything else is from something in between, or from a vendor in trouble.
            var status = (int)response.StatusCode;
            throw new WeComException(path, $"HTTP {status}", answerLost: status >= 500, PauseOf(response));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Not our patience, so no connection came about in the handler's time; an HttpClient has a patience of its own.
            if (!stop.IsCancellationRequested && http is not HttpClient) throw new WeComException(path, "out of reach (no connection in time)", answerLost: false);
            throw new WeComException(path, $"no answer within {within.TotalSeconds:0} s", answerLost: true);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            // Where no connection came about nothing was sent.
            var reached = fault is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError };
            var how = fault is HttpRequestException { HttpRequestError: var error } ? error.ToString() : fault.GetType().Name;
            throw new WeComException(path, reached ? $"the answer broke off ({how})" : $"out of reach ({how})", answerLost: reached);
        }
    }

    private static TimeSpan? PauseOf(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta is { } wait && wait <= TimeSpan.FromMinutes(10) ? wait : null;
}
