using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace ResidentAssistant.Tests.Documents;

/// <summary>The documents agree with the program: settings, links and decisions.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Root = FindRoot();

    private static IConfiguration Example { get; } = new ConfigurationBuilder().AddJsonFile(Path.Combine(Root, "appsettings.example.json")).Build();

    [Fact]
    public void Every_setting_the_program_reads_stands_in_the_example()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Root, "src", "ResidentAssistant"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        var named = sources.SelectMany(text => Key().Matches(text)).Select(m => m.Groups[1].Value);
        var bound = sources.SelectMany(text => Section().Matches(text)).SelectMany(m =>
            (typeof(Program).Assembly.GetTypes().SingleOrDefault(t => t.Name == m.Groups[2].Value)?.GetProperties() ?? [])
                .Where(p => p is { GetMethod.IsStatic: false, SetMethod: not null }).Select(p => $"{m.Groups[1].Value}:{p.Name}"));

        named.Concat(bound).Distinct().Where(key => !Known(key)).ShouldBeEmpty();
    }

    [Fact]
    public void The_example_starts_a_development_installation_as_it_is() =>
        Should.NotThrow(() => StartCheck.Settings(Example, new HostingEnvironment { EnvironmentName = Environments.Development }));

    [Fact]
    public void Secrets_in_the_example_are_empty()
    {
        string[] secrets = ["DirectLine:Secret", "BotFramework:AppPassword", "WeCom:Assistant:Secret", "WeCom:Assistant:Token", "WeCom:Assistant:EncodingAesKey", "WeCom:AiBot:Secret"];

        secrets.Where(key => !string.IsNullOrEmpty(Example[key])).ShouldBeEmpty();
    }

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        var broken = Documents().SelectMany(document => Link().Matches(File.ReadAllText(document)).Select(m => m.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target.Split('#')[0])))
            .Select(target => $"{Path.GetRelativePath(Root, document)} → {target}"));

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Decisions_are_numbered_without_gaps_and_say_context_options_decision_and_consequences()
    {
        var decisions = Directory.EnumerateFiles(Path.Combine(Root, "docs", "adr"), "*.md").Order(StringComparer.Ordinal).ToList();

        decisions.Select(d => Path.GetFileName(d)[..4]).ShouldBe(Enumerable.Range(1, decisions.Count).Select(n => n.ToString("0000", System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var decision in decisions)
        {
            var text = File.ReadAllText(decision);
            foreach (var heading in (string[])["## Context", "## Options", "## Decision", "## Consequences"]) text.ShouldContain(heading, customMessage: decision);
        }
    }

    private static bool Known(string key) => Example.GetSection(key).Exists() || Example[key] is not null
        || Example.GetSection(key[..Math.Max(key.LastIndexOf(':'), 0)]).GetChildren().Any(c => c.Path == key);

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Root, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ResidentAssistant.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex("""onfiguration\["([A-Za-z_:]+)"\]""", RegexOptions.None, 1000)]
    private static partial Regex Key();

    [GeneratedRegex("""GetSection\("([A-Za-z:]+)"\)\.Get<(\w+)>""", RegexOptions.None, 1000)]
    private static partial Regex Section();

    [GeneratedRegex("""\]\(([^)\s]+)\)""", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
