using ResidentAssistant.Consent.Applications;
using ResidentAssistant.Consent.Ledger;
using ResidentAssistant.Consent.Refusals;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Scheduling;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;
using ResidentAssistant.Web;

namespace ResidentAssistant.Consent;

/// <summary>What the pages of the ledger fetch and save: documents, scans, the board as a workbook.</summary>
internal static class ConsentEndpoints
{
    /// <summary>Maps the endpoints below <c>/staff/consent</c>.</summary>
    public static void MapConsent(this IEndpointRouteBuilder app)
    {
        app.MapGet("/staff/consent/applications/{id:guid}/document.docx", DocumentAsync).WithMetadata(new RequiresAttribute(StaffAction.ConsentRead));
        app.MapGet("/staff/consent/applications/{id:guid}/scans/{scan:guid}", ScanAsync).WithMetadata(new RequiresAttribute(StaffAction.ConsentRead));
        app.MapGet("/staff/visits/{household:guid}/photos/{photo:guid}", PhotoAsync).WithMetadata(new RequiresAttribute(StaffAction.ConsentRead));
        app.MapGet("/staff/consent/of/{reference}", OfReferenceAsync).WithMetadata(new RequiresAttribute(StaffAction.ConsentRead));
        app.MapGet("/staff/consent/export.xlsx", ExportAsync).WithMetadata(new RequiresAttribute(StaffAction.ConsentRead));
    }

    private static async Task<IResult> DocumentAsync(Guid id, HttpContext http, WrittenApplications applications, IConfiguration configuration, Audit audit, CancellationToken ct)
    {
        var staff = http.Staff();
        if (await applications.FindAsync(id, staff.Scope, ct) is not { } application) return Results.NotFound();
        await audit.ReadAsync(staff, AuditKind.Consent, AuditReason.Direct, new AuditSubject(HouseholdId: application.HouseholdId, ItemId: id), ct);
        var sheet = ApplicationSheet.Of(application, PrintPage.AddressOf(application, configuration, http.Request));
        return Results.Bytes(ApplicationDocument.Of([sheet]), ApplicationDocument.ContentType, $"{application.Reference}.docx");
    }

    private static async Task<IResult> ScanAsync(Guid id, Guid scan, HttpContext http, WrittenApplications applications, Scans scans, Audit audit, CancellationToken ct)
    {
        var staff = http.Staff();
        if (await applications.FindAsync(id, staff.Scope, ct) is not { } application) return Results.NotFound();
        await audit.ReadAsync(staff, AuditKind.Photo, AuditReason.Direct, new AuditSubject(HouseholdId: application.HouseholdId, ItemId: scan), ct);
        if (await scans.OpenAsync(id, scan, ct) is not { } kept) return Results.NotFound();
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        // Only pictures are shown; a PDF is saved and never run in the console's origin.
        return kept.ContentType.StartsWith("image/", StringComparison.Ordinal) ? Results.Bytes(kept.Bytes, kept.ContentType) : Results.Bytes(kept.Bytes, "application/octet-stream", $"{application.Reference}.pdf");
    }

    private static async Task<IResult> PhotoAsync(Guid household, Guid photo, HttpContext http, Register register, VisitPhotos photos, Audit audit, CancellationToken ct)
    {
        var staff = http.Staff();
        if (await register.HouseholdAsync(household, ct) is not { } home || !staff.Scope.Sees(home.CommunityId)) return Results.NotFound();
        await audit.ReadAsync(staff, AuditKind.Photo, AuditReason.Direct, new AuditSubject(HouseholdId: household, ItemId: photo), ct);
        if (await photos.OpenAsync(household, photo, ct) is not { } kept) return Results.NotFound();
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        return Results.Bytes(kept.Bytes, kept.ContentType);
    }

    // From a reference on the desk to the household's page, where the reading is written down.
    private static async Task<IResult> OfReferenceAsync(string reference, HttpContext http, Database database, CancellationToken ct)
    {
        var scope = http.Staff().Scope;
        var household = await database.FirstAsync<Guid?>($"select household_id from intents where reference = @reference and {scope.Condition(database.Dialect, "community_id")} limit 1", new { reference, communities = scope.Communities }, ct);
        return household is { } id ? Results.LocalRedirect($"/staff/consent/flats/{id}") : Results.NotFound();
    }

    private static async Task<IResult> ExportAsync([AsParameters] BoardFilter filter, HttpContext http, BoardReader boards, HouseholdNotes notes, Audit audit, TimeProvider clock, CancellationToken ct)
    {
        var staff = http.Staff();
        var view = await boards.ReadAsync(filter, staff, ct);
        await audit.ReadAsync(staff, AuditKind.Consent, AuditReason.Direct, new AuditSubject(ItemId: view.Building?.Id ?? view.Community.Id, CommunityId: view.Community.Id), ct);
        var now = clock.GetUtcNow();
        var pipes = await notes.PipesAsync(view.Community.Id, view.Building?.Id, ct);
        return Results.Bytes(BoardWorkbook.Of(view.Board with { Households = view.Fitting, Gaps = view.Filter.Picks ? RegisterGaps.None : view.Board.Gaps }, pipes, view.Community.Name, now), ListWorkbook.ContentType, $"{view.Community.Name}同意台账{SiteClock.Day(now):yyyyMMdd}.xlsx");
    }
}
