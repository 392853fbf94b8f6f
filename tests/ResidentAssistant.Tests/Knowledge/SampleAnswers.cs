using ResidentAssistant.Dialogs;
using ResidentAssistant.Knowledge;
using ResidentAssistant.Tests.Infrastructure;

namespace ResidentAssistant.Tests.Knowledge;

/// <summary>A few answers of the tests' own, in a folder beside the product's dialogs.</summary>
internal sealed class SampleAnswers : IDisposable
{
    public const string WhoMustAgree = """
        ---
        id: sample.who-must-agree
        intent: ask_policy_consent
        article: 1
        title: 要几家同意才能换
        questions:
          - 换上下水得全楼都签字吗
          - 有一家不同意还能换吗
          - 几户同意才行
        source: 征求意见稿第一条
        ---
        同一根管子上的每一家都同意，才能换。

        ## 详细
        通知说的是**每一户**。

        - 一户不同意，这根管子先不换
        """;

    public const string Validity = """
        ---
        id: sample.consent-validity
        intent: ask_policy_consent
        article: 1
        title: 同意以后管多久
        questions:
          - 签了同意书有效期多长
          - 同意以后多长时间作废
        source: 征求意见稿第一条
        settings: [consent.validity]
        ---
        您的意愿{consent.validity}内有效。

        ## 没公布
        意愿管多久，还没有公布，由街道办事处来定。
        """;

    public const string Funding = """
        ---
        id: sample.funding
        intent: ask_refusal_consequence
        article: 3
        title: 以后还给不给钱
        questions:
          - 这次不换以后政府还出钱吗
        source: 第三条
        valid: { from: 2021-10-01, to: 2025-12-31 }
        ---
        “十四五”时期政府不再提供改造资金支持。
        """;

    private readonly TemporaryFolder folder = new();

    public SampleAnswers(params IReadOnlyList<string> texts)
    {
        Directory.CreateDirectory(Folder);
        for (var i = 0; i < texts.Count; i++) Write($"{i}.md", texts[i]);
    }

    public string Folder => Path.Combine(folder.Path, "also", "knowledge");

    /// <summary>Settings that make the product read the folder too.</summary>
    public Dictionary<string, string?> Settings => new() { ["Dialogs:Also"] = Path.GetDirectoryName(Folder) };

    /// <summary>A copy of the product's dialogs that holds none of its answers, so that a test knows what there is to be found.</summary>
    public string ProductWithoutAnswers
    {
        get
        {
            var from = Path.Combine(AppContext.BaseDirectory, "dialogs");
            var to = Path.Combine(folder.Path, "product");
            foreach (var file in Directory.EnumerateFiles(from, "*.yaml", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(to, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy, overwrite: true);
            }

            return to;
        }
    }

    public static IReadOnlySet<string> Intents { get; } = new HashSet<string> { "ask_policy_consent", "ask_refusal_consequence", "ask_schedule", "ask_water_outage" };

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(Folder, file), text);

    /// <summary>One answer read from its text, which must have no fault.</summary>
    public static KnowledgeEntry Of(string text)
    {
        var faults = new List<DialogFault>();
        var entry = new EntryReader(Intents, faults).Read("sample.md", text);
        faults.ShouldBeEmpty();
        return entry.ShouldNotBeNull();
    }

    public void Dispose() => folder.Dispose();
}
