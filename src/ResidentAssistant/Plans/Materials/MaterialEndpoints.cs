using Microsoft.AspNetCore.Authorization;

namespace ResidentAssistant.Plans.Materials;

/// <summary>What the board links to: the factories' test reports.</summary>
internal static class MaterialEndpoints
{
    /// <summary>Maps the endpoint below <c>/board</c>.</summary>
    public static void MapMaterials(this IEndpointRouteBuilder app) => app.MapGet("/board/{community:guid}/files/{file:guid}", FileAsync).WithMetadata(new AllowAnonymousAttribute());

    private static async Task<IResult> FileAsync(Guid community, Guid file, HttpContext http, MaterialStore materials, CancellationToken ct)
    {
        if (await materials.FileAsync(community, file, ct) is not { } report) return Results.NotFound();
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        // Only pictures are shown; a PDF is saved and never run in our origin.
        return report.ContentType.StartsWith("image/", StringComparison.Ordinal) ? Results.Bytes(report.Content, report.ContentType) : Results.Bytes(report.Content, "application/octet-stream", report.Name);
    }
}
