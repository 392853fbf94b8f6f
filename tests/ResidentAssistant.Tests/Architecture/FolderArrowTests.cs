using System.Text.RegularExpressions;

namespace ResidentAssistant.Tests.Architecture;

/// <summary>Who may use whom (docs/adr/0002 and the folder map): read from the sources themselves.</summary>
public sealed partial class FolderArrowTests
{
    private static readonly string Root = FindRoot();

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Storage"] = [],
        ["Scheduling"] = ["Storage"],
        ["Language"] = ["Dialogs"],
        ["Web"] = ["Storage"],
        ["Evidence"] = ["Storage", "Scheduling", "Web"],
        ["Messaging"] = ["Storage", "Scheduling"],
        ["Neighbourhood"] = ["Storage", "Scheduling", "Evidence"],
        ["Staff"] = ["Storage", "Scheduling", "Web", "Evidence", "Messaging", "Neighbourhood"],
        ["Policy"] = ["Storage", "Scheduling", "Web", "Evidence", "Neighbourhood", "Staff"],
        ["Registry"] = ["Storage", "Scheduling", "Web", "Policy", "Neighbourhood", "Messaging", "Staff"],
        ["Operations"] = ["Storage", "Scheduling", "Messaging"],
        ["Conversations"] = ["Language", "Storage", "Scheduling", "Web", "Evidence", "Policy", "Neighbourhood", "Messaging", "Staff", "Dialogs"],
        ["Channels"] = ["Messaging", "Storage", "Scheduling", "Web", "WeCom"],
        ["Consent"] = ["Storage", "Scheduling", "Web", "Evidence", "Policy", "Neighbourhood", "Messaging", "Staff", "Conversations", "Dialogs"],
        ["Knowledge"] = ["Language", "Storage", "Scheduling", "Web", "Evidence", "Policy", "Neighbourhood", "Messaging", "Staff", "Conversations", "Dialogs"],
        ["Plans"] = ["Consent", "Storage", "Scheduling", "Web", "Evidence", "Policy", "Neighbourhood", "Messaging", "Staff", "Conversations", "Dialogs"],
        ["Works"] = ["Storage", "Scheduling", "Web", "Evidence", "Policy", "Neighbourhood", "Messaging", "Staff", "Conversations", "Dialogs", "Consent"],
        ["Notices"] = ["Storage", "Scheduling", "Web", "Evidence", "Policy", "Neighbourhood", "Messaging", "Staff", "Conversations", "Dialogs", "Works"],
        ["Emergencies"] = ["Storage", "Scheduling", "Web", "Evidence", "Policy", "Neighbourhood", "Messaging", "Staff", "Conversations", "Dialogs", "Works", "Notices"],
    };

    [Fact]
    public void Every_folder_uses_only_what_the_map_allows()
    {
        var faults = Uses().Where(u => !Allowed.TryGetValue(u.From, out var targets) || !targets.Contains(u.To))
            .Select(u => $"{u.File}: {u.From} may not use {u.To}").ToList();

        faults.ShouldBeEmpty();
    }

    [Fact]
    public void No_two_folders_use_each_other_even_through_others()
    {
        var arrows = Uses().Select(u => (u.From, u.To)).ToHashSet();
        var reach = arrows.ToHashSet();
        while (true)
        {
            var more = (from a in reach from b in arrows where a.To == b.From select (a.From, b.To)).Where(x => !reach.Contains(x)).ToList();
            if (more.Count == 0) break;
            reach.UnionWith(more);
        }

        reach.Where(a => a.From == a.To).Select(a => a.From).ShouldBeEmpty();
    }

    [Fact]
    public void The_dialog_runtime_knows_no_application_no_database_and_no_web()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Root, "src/ResidentAssistant.Dialogs"), "*.cs", SearchOption.AllDirectories);
        var forbidden = sources.SelectMany(f => File.ReadLines(f).Where(l => Regex.IsMatch(l, @"^using (Microsoft\.AspNetCore|System\.Data|System\.Net|Dapper|Npgsql|ResidentAssistant\.(?!Dialogs))", RegexOptions.None, TimeSpan.FromSeconds(1))).Select(l => $"{f}: {l}"));

        forbidden.ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_asks_the_machine_for_the_time()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories);
        var faults = sources.Where(f => File.ReadAllText(f) is var text && (text.Contains("DateTime.Now") || text.Contains("UtcNow;") || text.Contains("DateTimeOffset.UtcNow") || text.Contains("DateTime.UtcNow")));

        faults.ShouldBeEmpty();
    }

    private static IEnumerable<(string File, string From, string To)> Uses()
    {
        var folder = Path.Combine(Root, "src/ResidentAssistant");
        foreach (var file in Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories).Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".cshtml", StringComparison.Ordinal)))
        {
            var parts = Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar);
            // The root and the command line put everything together; bin and obj are not ours.
            if (parts.Length == 1 || parts[0] is "CommandLine" or "obj" or "bin" or "wwwroot" or "node_modules") continue;
            foreach (Match use in Using().Matches(File.ReadAllText(file)))
            {
                var to = use.Groups[1].Value;
                if (to != parts[0]) yield return (Path.GetRelativePath(Root, file), parts[0], to);
            }
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ResidentAssistant.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }

    [GeneratedRegex(@"^@?using (?:static )?ResidentAssistant\.(\w+)", RegexOptions.Multiline, 1000)]
    private static partial Regex Using();
}
