using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using ResidentAssistant.Storage;

namespace ResidentAssistant.Emergencies.Open311;

/// <summary><c>/open311/v2</c>: emergency reports for a city's hotline to read, as JSON. Nothing can be reported here: an emergency needs a person at once.</summary>
internal static class Open311Endpoints
{
    private static readonly JsonSerializerOptions Wire = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static readonly string[] Formats = ["application/json"];

    /// <summary>Maps the endpoints; anybody may read them.</summary>
    public static void MapOpen311(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("/open311/v2").AllowAnonymous();
        open.MapGet("/discovery.json", (HttpContext http, IConfiguration configuration) =>
        {
            var address = (configuration["PublicUrl"] ?? $"{http.Request.Scheme}://{http.Request.Host}").TrimEnd('/');
            return Results.Json(new
            {
                changeset = "2026-11-23T00:00:00+08:00", contact = address, key_service = "Nothing can be posted here, so no key is given out.",
                endpoints = new[] { new { specification = "http://wiki.open311.org/GeoReport_v2", url = $"{address}/open311/v2", changeset = "2026-11-23T00:00:00+08:00", type = "production", formats = Formats } },
            }, Wire);
        });
        open.MapGet("/services.json", () => Results.Json(ServiceRequests.Services, Wire));
        open.MapGet("/services/{code}.json", (string code) => ServiceRequests.Services.Any(s => s.ServiceCode == code)
            ? Results.Json(new { service_code = code, attributes = Array.Empty<object>() }, Wire) : Fault(404, "There is no such service_code."));
        open.MapGet("/requests.json", (ServiceRequests requests, string? service_request_id, string? service_code, string? start_date, string? end_date, string? status, CancellationToken ct) =>
            AnswerAsync(requests, new(service_request_id, service_code, start_date, end_date, status), one: false, ct));
        open.MapGet("/requests/{id}.json", (ServiceRequests requests, string id, CancellationToken ct) => AnswerAsync(requests, new(id, null, null, null, null), one: true, ct));
        open.MapPost("/requests.json", () => Fault(403, "Nothing can be reported here. Emergencies are reported to the assistant, by telephone, or to 119, 120 and 110."));
    }

    private static async Task<IResult> AnswerAsync(ServiceRequests requests, ServiceRequests.Filter filter, bool one, CancellationToken ct)
    {
        try
        {
            var found = await requests.FindAsync(filter, ct);
            return one && found.Count == 0 ? Fault(404, "There is no such service_request_id.") : Results.Json(found, Wire);
        }
        catch (RefusedException refusal)
        {
            return Fault(refusal.Status, refusal.Message);
        }
    }

    // The specification has a list of faults, each with code and description.
    private static IResult Fault(int code, string description) => Results.Json(new[] { new { code, description } }, Wire, statusCode: code);
}
