using System.Globalization;
using ResidentAssistant.WeCom.Callbacks;

namespace ResidentAssistant.Channels.WeCom;

/// <summary><c>/wecom/callback</c>: proves the address to WeCom, and takes what WeCom tells.</summary>
/// <remarks>https://developer.work.weixin.qq.com/document/path/90238</remarks>
internal sealed partial class CallbackEndpoint(WeComSettings settings, Nonces nonces, IEnumerable<IWeComEvents> takers, TimeProvider clock, ILogger<CallbackEndpoint> log)
{
    /// <summary>Longest body taken, in bytes.</summary>
    public const int Limit = 1024 * 1024;

    private readonly CallbackCrypto crypto = new(settings.Assistant.Token, settings.Assistant.EncodingAesKey, settings.CorpId);
    private readonly IWeComEvents[] all = [.. takers];

    /// <summary>Answers with what was encrypted; keeps no state, so that the vendor's published sample verifies too.</summary>
    public async Task VerifyAsync(HttpContext context)
    {
        // A proxy that decodes once too often has made spaces of the pluses.
        var echo = ((string?)context.Request.Query["echostr"])?.Replace(' ', '+');
        if (Signature.Of(context.Request.Query) is not { } signed || echo is not { Length: > 0 and <= 4096 })
        {
            Refuse(context, StatusCodes.Status400BadRequest, "no verification");
            return;
        }

        var opened = crypto.Open(signed.Value, signed.Timestamp, signed.Nonce, echo);
        if (opened.Plain is not { } plain)
        {
            Refuse(context, StatusOf(opened.Fault), opened.Fault.ToString());
            return;
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(plain, context.RequestAborted);
    }

    /// <summary>Answers 200 when everyone meant has committed what must not be lost.</summary>
    public async Task TakeAsync(HttpContext context)
    {
        if (Signature.Of(context.Request.Query) is not { } signed || !IsNow(signed.Timestamp))
        {
            Refuse(context, StatusCodes.Status400BadRequest, "no signature of now");
            return;
        }

        if (await BodyAsync(context.Request) is not { } body)
        {
            Refuse(context, StatusCodes.Status413PayloadTooLarge, "too long");
            return;
        }

        var opened = CallbackXml.Encrypt(body) is { } encrypt ? crypto.Open(signed.Value, signed.Timestamp, signed.Nonce, encrypt) : OpenedCallback.NotXml;
        var happened = opened.Plain is { } plain ? CallbackXml.Event(plain) : null;
        if (happened is null)
        {
            var fault = opened.Fault is CallbackFault.None ? CallbackFault.Xml : opened.Fault;
            Refuse(context, StatusOf(fault), fault.ToString());
            return;
        }

        if (!await nonces.TryTakeAsync(signed.Nonce, context.RequestAborted))
        {
            Refuse(context, StatusCodes.Status409Conflict, "repeated");
            return;
        }

        try
        {
            foreach (var taker in all) await taker.TakeAsync(happened, context.RequestAborted);
        }
        catch
        {
            await nonces.GiveBackAsync(signed.Nonce);
            throw;
        }
    }

    private static int StatusOf(CallbackFault fault) =>
        fault is CallbackFault.Signature or CallbackFault.Receiver ? StatusCodes.Status403Forbidden : StatusCodes.Status400BadRequest;

    private static async Task<byte[]?> BodyAsync(HttpRequest request)
    {
        if (request.ContentLength > Limit) return null;
        try
        {
            return await RequestBody.BytesAsync(request.Body, Limit, request.HttpContext.RequestAborted);
        }
        catch (RefusedException)
        {
            return null;
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }

    private bool IsNow(string timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - seconds) <= Nonces.Window.TotalSeconds;

    private void Refuse(HttpContext context, int status, string why)
    {
        context.Response.StatusCode = status;
        Refused(context.TraceIdentifier, status, why);
    }

    [LoggerMessage(LogLevel.Warning, "WeCom callback {Request} was refused with {Status}: {Why}")]
    private partial void Refused(string request, int status, string why);

    /// <summary>The signed part of a query.</summary>
    private sealed record Signature(string Value, string Timestamp, string Nonce)
    {
        public static Signature? Of(IQueryCollection query) =>
            query["msg_signature"] is [{ Length: 40 } value] && query["timestamp"] is [{ Length: > 0 and <= 12 } timestamp] && query["nonce"] is [{ Length: > 0 and <= 128 } nonce]
                && nonce.All(c => c is > ' ' and < (char)127) ? new(value, timestamp, nonce) : null;
    }
}
