using FakeWeCom.World;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace FakeWeCom;

/// <summary>The simulator on its own: <c>dotnet run --project tests/FakeWeCom -- --urls http://127.0.0.1:5090</c>.</summary>
internal static class Program
{
    private static async Task Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        if (builder.Configuration["FakeWeCom:File"] is { Length: > 0 } file) builder.Configuration.AddJsonFile(Path.GetFullPath(file), optional: false);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        if (string.IsNullOrEmpty(builder.Configuration["urls"])) builder.Configuration["urls"] = "http://127.0.0.1:5090";
        var options = Read(builder.Configuration.GetSection("FakeWeCom"));
        await using var host = FakeWeComHost.Build(builder, options);
        await host.StartAsync();
        Tell(host);
        await host.WaitForShutdownAsync();
    }

    // A list that is set takes the place of the default one.
    private static FakeWeComOptions Read(IConfigurationSection settings)
    {
        var options = new FakeWeComOptions();
        if (settings.GetSection("Apps").Exists()) options.Apps = [];
        if (settings.GetSection("KfAccounts").Exists()) options.KfAccounts = [];
        if (settings.GetSection("Members").Exists()) options.Members = [];
        if (settings.GetSection("Residents").Exists()) options.Residents = [];
        if (settings.GetSection("Robots").Exists()) options.Robots = [];
        if (settings.GetSection("AiBots").Exists()) options.AiBots = [];
        settings.Bind(options);
        return options;
    }

    private static void Tell(FakeWeComHost host)
    {
        var options = host.Options;
        Console.WriteLine($"FakeWeCom listens. Phones: {host.Address}   state: {new Uri(host.Address, "_fake/state")}");
        Console.WriteLine("Settings for the product (also at /_fake/settings):");
        foreach (var line in ProductSettings.Lines(options, host.Address)) Console.WriteLine($"  {line}");
        foreach (var account in options.KfAccounts) Console.WriteLine($"  WeCom__Kf__Accounts__{account.OpenKfId}=COMMUNITY      ({account.Name})");
        Console.WriteLine($"Callback address of app {host.App.AgentId}: {(host.App.CallbackUrl.Length > 0 ? host.App.CallbackUrl : "none yet; FakeWeCom__Apps__0__CallbackUrl or POST /_fake/callback")}");
        Console.WriteLine($"Members: {string.Join(", ", options.Members.Select(m => $"{m.UserId} ({m.Name})"))}");
        Console.WriteLine($"Residents: {string.Join(", ", options.Residents.Select(r => $"{r.ExternalUserId} ({r.Nickname})"))}");
        Console.WriteLine($"Robots: {string.Join(", ", options.Robots.Select(r => $"{r.Key} ({r.Group})"))}");
        Console.WriteLine($"A repeated kf msgid is answered {host.Corp.DuplicateMsgIdCode} in this run.");
    }
}
