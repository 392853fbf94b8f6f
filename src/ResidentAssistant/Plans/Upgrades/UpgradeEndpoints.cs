using ResidentAssistant.Staff;

namespace ResidentAssistant.Plans.Upgrades;

/// <summary>What the page of a wish fetches: its files.</summary>
internal static class UpgradeEndpoints
{
    /// <summary>Maps the endpoint below <c>/staff/upgrades</c>.</summary>
    public static void MapUpgrades(this IEndpointRouteBuilder app) =>
        app.MapGet("/staff/upgrades/{id:guid}/files/{file:guid}", FileAsync).WithMetadata(new RequiresAttribute(StaffAction.UpgradeRead));

    private static async Task<IResult> FileAsync(Guid id, Guid file, HttpContext http, UpgradeStore upgrades, UpgradeFiles files, Audit audit, CancellationToken ct)
    {
        var staff = http.Staff();
        if (await upgrades.FindAsync(id, staff.Scope, ct) is not { } upgrade) return Results.NotFound();
        await audit.ReadAsync(staff, AuditKind.Photo, AuditReason.Direct, new AuditSubject(HouseholdId: upgrade.HouseholdId, ItemId: file), ct);
        if (await files.OpenAsync(id, file, ct) is not { } kept) return Results.NotFound();
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        // Only pictures are shown; a PDF is saved and never run in the console's origin.
        return kept.ContentType.StartsWith("image/", StringComparison.Ordinal) ? Results.Bytes(kept.Bytes, kept.ContentType) : Results.Bytes(kept.Bytes, "application/octet-stream", kept.Name);
    }
}
