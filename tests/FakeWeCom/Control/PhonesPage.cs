using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FakeWeCom.Control;

/// <summary>The page with the phones, out of the assembly.</summary>
internal static class PhonesPage
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/phones/{name}.css", (string name) => File($"{name}.css", "text/css; charset=utf-8"));
        routes.MapGet("/phones/{name}.js", (string name) => File($"{name}.js", "text/javascript; charset=utf-8"));
    }

    /// <summary>The page itself, at the root.</summary>
    public static IResult Index() => File("index.html", "text/html; charset=utf-8");

    private static IResult File(string name, string type) =>
        typeof(PhonesPage).Assembly.GetManifestResourceStream($"FakeWeCom.Page.{name}") is { } content ? Results.Stream(content, type) : Results.NotFound();
}
