using System.Diagnostics;

namespace ResidentAssistant.Web;

/// <summary>The edge where errors end: a refusal is told, a fault is logged once and apologised for; nobody sees a stack trace.</summary>
internal sealed partial class Errors(RequestDelegate next, ILogger<Errors> log)
{
    /// <summary>Runs the request; what it throws, or an error status without a body, becomes a page or JSON.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (NeedsBody(context)) await ErrorReply.WriteAsync(context, ErrorReply.OfStatus(context.Response.StatusCode));
        }
        catch (RefusedException refused)
        {
            await AnswerAsync(context, new ErrorReply(refused.Status, refused.Code, refused.Message));
        }
        catch (BadHttpRequestException bad)
        {
            await AnswerAsync(context, ErrorReply.OfStatus(bad.StatusCode));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted) context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception fault)
        {
            var trace = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
            Faulted(fault, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "no endpoint", trace);
            await AnswerAsync(context, ErrorReply.OfFault(trace));
        }
    }

    private static bool NeedsBody(HttpContext context) =>
        context.Response is { HasStarted: false, StatusCode: >= 400 and not 499, ContentLength: null or 0, ContentType: null };

    private static async Task AnswerAsync(HttpContext context, ErrorReply reply)
    {
        if (context.Response.HasStarted)
        {
            // Half a reply is out already: cut it off, so that it is not taken for a whole one.
            context.Abort();
            return;
        }

        context.Response.Clear();
        await ErrorReply.WriteAsync(context, reply);
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Endpoint} failed, trace {Trace}")]
    private partial void Faulted(Exception fault, string method, string endpoint, string trace);
}
