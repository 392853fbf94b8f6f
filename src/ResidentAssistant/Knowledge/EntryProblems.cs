using System.Text;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Policy;
using ResidentAssistant.Web;

namespace ResidentAssistant.Knowledge;

/// <summary>What is wrong with an answer typed in the console, in the words of the console.</summary>
internal static class EntryProblems
{
    /// <summary>Everything that is wrong, one sentence each; when nothing is, <paramref name="entry"/> is the answer.</summary>
    public static IReadOnlyList<string> Problems(this EntryForm form, IReadOnlySet<string> intents, out KnowledgeEntry? entry)
    {
        entry = null;
        var problems = Said(form).ToList();
        if (problems.Count > 0) return problems;
        var faults = new List<DialogFault>();
        entry = new EntryReader(intents, faults).Read("答案", EntryWriter.Write(form));
        return [.. faults.Select(f => $"有一处读不出来：{f.Message}")];
    }

    private static IEnumerable<string> Said(EntryForm form)
    {
        if (string.IsNullOrWhiteSpace(form.Id) || form.Id.Length > 80 || !form.Id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.'))
            yield return "编号只能用小写英文字母、数字、点和横线。";
        if (FormText.Tidy(form.Title).Length is 0 or > 20) yield return "请写问的是什么，最多 20 个字。";
        if (FormText.Tidy(form.Questions).Length == 0) yield return "请至少写一种问法。";
        if (FormText.Tidy(form.Source).Length is 0 or > 300) yield return "请写依据，最多 300 个字。";
        if (FormText.Tidy(form.Short).Length == 0) yield return "请写在对话里怎么答。";
        if (Encoding.UTF8.GetByteCount(form.Short ?? "") > EntryReader.MostBytes || Encoding.UTF8.GetByteCount(form.NotPublished ?? "") > EntryReader.MostBytes)
            yield return "对话里的话太长了，微信里一条最多六百多个字。";
        if (form.ValidTo < form.ValidFrom) yield return "截止日期不能早于开始日期。";
        string?[] texts = [form.Title, form.Questions, form.Source, form.Short, form.Long, form.NotPublished, form.Area, form.Settings];
        if (texts.Any(t => t is not null && !FormText.IsPlain(FormText.Tidy(t), lines: true))) yield return FormText.Refusal;
        var settings = FormText.Tidy(form.Settings).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var unknown in settings.Where(s => SettingCatalogue.Find(s) is null)) yield return $"没有“{unknown}”这个政策参数。";
        if (settings.Length > 0 && string.IsNullOrWhiteSpace(form.NotPublished)) yield return "用了政策参数，就要写还没公布的时候怎么说。";
        foreach (var place in Template.Parse($"{form.Short}\n{form.Long}").Slots.Where(s => !settings.Contains(s)).Distinct()) yield return $"原话里有 {{{place}}}，请在“用到的政策参数”里也写上。";
    }
}
