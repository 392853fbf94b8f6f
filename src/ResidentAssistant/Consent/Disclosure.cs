using System.Security.Cryptography;
using System.Text;
using ResidentAssistant.Policy;

namespace ResidentAssistant.Consent;

/// <summary>What every household must be told before it answers: the six items of the notice's article 3, as messages to read.</summary>
internal sealed class Disclosure
{
    // Messages of the WeChat channel hold 2,048 bytes.
    private const int MostBytes = 2000;

    private const string Origin = "这六件事，是《关于进一步做好老旧小区综合整治项目中楼内上下水管线改造工作的通知（征求意见稿）》第三条要求告诉您的。它是 2021 年的征求意见稿，还不是正式文件。";

    private Disclosure(IReadOnlyList<string> texts)
    {
        Texts = texts;
        Body = string.Join('\n', texts);
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Body)));
    }

    /// <summary>The six items in the order in which they are told: the setting that holds each, and its name for residents.</summary>
    public static IReadOnlyList<Item> Items { get; } =
    [
        new("disclosure.scope", "换什么"),
        new("disclosure.restoration", "换完怎么恢复"),
        new("disclosure.duties", "您家要配合什么"),
        new("disclosure.duration", "要多少天、什么会耽误"),
        new("disclosure.outage", "什么时候用不了水、排不了水"),
        new("disclosure.temporary", "停水、下水不能用的时候怎么办"),
    ];

    /// <summary>The messages in order.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>All that is shown.</summary>
    public string Body { get; }

    /// <summary>Hash of what is shown: another word, another hash.</summary>
    public string Hash { get; }

    /// <summary>Last day on which every rule that it quotes holds; null: none of them ends, or it is a text kept from before.</summary>
    public DateOnly? Until { get; private init; }

    /// <summary>Puts the disclosure together; an item nobody has published says so and by whom it is decided.</summary>
    public static Disclosure Of(Func<Item, SourcedSetting> standing) =>
        new(Pack(Items.Select((item, i) => $"{i + 1}. {item.Title}：{Words(standing(item))}").Append(Origin)))
        {
            Until = Items.Select(item => (standing(item) as SourcedSetting.Set)?.ValidTo).Min(),
        };

    /// <summary>A text as it was approved, cut into messages again.</summary>
    public static Disclosure Kept(string body) => new(Pack(body.Split('\n')));

    private static string Words(SourcedSetting setting) => setting switch
    {
        SourcedSetting.Set set => $"{set.Value}（出处：{set.Source}）",
        SourcedSetting.NotSet { EndedOn: { } last } ended => $"原来的规定到{last.Year}年{last.Month}月{last.Day}日为止，新的还没有公布，由{ended.DecidedBy}来定。",
        SourcedSetting.NotSet open => $"还没有公布，由{open.DecidedBy}来定。",
        _ => throw new InvalidOperationException("A setting is set or not set."),
    };

    private static List<string> Pack(IEnumerable<string> lines)
    {
        var texts = new List<string>();
        var text = new StringBuilder();
        foreach (var piece in lines.SelectMany(Pieces))
        {
            if (text.Length > 0 && Encoding.UTF8.GetByteCount(text.ToString()) + 1 + Encoding.UTF8.GetByteCount(piece) > MostBytes)
            {
                texts.Add(text.ToString());
                text.Clear();
            }

            if (text.Length > 0) text.Append('\n');
            text.Append(piece);
        }

        texts.Add(text.ToString());
        return texts;
    }

    private static IEnumerable<string> Pieces(string line)
    {
        var piece = new StringBuilder();
        var bytes = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > MostBytes)
            {
                yield return piece.ToString();
                piece.Clear();
                bytes = 0;
            }

            piece.Append(rune.ToString());
            bytes += rune.Utf8SequenceLength;
        }

        yield return piece.ToString();
    }

    /// <summary>One of the six: the setting that holds it, and its name for residents.</summary>
    internal sealed record Item(string Setting, string Title);
}
