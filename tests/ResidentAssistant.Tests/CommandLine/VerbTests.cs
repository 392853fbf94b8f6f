using System.Text.Json.Nodes;
using ResidentAssistant.Storage;
using ResidentAssistant.Tests.Channels;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.CommandLine;

/// <summary>The verbs of the real program, each in a folder of its own.</summary>
public sealed class VerbTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private Dictionary<string, string?> Settings => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development", ["Keys:Path"] = Path.Combine(folder.Path, "keys"), ["Storage:ConnectionString"] = $"Data Source={Path.Combine(folder.Path, "verbs.db")}",
    };

    [Fact]
    public async Task Understand_gives_one_json_line_for_each_line()
    {
        var ran = await Ran.WithAsync(folder.Path, ["understand"], null, "{\"text\":\"我家厨房爆管了，水一直在喷\"}\n\n{\"text\":\"你好\"}\n{\"text\":\"今天股票涨了吗\"}\n");

        ran.Code.ShouldBe(0, ran.Errors);
        var lines = ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!).ToList();
        lines.Select(l => l["text"]!.GetValue<string>()).ShouldBe(["我家厨房爆管了，水一直在喷", "你好", "今天股票涨了吗"]);
        lines.Select(l => l["emergency"]!.GetValue<bool>()).ShouldBe([true, false, false]);
        lines.ShouldAllBe(l => l["confidence"]!.GetValue<double>() >= 0 && l["intent"] != null && l["outcome"] != null);
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("您好")]
    [InlineData("[]")]
    [InlineData("{\"text\":5}")]
    [InlineData("{\"words\":\"x\"}")]
    [InlineData("{\"text\":\"\\ud800\"}")]
    public async Task Understand_refuses_a_line_that_is_none(string bad)
    {
        var ran = await Ran.WithAsync(folder.Path, ["understand"], null, $"{{\"text\":\"你好\"}}\n{bad}\n");

        (ran.Code, ran.Errors.Trim()).ShouldBe((2, "Line 2 is not an object with a \"text\"."));
        ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Dialogs_check_finds_faults_of_the_phrases_too()
    {
        FewPhrases.Write(Path.Combine(folder.Path, "understanding"));
        var phrases = FewPhrases.Phrases(Path.Combine(folder.Path, "understanding"), "few.yaml", "ask_shedule", "几号来");

        var ran = await Ran.WithAsync(folder.Path, ["dialogs", "check"], new() { ["Dialogs:Path"] = folder.Path });

        (ran.Code, ran.Output.Split('\n')[0]).ShouldSatisfyAllConditions(r => r.Code.ShouldBe(1), r => r.Item2.ShouldStartWith($"{phrases}:1:9 `ask_shedule` is not one of"));
    }

    [Fact]
    public async Task Keys_rotate_adds_a_key_to_both_parts_of_the_ring_and_removes_none()
    {
        var ring = Path.Combine(folder.Path, "keys");
        (await Ran.WithAsync(folder.Path, ["keys", "rotate"], Settings)).Code.ShouldBe(0);
        var before = File.ReadAllLines(Path.Combine(ring, "hash.keys"));
        var sealing = Directory.GetFiles(ring, "key-*.xml");

        var ran = await Ran.WithAsync(folder.Path, ["keys", "rotate"], Settings);

        ran.Code.ShouldBe(0, ran.Errors);
        var after = File.ReadAllLines(Path.Combine(ring, "hash.keys"));
        after[..^1].ShouldBe(before);
        Directory.GetFiles(ring, "key-*.xml").Except(sealing).Count().ShouldBe(1);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(ring).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Chat_takes_the_photos_the_channels_take_and_no_other_file()
    {
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "good.jpg"), Uploaded.Jpeg);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "bad.jpg"), "no photo");
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "big.jpg"), [.. Uploaded.Jpeg, .. new byte[10 * 1024 * 1024]]);

        var ran = await Ran.WithAsync(folder.Path, ["chat", "--as", "li"], Settings, "/photo none.jpg\n/photo bad.jpg\n/photo big.jpg\n/photo good.jpg\n/quit\n");

        ran.Code.ShouldBe(0, ran.Errors);
        ran.Output.ShouldContain("没有找到这个文件");
        ran.Output.ShouldContain("这种文件我们收不了");
        ran.Output.ShouldContain("这个内容太大了");
        await using var database = Database.For(new StorageSettings { ConnectionString = Settings["Storage:ConnectionString"]! });
        (await database.QueryAsync<string>("select name from attachments", null, CancellationToken.None)).ShouldBe(["good.jpg"]);
    }

    [Fact]
    public async Task Chat_under_the_same_name_goes_on_where_it_stood_and_shows_what_was_said()
    {
        var first = await Ran.WithAsync(folder.Path, ["chat", "--as", "li"], Settings, "你好\n/quit\n");
        var second = await Ran.WithAsync(folder.Path, ["chat", "--as", "li"], Settings, "/quit\n");

        first.Code.ShouldBe(0, first.Errors);
        second.Output.ShouldContain("您：你好");
        second.Output.Split("助手：").Length.ShouldBe(first.Output.Split("助手：").Length);
    }

    public void Dispose() => folder.Dispose();
}
