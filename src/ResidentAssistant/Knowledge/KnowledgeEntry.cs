using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Knowledge;

/// <summary>One answer of the bank as written in its file: what it is asked by, what is said in the chat, and the page behind it.</summary>
internal sealed record KnowledgeEntry
{
    /// <summary>Its id, such as <c>consent.who-must-agree</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The intent it belongs to.</summary>
    public required string Intent { get; init; }

    /// <summary>Article of the notice that answers it; 0 for none.</summary>
    public int Article { get; init; }

    /// <summary>The question in a few words, as a button and a page show it.</summary>
    public required string Title { get; init; }

    /// <summary>Other ways to ask it.</summary>
    public required IReadOnlyList<string> Questions { get; init; }

    /// <summary>Where the answer is written.</summary>
    public required string Source { get; init; }

    /// <summary>First day it holds, or null.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>Last day it holds, or null.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>Communities it holds for, by name or id; none: everywhere.</summary>
    public IReadOnlyList<string> Area { get; init; } = [];

    /// <summary>Sourced settings that its texts show.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>What is said in the chat.</summary>
    public required Template Short { get; init; }

    /// <summary>The page, in Markdown; null: the short text is all there is.</summary>
    public Template? Long { get; init; }

    /// <summary>What is said while one of the settings is not set.</summary>
    public Template? NotPublished { get; init; }

    /// <summary>The file as faults show it.</summary>
    public required string File { get; init; }

    /// <summary>Hash of all that a resident may read of it; the phrasings are not part of it.</summary>
    public string Hash => field ??= HashOf(this);

    /// <summary>The source as residents read it: what rests on the draft notice says so.</summary>
    public string Citation => Article == 0 || Source.Contains("征求意见稿", StringComparison.Ordinal) ? Source : $"征求意见稿第{"〇一二三四五六七八九"[Article]}条；{Source}";

    /// <summary>It holds on that day.</summary>
    public bool HoldsOn(DateOnly day) => !(day < ValidFrom) && !(day > ValidTo);

    private static string HashOf(KnowledgeEntry e)
    {
        var text = new StringBuilder();
        foreach (var piece in (string?[])[e.Id, e.Title, e.Article.ToString(CultureInfo.InvariantCulture), e.Source, e.ValidFrom?.ToString("O", CultureInfo.InvariantCulture), e.ValidTo?.ToString("O", CultureInfo.InvariantCulture),
            string.Join('\n', e.Area), string.Join('\n', e.Settings), e.Short.Text, e.Long?.Text, e.NotPublished?.Text])
            text.Append(piece is null ? "-" : $"{piece.Length}:{piece}").Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
