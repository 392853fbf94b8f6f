using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.CommandLine;

/// <summary>The program started as an installation does it: what is wrong ends it with a sentence and exit code 1.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private Dictionary<string, string?> Settings => new()
    {
        ["Urls"] = "http://127.0.0.1:0", ["PublicUrl"] = "https://chat.example.org", ["Keys:Path"] = Path.Combine(folder.Path, "keys"),
        ["Storage:ConnectionString"] = $"Data Source={Path.Combine(folder.Path, "start.db")}",
    };

    [Fact]
    public async Task Without_its_public_address_and_its_keys_it_does_not_start_in_production()
    {
        var settings = Settings;
        (settings["PublicUrl"], settings["Keys:Path"]) = (null, null);

        await RefusedAsync(settings, "PublicUrl is required", "Keys:Path is required");
    }

    [Fact]
    public async Task Without_an_administrator_it_does_not_start_in_production() => await RefusedAsync(Settings, "There is no administrator of all communities yet.");

    [Fact]
    public async Task With_an_administrator_made_before_it_starts_in_production()
    {
        var added = await Ran.WithAsync(folder.Path, ["staff", "add", "--login", "wang", "--role", "administrator"], Settings);
        added.Code.ShouldBe(0, added.Errors);
        added.Output.ShouldContain("wang");

        using var app = new AppProcess(Settings, "Production");
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = app.Address };
        (await client.GetAsync("/chat")).StatusCode.ShouldBe(HttpStatusCode.OK);
        app.Output.ShouldNotContain("demo");
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached_is_named_without_its_password()
    {
        var settings = Settings;
        var port = FreePort();
        (settings["Storage:Provider"], settings["Storage:ConnectionString"]) = ("Postgres", $"Host=127.0.0.1;Port={port};Username=u;Password=geheim");

        var ran = await RefusedAsync(settings, $"PostgreSQL at 127.0.0.1:{port} cannot be reached");
        ran.Errors.ShouldNotContain("geheim");
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "start.db"), new string('x', 5000));

        await RefusedAsync(Settings, "start.db cannot be reached");
    }

    [Fact]
    public async Task A_key_folder_that_cannot_be_made_is_named()
    {
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "");
        var settings = Settings;
        settings["Keys:Path"] = Path.Combine(file, "keys");

        await RefusedAsync(settings, "Keys:Path: the folder");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        await Ran.WithAsync(folder.Path, ["staff", "add", "--login", "wang", "--role", "administrator"], Settings);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var settings = Settings;
        settings["Urls"] = $"http://{listener.LocalEndpoint}";

        await RefusedAsync(settings, $"Cannot listen on http://{listener.LocalEndpoint} (Urls)");
    }

    [Fact]
    public async Task A_faulty_dialog_is_named_with_its_place()
    {
        var also = Directory.CreateDirectory(Path.Combine(folder.Path, "also")).FullName;
        await File.WriteAllTextAsync(Path.Combine(also, "bad.yaml"), "id: bad\nsteps:\n  - nonsense: 1\n");
        var settings = Settings;
        settings["Dialogs:Also"] = also;

        await RefusedAsync(settings, "bad.yaml:");
    }

    [Fact]
    public async Task Checking_the_dialogs_leaves_nothing_behind()
    {
        var ran = await Ran.WithAsync(folder.Path, ["dialogs", "check"]);

        ran.Code.ShouldBe(0, ran.Output + ran.Errors);
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    public void Dispose() => folder.Dispose();

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    private async Task<Ran> RefusedAsync(Dictionary<string, string?> settings, params string[] sentences)
    {
        var ran = await Ran.WithAsync(folder.Path, [], settings);
        ran.Code.ShouldBe(1, ran.Output + ran.Errors);
        foreach (var sentence in sentences) ran.Errors.ShouldContain(sentence);
        ran.Errors.ShouldNotContain("   at ");
        ran.Output.ShouldNotContain("   at ");
        return ran;
    }
}
