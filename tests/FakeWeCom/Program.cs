using Microsoft.AspNetCore.Builder;

namespace FakeWeCom;

/// <summary>The simulator on its own: <c>dotnet run --project tests/FakeWeCom -- --urls http://127.0.0.1:5090</c>.</summary>
internal static class Program
{
    private static async Task Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var host = FakeWeComHost.Build(builder, new FakeWeComOptions());
        await host.RunAsync();
    }
}
