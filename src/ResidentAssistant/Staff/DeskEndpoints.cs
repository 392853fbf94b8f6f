namespace ResidentAssistant.Staff;

/// <summary>What the desk page asks for by itself, every few seconds.</summary>
internal static class DeskEndpoints
{
    /// <summary>Maps <c>/staff/desk.json</c>.</summary>
    public static void MapDesk(this IEndpointRouteBuilder app) => app.MapGet("/staff/desk.json", async (HttpContext http, DeskStore desk, CancellationToken ct) =>
    {
        var staff = http.Staff();
        var items = await desk.OpenAsync(staff.Scope, urgentOnly: !staff.May(StaffAction.DeskReadAll), ct);
        return Results.Json(new { mark = MarkOf(items), open = items.Count, urgent = items.Count(i => i.Urgent), unseen = items.Count(i => i.Urgent && i.SeenAt is null) });
    }).WithMetadata(new RequiresAttribute(StaffAction.DeskRead));

    /// <summary>A short text that changes when the list does.</summary>
    internal static string MarkOf(IReadOnlyList<DeskItem> items) =>
        $"{items.Count}.{items.Count(i => i.SeenAt is not null)}.{items.Count(i => i.TakenAt is not null)}.{(items.Count == 0 ? "" : items.Max(i => i.Id).ToString("N"))}";
}
