using ResidentAssistant.Conversations;

namespace ResidentAssistant.Consent.Refusals;

/// <summary>The text of the notice as people who do not program write it: <c>dialogs/notices/drafted/riser-not-now.md</c>.</summary>
internal sealed record NoticeText(string Title, string Body)
{
    private const string Place = "notices/drafted/riser-not-now.md";

    /// <summary>Reads the file; the folder of additional dialogs goes before the installed one.</summary>
    public static NoticeText Read(IConfiguration configuration)
    {
        var file = Dialogue.Folders(configuration).Reverse().Select(folder => Path.Combine(folder, Place)).FirstOrDefault(File.Exists)
            ?? throw new SettingException($"There is no {Place} in the folders of the dialogs.");
        return Of(File.ReadAllText(file));
    }

    /// <summary>The text of a file: a head between two lines of dashes, with a title, and below it the words.</summary>
    public static NoticeText Of(string file)
    {
        var parts = file.ReplaceLineEndings("\n").Split("---\n", 3);
        if (parts.Length < 3 || parts[1].Split('\n').FirstOrDefault(l => l.StartsWith("title: ", StringComparison.Ordinal)) is not { } title || !parts[2].Contains("{riser}", StringComparison.Ordinal))
            throw new SettingException($"{Place} needs a head with a title, and {{riser}} in its words.");
        return new NoticeText(title[7..].Trim(), parts[2].Trim());
    }

    /// <summary>The words for one riser; confirmed phones stand in it where there are any, and below it who tells this and on which day.</summary>
    public string For(string riser, string phones, string from) =>
        $"{Title}\n\n{Body.Replace("{riser}", riser, StringComparison.Ordinal).Replace("{phones}", phones, StringComparison.Ordinal).Replace("{from}", from, StringComparison.Ordinal)}";
}
