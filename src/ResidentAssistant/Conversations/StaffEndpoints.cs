using ResidentAssistant.Staff;

namespace ResidentAssistant.Conversations;

/// <summary>What the conversation pages of the console fetch: news of a conversation, and its photos.</summary>
internal static class StaffEndpoints
{
    private static readonly string[] Shown = ["image/jpeg", "image/png", "image/webp", "image/gif"];

    /// <summary>Maps the endpoints below <c>/staff/conversations/{id}</c>.</summary>
    public static void MapStaffConversations(this IEndpointRouteBuilder app)
    {
        app.MapGet("/staff/conversations/{id:guid}/live.json", async (Guid id, HttpContext http, StaffConversations conversations, CancellationToken ct) =>
            await conversations.HeadAsync(id, http.Staff().Scope, ct) is { } head ? Results.Json(new { mark = head.Mark }) : Results.NotFound())
            .WithMetadata(new RequiresAttribute(StaffAction.ConversationRead));

        app.MapGet("/staff/conversations/{id:guid}/files/{file:guid}", FileAsync).WithMetadata(new RequiresAttribute(StaffAction.ConversationRead));
    }

    private static async Task<IResult> FileAsync(Guid id, Guid file, HttpContext http, StaffConversations conversations, Audit audit, CancellationToken ct)
    {
        var staff = http.Staff();
        if (await conversations.HeadAsync(id, staff.Scope, ct) is not { } head) return Results.NotFound();
        await audit.ReadAsync(staff, AuditKind.Photo, head.HeldBy == staff.Id ? AuditReason.Holding : AuditReason.Direct,
            new AuditSubject(id, head.PersonId, head.HouseholdId, file), ct);
        if (await conversations.FileAsync(id, file, ct) is not { } stored) return Results.NotFound();
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        // Only pictures are shown; anything else a resident sent is saved and never run in the console's origin.
        return Shown.Contains(stored.ContentType, StringComparer.OrdinalIgnoreCase)
            ? Results.Bytes(stored.Content, stored.ContentType)
            : Results.Bytes(stored.Content, "application/octet-stream", stored.Name);
    }
}
