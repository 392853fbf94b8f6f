using ResidentAssistant.Messaging;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Conversations;

/// <summary>What the conversation pages of the console fetch: news of a conversation, its photos and recordings.</summary>
internal static class StaffEndpoints
{
    private static readonly string[] Pictures = ["image/jpeg", "image/png", "image/webp", "image/gif"];
    private static readonly string[] Recordings = ["audio/mpeg", "audio/mp4", "audio/ogg", "audio/webm", "audio/amr"];

    private static readonly string[] Films = ["video/mp4", "video/quicktime", "video/webm"];

    /// <summary>Maps the endpoints below <c>/staff/conversations/{id}</c>.</summary>
    public static void MapStaffConversations(this IEndpointRouteBuilder app)
    {
        app.MapGet("/staff/conversations/{id:guid}/live.json", async (Guid id, HttpContext http, StaffConversations conversations, CancellationToken ct) =>
            await conversations.HeadAsync(id, http.Staff().Scope, ct) is { } head ? Results.Json(new { mark = head.Mark }) : Results.NotFound())
            .WithMetadata(new RequiresAttribute(StaffAction.ConversationRead));

        app.MapGet("/staff/conversations/{id:guid}/files/{file:guid}", FileAsync).WithMetadata(new RequiresAttribute(StaffAction.ConversationRead));
    }

    /// <summary>True for what every browser shows as a picture; a phone's HEIC is not among them.</summary>
    public static bool IsPicture(string contentType) => Pictures.Contains(contentType, StringComparer.OrdinalIgnoreCase);

    /// <summary>True for a voice message.</summary>
    public static bool IsRecording(string contentType) => Recordings.Contains(contentType, StringComparer.OrdinalIgnoreCase);

    /// <summary>True for a film.</summary>
    public static bool IsFilm(string contentType) => Films.Contains(contentType, StringComparer.OrdinalIgnoreCase);

    private static async Task<IResult> FileAsync(Guid id, Guid file, HttpContext http, StaffConversations conversations, Attachments attachments, Audit audit, CancellationToken ct)
    {
        var staff = http.Staff();
        if (await conversations.HeadAsync(id, staff.Scope, ct) is not { } head) return Results.NotFound();
        await audit.ReadAsync(staff, AuditKind.Photo, head.HeldBy == staff.Id ? AuditReason.Holding : AuditReason.Direct,
            new AuditSubject(id, head.PersonId, head.HouseholdId, file), ct);
        if (await attachments.FindAsync(file, id, ct) is not { } stored) return Results.NotFound();
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        // Only pictures, films and recordings are shown and played, in pieces if a player asks so; anything else is saved and never run in the console's origin.
        return IsPicture(stored.ContentType) || IsRecording(stored.ContentType) || IsFilm(stored.ContentType)
            ? Results.Bytes(stored.Content, stored.ContentType, enableRangeProcessing: true)
            : Results.Bytes(stored.Content, "application/octet-stream", stored.Name);
    }
}
