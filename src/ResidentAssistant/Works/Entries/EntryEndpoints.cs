using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Works.Entries;

/// <summary>What the pages of flats fetch: photos, and the flat of a matter on the desk.</summary>
internal static class EntryEndpoints
{
    /// <summary>Maps the endpoints below <c>/staff/entries</c>.</summary>
    public static void MapEntries(this IEndpointRouteBuilder app)
    {
        app.MapGet("/staff/entries/{riser:guid}/{household:guid}/photos/{photo:guid}", PhotoAsync).WithMetadata(new RequiresAttribute(StaffAction.EntryRead));
        app.MapGet("/staff/entries/of/{reference}", OfReferenceAsync).WithMetadata(new RequiresAttribute(StaffAction.EntryRead));
    }

    private static async Task<IResult> PhotoAsync(Guid riser, Guid household, Guid photo, HttpContext http, Database database, EntryLog log, EntryPhotos photos, Audit audit, CancellationToken ct)
    {
        var staff = http.Staff();
        if (await log.FindAsync(database, riser, household, ct) is not { } work || !staff.Scope.Sees(work.CommunityId)) return Results.NotFound();
        await audit.ReadAsync(staff, AuditKind.Photo, AuditReason.Direct, new AuditSubject(HouseholdId: household, ItemId: photo), ct);
        if (await photos.OpenAsync(riser, household, photo, ct) is not { } kept) return Results.NotFound();
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        return Results.Bytes(kept.Bytes, kept.ContentType);
    }

    private static async Task<IResult> OfReferenceAsync(string reference, HttpContext http, EntryLog log, CancellationToken ct) =>
        await log.FindAsync(reference, ct) is { } act && http.Staff().Scope.Sees(act.CommunityId) ? Results.LocalRedirect($"/staff/entries/{act.RiserId}/{act.HouseholdId}") : Results.NotFound();
}
