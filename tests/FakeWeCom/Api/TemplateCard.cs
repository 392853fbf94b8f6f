using System.Text.RegularExpressions;
using FakeWeCom.World;

namespace FakeWeCom.Api;

/// <summary>The shape of template cards.</summary>
internal static partial class TemplateCard
{
    private static readonly string[] Types = ["text_notice", "news_notice", "button_interaction", "vote_interaction", "multiple_interaction"];

    /// <summary>Refuses a card whose parts are missing or too many, or whose task_id was used before.</summary>
    public static void Check(ISet<string>? used, Fields card, bool update, string[]? allowed = null)
    {
        var type = card.TextOrEmpty("card_type");
        if (!(allowed ?? Types).Contains(type)) throw new VendorRefusal(42027, "invalid card_type");
        var acts = type is "button_interaction" or "vote_interaction" or "multiple_interaction" || card.Has("action_menu");
        var title = card.Part("main_title")?.TextOrEmpty("title") ?? "";
        if (title.Length == 0 && (type != "text_notice" || card.TextOrEmpty("sub_title_text").Length == 0)) throw new VendorRefusal(42028, "main_title missing");
        if (type is "text_notice" or "news_notice" && card.Part("card_action")?.Number("type") is not (1 or 2)) throw new VendorRefusal(42031, "card_action missing");
        if (card.Part("card_action") is { } action && action.Number("type") == 1) Url(action.Text("url"));
        if (card.Parts("horizontal_content_list").Count > 6) throw new VendorRefusal(42033, "too many horizontal_content_list");
        if (card.Parts("jump_list").Count > 3) throw new VendorRefusal(42034, "too many jump_list");
        foreach (var jump in card.Parts("jump_list").Where(j => j.Number("type") == 1)) Url(jump.Text("url"));
        if (card.Part("action_menu") is { } menu && menu.Parts("action_list").Count is 0 or > 3) throw new VendorRefusal(42035, "invalid action_list");
        if (acts) TaskId(used, card, update);
        if (type == "button_interaction") Buttons(card);
        if (type == "vote_interaction") Choice(card.Part("checkbox"), 20);
        if (type == "multiple_interaction")
        {
            var lists = card.Parts("select_list");
            if (lists.Count is 0 or > 3) throw new VendorRefusal(42041, "invalid select_list");
            foreach (var list in lists) Choice(list, 10);
        }

        if (type is "vote_interaction" or "multiple_interaction" && (card.Part("submit_button") is not { } submit || submit.TextOrEmpty("key").Length == 0 || submit.TextOrEmpty("text").Length == 0))
            throw new VendorRefusal(42042, "submit_button missing");
    }

    private static void TaskId(ISet<string>? used, Fields card, bool update)
    {
        var task = card.TextOrEmpty("task_id");
        if (update && task.Length == 0) return;
        if (task.Length == 0) throw new VendorRefusal(42015, "task_id missing");
        if (!Task().IsMatch(task)) throw new VendorRefusal(42016, "invalid task_id");
        if (!update && used?.Contains(task) == true) throw new VendorRefusal(42017, "task_id has been used");
    }

    private static void Buttons(Fields card)
    {
        var buttons = card.Parts("button_list");
        if (buttons.Count is 0 or > 6) throw new VendorRefusal(42036, "invalid button_list");
        foreach (var button in buttons)
        {
            if (button.TextOrEmpty("text").Length == 0) throw new VendorRefusal(42037, "button text missing");
            if (button.Number("style") is not (null or >= 1 and <= 4)) throw new VendorRefusal(42038, "invalid button style");
            if (button.Number("type") == 1) Url(button.Text("url"));
            else if (Words.Bytes(button.Text("key")) is 0 or > 1024) throw new VendorRefusal(42018, "invalid button key");
        }

        var keys = buttons.Where(b => b.Number("type") != 1).Select(b => b.Text("key")).ToList();
        if (keys.Distinct().Count() != keys.Count) throw new VendorRefusal(42019, "button key repeated");
        if (card.Part("button_selection") is { } selection) Choice(selection, 10);
    }

    private static void Choice(Fields? choice, int most)
    {
        if (choice is null || choice.TextOrEmpty("question_key").Length == 0) throw new VendorRefusal(42039, "question_key missing");
        var options = choice.Parts("option_list");
        if (options.Count == 0 || options.Count > most) throw new VendorRefusal(42040, "invalid option_list");
        if (options.Any(o => Words.Bytes(o.Text("id")) is 0 or > 128 || o.TextOrEmpty("text").Length == 0)) throw new VendorRefusal(42040, "invalid option_list");
    }

    private static void Url(string? url)
    {
        if (url?.StartsWith("http://", StringComparison.OrdinalIgnoreCase) != true && url?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) != true) throw new VendorRefusal(42032, "invalid url");
    }

    [GeneratedRegex("^[0-9A-Za-z_@-]{1,128}$", RegexOptions.None, 1000)]
    private static partial Regex Task();
}
