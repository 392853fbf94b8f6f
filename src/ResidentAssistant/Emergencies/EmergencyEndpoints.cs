using System.Globalization;
using ResidentAssistant.Emergencies.Figures;
using ResidentAssistant.Emergencies.Open311;
using ResidentAssistant.Staff;
using ResidentAssistant.Web;

namespace ResidentAssistant.Emergencies;

/// <summary>What is no page: the board's events and the month as a workbook.</summary>
internal static class EmergencyEndpoints
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Maps the console's endpoints and the open data.</summary>
    public static void MapEmergencies(this IEndpointRouteBuilder app)
    {
        app.MapGet("/staff/emergencies/stream", StreamAsync).WithMetadata(new RequiresAttribute(StaffAction.EmergencyRead));
        app.MapGet("/staff/emergencies/of/{reference}", async (HttpContext http, string reference, TicketLog log, CancellationToken ct) =>
            await log.IdOfAsync(reference, http.Staff().Scope, ct) is { } id ? Results.LocalRedirect($"/staff/emergencies/{id}")
                : throw new RefusedException("NotFound", "没有找到这张报修单，可能不在您负责的小区。", StatusCodes.Status404NotFound)).WithMetadata(new RequiresAttribute(StaffAction.EmergencyRead));
        app.MapGet("/staff/emergencies/figures.xlsx", async (HttpContext http, string? month, MonthlyFigures figures, CancellationToken ct) =>
        {
            var of = MonthlyFigures.Month(month, figures.ThisMonth);
            return Results.File(await figures.WorkbookAsync(http.Staff().Scope, of, ct), ListWorkbook.ContentType, string.Create(CultureInfo.InvariantCulture, $"报修-{of:yyyy-MM}.xlsx"));
        }).WithMetadata(new RequiresAttribute(StaffAction.EmergencyRead));
        app.MapOpen311();
    }

    // Server-sent events: the mark of the board at once and whenever it changes. It ends after a while, so that an account that was closed sees no more.
    private static async Task StreamAsync(HttpContext http, Board board, TimeProvider clock, IHostApplicationLifetime lifetime)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        var ct = ends.Token;
        var scope = http.Staff().Scope;
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        var until = clock.GetUtcNow() + Longest;
        var (last, silent) = ("", 0);
        try
        {
            while (clock.GetUtcNow() < until)
            {
                var mark = await board.MarkAsync(scope, ct);
                if (mark != last || ++silent >= 15)
                {
                    await http.Response.WriteAsync($"data: {mark}\n\n", ct);
                    await http.Response.Body.FlushAsync(ct);
                    (last, silent) = (mark, 0);
                }

                await Task.Delay(Look, clock, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
    }
}
