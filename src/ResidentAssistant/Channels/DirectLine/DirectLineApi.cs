using System.Globalization;
using Microsoft.Net.Http.Headers;
using ResidentAssistant.Messaging;

namespace ResidentAssistant.Channels.DirectLine;

/// <summary>The endpoints of Direct Line 3.0 over HTTP. Nothing is stored before the first activity of a conversation.</summary>
internal sealed partial class DirectLineApi(DirectLineAccess access, DirectLineTokens tokens, ConversationIds ids, ActivityPages pages, Deliveries deliveries,
    Transcript transcript, Standings standings, Attachments attachments, TakeTurn takeTurn, TimeProvider clock, ILogger<DirectLineApi> logger)
{
    /// <summary><c>POST tokens/generate</c>.</summary>
    public async Task GenerateAsync(HttpContext context)
    {
        var named = access.MayNameUser(context);
        var asked = await ParametersAsync(context.Request, context.RequestAborted);
        var grant = named ? new Grant(ids.Next(), Checked(asked?.User?.Id), Origins(asked)) : new Grant(ids.Next(), ConversationIds.NextUser(), [], OwnPage: true);
        await TokenAsync(context, StatusCodes.Status200OK, grant, null);
    }

    /// <summary><c>POST tokens/refresh</c>.</summary>
    public async Task RefreshAsync(HttpContext context)
    {
        var grant = await access.CallerAsync(context) ?? throw new RefusedException("BadArgument", "Only a token can be refreshed.", StatusCodes.Status403Forbidden);
        await TokenAsync(context, StatusCodes.Status200OK, grant, null);
    }

    /// <summary><c>POST conversations</c>: opens the token's conversation, or with the secret a new one.</summary>
    public async Task OpenAsync(HttpContext context)
    {
        var grant = await access.CallerAsync(context);
        var asked = await ParametersAsync(context.Request, context.RequestAborted);
        var isNew = grant is null || await StandingAsync(grant.Conversation, context.RequestAborted) is null;
        grant ??= new Grant(ids.Next(), null, Origins(asked));
        if (grant.User is null) grant = grant with { User = Checked(asked?.User?.Id) };
        // From the beginning: what was said before the page was opened again belongs to it.
        await TokenAsync(context, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK, grant, 0);
    }

    /// <summary><c>GET conversations/{id}</c>: reconnects.</summary>
    public async Task ReconnectAsync(HttpContext context)
    {
        var grant = await access.EnterAsync(context);
        var watermark = Watermark(context) ?? (await StandingAsync(grant.Conversation, context.RequestAborted))?.Version ?? 0;
        await TokenAsync(context, StatusCodes.Status200OK, grant, watermark);
    }

    /// <summary><c>GET conversations/{id}/activities</c>: one page. A failing store gives an empty page, because clients stop polling for good at any other error.</summary>
    public async Task PollAsync(HttpContext context)
    {
        var grant = await access.EnterAsync(context);
        var watermark = Watermark(context) ?? 0;
        IReadOnlyList<TurnRecord> turns = [];
        var user = grant.User;
        try
        {
            turns = await transcript.AfterAsync(DirectLineChannel.ChannelName, grant.Conversation, watermark, ActivityPages.Turns, context.RequestAborted);
            user ??= turns.Count == 0 ? "" : (await standings.OfAsync(DirectLineChannel.ChannelName, grant.Conversation, context.RequestAborted))?.UserId;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            PollFailed(fault, grant.Conversation);
            turns = [];
        }

        if (watermark > 0) deliveries.Reached(DirectLineChannel.ChannelName, grant.Conversation, watermark);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        pages.Write(context.Response.BodyWriter, grant.Conversation, user ?? "", access.BaseOf(context.Request), turns, watermark);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary><c>POST conversations/{id}/activities</c>: answered when the turn is committed.</summary>
    public async Task PostAsync(HttpContext context)
    {
        var grant = await access.EnterAsync(context);
        var activity = await RequestBody.JsonAsync(context.Request, IncomingJson.Default.IncomingActivity, context.RequestAborted);
        await TakeAsync(context, grant, activity, DataFiles.Read(activity, clock.GetUtcNow()));
    }

    /// <summary><c>POST conversations/{id}/upload</c>: a message with files.</summary>
    public async Task UploadAsync(HttpContext context)
    {
        var grant = await access.EnterAsync(context);
        var (activity, files) = await Uploads.ReadAsync(context.Request, clock.GetUtcNow(), context.RequestAborted);
        activity ??= new IncomingActivity { Type = "message", From = new ActivityAccount { Id = context.Request.Query["userId"] } };
        await TakeAsync(context, grant, activity, files);
    }

    /// <summary><c>GET attachments/{id}</c>: a stored file, never run by a browser.</summary>
    public async Task FileAsync(HttpContext context)
    {
        var pass = await tokens.ReadFileAsync(context.Request.Query["t"].ToString());
        if (!Guid.TryParse((string)context.Request.RouteValues["id"]!, out var id) || id != pass || await attachments.FindAsync(id, context.RequestAborted) is not { } file)
            throw new RefusedException("BadArgument", "Unknown file.", StatusCodes.Status404NotFound);
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        headers.CacheControl = "private, max-age=86400, immutable";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers.ContentDisposition = new ContentDispositionHeaderValue("inline") { FileNameStar = file.Name }.ToString();
        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = file.Content.Length;
        await context.Response.Body.WriteAsync(file.Content, context.RequestAborted);
    }

    private async Task TakeAsync(HttpContext context, Grant grant, IncomingActivity activity, IReadOnlyList<InboundFile> files)
    {
        var said = ActivityReading.Read(activity, files);
        var clientId = ActivityReading.Id(ActivityReading.ClientText(activity, "clientActivityID"), "clientActivityID") ?? ActivityReading.Id(activity.Id, "id");
        var message = clientId ?? Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        if (said is null)
        {
            await AnswerAsync(context, message);
            return;
        }

        var letter = ActivityReading.LetterCode(activity);
        var inbound = new InboundMessage
        {
            Channel = DirectLineChannel.ChannelName,
            ConversationKey = grant.Conversation,
            // Joining has one id in a conversation: it greets once, however often the page is opened. A letter's code is news each time it is another.
            MessageId = $"{grant.Conversation}/{(said.Value.Kind is EntryKind.Event ? $"{said.Value.Text}{letter}" : message)}",
            UserId = grant.User ?? Checked(activity.From?.Id) ?? grant.Conversation,
            Kind = said.Value.Kind,
            Text = said.Value.Text,
            Prompt = said.Value.Prompt,
            Value = said.Value.Value,
            Files = files,
            ClientData = ActivityReading.ClientData(activity),
            LetterCode = letter,
        };
        // Not the request's token: somebody whose line breaks while sending has still spoken.
        var receipt = await takeTurn(inbound, CancellationToken.None);
        await AnswerAsync(context, ActivityPages.IdOf(receipt, inbound.MessageId));
    }

    private async Task TokenAsync(HttpContext context, int status, Grant grant, int? watermark)
    {
        var origin = access.BaseOf(context.Request);
        await Answers.JsonAsync(context, status, json =>
        {
            json.WriteString("conversationId"u8, grant.Conversation);
            json.WriteString("token"u8, tokens.Issue(grant));
            json.WriteNumber("expires_in"u8, (int)DirectLineTokens.LifeOf(grant).TotalSeconds);
            if (watermark is { } from)
                json.WriteString("streamUrl"u8, $"ws{origin[4..]}/v3/directline/conversations/{grant.Conversation}/stream?watermark={from.ToString(CultureInfo.InvariantCulture)}&t={tokens.IssueStream(grant)}");
        });
    }

    private static Task AnswerAsync(HttpContext context, string id) => Answers.JsonAsync(context, StatusCodes.Status200OK, json => json.WriteString("id"u8, id));

    // A failing store must not keep a client from opening: it would never try again.
    private async Task<Standing?> StandingAsync(string conversation, CancellationToken ct)
    {
        try
        {
            return await standings.OfAsync(DirectLineChannel.ChannelName, conversation, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            PollFailed(fault, conversation);
            return null;
        }
    }

    private static async ValueTask<ConversationParameters?> ParametersAsync(HttpRequest request, CancellationToken ct) =>
        request.ContentLength is 0 || (request.ContentLength is null && !request.Headers.ContainsKey("Transfer-Encoding")) ? null
            : await RequestBody.JsonAsync(request, IncomingJson.Default.ConversationParameters, ct);

    private static string? Checked(string? user)
    {
        if (ActivityReading.Id(user, "user.id") is not { } id) return null;
        return id.StartsWith("dl_", StringComparison.OrdinalIgnoreCase)
            ? throw new RefusedException("BadArgument", "User ids that begin with dl_ are given by the server only.", StatusCodes.Status403Forbidden) : id;
    }

    private static string[] Origins(ConversationParameters? asked)
    {
        var origins = asked?.TrustedOrigins?.OfType<string>().ToArray() ?? [];
        if (origins.Length > 10) throw new RefusedException("BadArgument", "At most ten trusted origins.");
        return origins.All(o => o.Length <= 300 && Uri.TryCreate(o, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") ? origins
            : throw new RefusedException("BadArgument", "trustedOrigins must be origins such as https://example.org.");
    }

    private static int? Watermark(HttpContext context)
    {
        var text = context.Request.Query["watermark"].ToString();
        if (text.Length == 0) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var turn) ? turn
            : throw new RefusedException("BadArgument", "The watermark is not one of ours.");
    }

    [LoggerMessage(LogLevel.Warning, "Conversation {Conversation} could not be read")]
    private partial void PollFailed(Exception fault, string conversation);
}
