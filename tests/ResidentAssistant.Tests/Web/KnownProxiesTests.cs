using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using ResidentAssistant.Web;

namespace ResidentAssistant.Tests.Web;

/// <summary>Who a caller is may be told by the named proxy and by nobody else.</summary>
public sealed class KnownProxiesTests
{
    [Theory]
    [InlineData("127.0.0.1", "203.0.113.7 https")]
    [InlineData("10.9.8.7", "127.0.0.1 http")]
    [InlineData(null, "127.0.0.1 http")]
    public async Task The_forwarded_address_is_believed_only_from_the_named_proxy(string? known, string seen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Proxy:Known:0"] = known }.Where(s => s.Value is not null));
        await using var app = builder.Build();
        app.UseKnownProxies();
        app.Run(context => context.Response.WriteAsync($"{context.Connection.RemoteIpAddress!.MapToIPv4()} {context.Request.Scheme}"));
        await app.StartAsync();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, app.Urls.First()) { Headers = { { "X-Forwarded-For", "203.0.113.7" }, { "X-Forwarded-Proto", "https" } } };

        using var answer = await client.SendAsync(request);

        (await answer.Content.ReadAsStringAsync()).ShouldBe(seen);
    }
}
