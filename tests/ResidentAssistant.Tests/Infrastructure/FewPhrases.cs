namespace ResidentAssistant.Tests.Infrastructure;

/// <summary>A folder like the product's <c>dialogs/understanding</c> with a handful of phrases, which is learned in no time.</summary>
internal static class FewPhrases
{
    /// <summary>Makes the folder: the product's small files and one file of phrases.</summary>
    public static void Write(string folder)
    {
        var from = Path.Combine(AppContext.BaseDirectory, "dialogs", "understanding");
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(from, "*.yaml")) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        var intents = Path.Combine(folder, "intents");
        if (Directory.Exists(intents)) Directory.Delete(intents, recursive: true);
        Directory.CreateDirectory(intents);
        Phrases(folder, "few.yaml", "ask_schedule", "几月份轮到我们楼", "什么时候开工", "哪天来我们这儿", "工期到几号");
        Phrases(folder, "more.yaml", "off_topic", "今天天气怎么样", "帮我写个作文", "火车票怎么买", "讲个笑话");
    }

    /// <summary>Writes a file of phrases and gives back its path.</summary>
    public static string Phrases(string folder, string file, string intent, params string[] phrases)
    {
        var path = Path.Combine(folder, "intents", file);
        File.WriteAllText(path, Text(intent, phrases));
        return path;
    }

    /// <summary>A file of phrases as it is written.</summary>
    public static string Text(string intent, params string[] phrases) => $"intent: {intent}\nphrases:\n{string.Concat(phrases.Select(p => $"  - {p}\n"))}";
}
