using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ResidentAssistant.Web;

namespace ResidentAssistant.Tests.Web;

public sealed class PagesTests
{
    [Theory]
    [InlineData("/refused", 409)]
    [InlineData("/fault", 500)]
    [InlineData("/nowhere", 404)]
    [InlineData("/bad", 413)]
    public async Task A_program_reads_an_error_as_json_and_a_person_as_a_page(string path, int status)
    {
        await using var app = await StartAsync();
        using var client = app.GetTestClient();

        using var program = await client.GetAsync(new Uri(path, UriKind.Relative));
        ((int)program.StatusCode).ShouldBe(status);
        var error = JsonDocument.Parse(await program.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        error.GetProperty("code").GetString().ShouldNotBeNullOrEmpty();
        error.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();

        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var person = await client.GetAsync(new Uri(path, UriKind.Relative));
        ((int)person.StatusCode).ShouldBe(status);
        var page = await person.Content.ReadAsStringAsync();
        page.ShouldContain("lang=\"zh-CN\"");
        page.ShouldNotContain("secret words");
        page.ShouldNotContain("Exception");
    }

    [Fact]
    public async Task A_fault_is_logged_once_with_the_number_that_the_person_reads()
    {
        var log = new Lines();
        await using var app = await StartAsync(log);
        using var client = app.GetTestClient();

        using var reply = await client.GetAsync(new Uri("/fault", UriKind.Relative));

        var trace = JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetProperty("trace").GetString()!;
        log.Errors.ShouldHaveSingleItem().ShouldContain(trace);
    }

    [Fact]
    public async Task Api_paths_answer_in_json_whatever_the_caller_accepts()
    {
        await using var app = await StartAsync();
        using var client = app.GetTestClient();
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        using var reply = await client.GetAsync(new Uri("/v3/directline/nothing", UriKind.Relative));

        reply.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        reply.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
    }

    [Theory]
    [InlineData("/ok")]
    [InlineData("/fault")]
    [InlineData("/nowhere")]
    public async Task Every_reply_carries_the_headers(string path)
    {
        await using var app = await StartAsync();
        using var client = app.GetTestClient();

        using var reply = await client.GetAsync(new Uri(path, UriKind.Relative));

        var policy = reply.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe-inline");
        reply.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        reply.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
    }

    private static async Task<WebApplication> StartAsync(Lines? log = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        if (log is not null) builder.Logging.AddProvider(log);
        var app = builder.Build();
        app.UseMiddleware<SecurityHeaders>();
        app.UseErrors();
        app.UseRouting();
        app.MapGet("/ok", () => "ok");
        app.MapGet("/refused", string () => throw new RefusedException("Taken", "已经有人用了。", 409));
        app.MapGet("/fault", string () => throw new InvalidOperationException("secret words"));
        app.MapGet("/bad", string () => throw new BadHttpRequestException("secret words", 413));
        await app.StartAsync();
        return app;
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<string> Errors { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error) Errors.Add(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
