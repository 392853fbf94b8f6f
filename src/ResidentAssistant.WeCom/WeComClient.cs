using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ResidentAssistant.WeCom.Wire;

namespace ResidentAssistant.WeCom;

/// <summary>The calls of one app. It never repeats a call by itself, but for one with a token that had ended.</summary>
/// <remarks>Every call throws <see cref="WeComException"/> when refused or unanswered, and can be called from many threads.</remarks>
public sealed partial class WeComClient(WeComApp app, HttpMessageInvoker http, Uri address, AccessTokens tokens, TimeSpan? patience = null)
{
    /// <summary>Where the vendor answers.</summary>
    public static readonly Uri VendorAddress = new("https://qyapi.weixin.qq.com");

    /// <summary>How long a call may take when nothing else is said.</summary>
    public static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(10);

    private readonly VendorHttp vendor = new(http, address, patience ?? UsualPatience);

    /// <summary>The app whose calls these are.</summary>
    public WeComApp App => app;

    private Task<T> GetAsync<T>(string path, string query, JsonTypeInfo<T> answer, CancellationToken ct)
        where T : Answer => WithTokenAsync(token => vendor.CallAsync(path, $"?access_token={token}{query}", null, answer, ct), ct);

    private Task<TAnswer> PostAsync<TRequest, TAnswer>(string path, TRequest request, JsonTypeInfo<TRequest> type, JsonTypeInfo<TAnswer> answer, CancellationToken ct)
        where TAnswer : Answer
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(request, type);
        return WithTokenAsync(async token =>
        {
            using var body = new ByteArrayContent(json);
            body.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
            return await vendor.CallAsync(path, $"?access_token={token}", body, answer, ct);
        }, ct);
    }

    // A token may end at any moment; the refusal says that the call had no effect, so that once again is safe.
    private async Task<T> WithTokenAsync<T>(Func<string, Task<T>> call, CancellationToken ct)
    {
        var token = await tokens.CurrentAsync(ct);
        try
        {
            return await call(Uri.EscapeDataString(token));
        }
        catch (WeComException refusal) when (refusal.Code is WeComErrors.InvalidToken or WeComErrors.ExpiredToken)
        {
            token = await tokens.RenewAsync(token, ct);
        }

        return await call(Uri.EscapeDataString(token));
    }
}
