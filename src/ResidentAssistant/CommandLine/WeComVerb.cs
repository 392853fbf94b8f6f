using System.CommandLine;
using System.Text.RegularExpressions;
using ResidentAssistant.Channels.WeCom;
using ResidentAssistant.CommandLine.WeComChecks;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Storage;
using ResidentAssistant.WeCom;

namespace ResidentAssistant.CommandLine;

/// <summary>The verbs <c>wecom check</c> and <c>wecom link</c>, for whoever sets WeCom up.</summary>
internal static partial class WeComVerb
{
    /// <summary>The command with its two verbs.</summary>
    public static Command Command() => new("wecom", "Set WeCom up: check what works, make links for residents") { Check(), Link() };

    private static Command Check()
    {
        var aibot = new Option<bool>("--aibot") { Description = "Also connect the smart robot once; this ends the running program's connection for ten minutes" };
        var again = new Option<bool>("--again") { Description = "Ask for a token although a wrong secret was refused within the last hour" };
        var check = new Command("check", "Try every call that nobody notices, and say what is missing and where to put it right") { aibot, again };
        check.SetAction(async (parsed, ct) =>
        {
            await using var app = Application.Build([]);
            await ReadyAsync(app, ct);
            return await WeComCheck.RunAsync(app.Services, Console.Out, parsed.GetValue(aibot), parsed.GetValue(again), ct);
        });
        return check;
    }

    private static Command Link()
    {
        var account = new Option<string?>("--account") { Description = "open_kfid of the customer service account; needed when the settings have several" };
        var scene = new Option<string>("--scene") { Description = "Where the link hangs, such as b3 for building 3: letters, digits, _ and -, at most 32", Required = true };
        var code = new Option<string?>("--code") { Description = "The eight digits of a household's letter: whoever opens the link is that household" };
        var link = new Command("link", "Print the link that opens the chat in WeChat, for a poster or for one household's letter") { account, scene, code };
        link.SetAction(async (parsed, ct) =>
        {
            await using var app = Application.Build([]);
            await ReadyAsync(app, ct);
            var settings = app.Services.GetRequiredService<WeComSettings>();
            Console.WriteLine(await LinkAsync(app.Services.GetService<WeComClient>(), settings, parsed.GetValue(account), parsed.GetValue(scene)!, parsed.GetValue(code), ct));
            return 0;
        });
        return link;
    }

    /// <summary>The link, with the letter's code when one is given.</summary>
    internal static async Task<string> LinkAsync(WeComClient? client, WeComSettings settings, string? account, string scene, string? code, CancellationToken ct)
    {
        if (client is null || settings.Kf.Accounts.Count == 0) throw new RefusedException("NoAccount", "还没有客服账号。请先填 WeCom:Kf:Accounts，再用 wecom check 查一查。");
        var from = account ?? (settings.Kf.Accounts.Count == 1 ? settings.Kf.Accounts.Keys.Single() : throw new RefusedException("WhichAccount", $"客服账号有几个，请用 --account 说是哪一个：{string.Join("、", settings.Kf.Accounts.Keys)}。"));
        if (!Scene().IsMatch(scene)) throw new RefusedException("BadScene", "--scene 只能用字母、数字、_ 和 -，最多 32 个，比如 b3。");
        var letter = code is null ? null : LetterCode.TryParse(code) ?? throw new RefusedException("BadCode", "--code 是信上的八位数字，比如 8241-7730。");
        try
        {
            var link = await client.KfLinkAsync(from, scene, ct);
            return letter is null ? link : $"{link}&scene_param={letter.Digits}";
        }
        catch (WeComException refusal)
        {
            var (means, toDo) = RefusalWords.Of(refusal, settings);
            throw new RefusedException("LinkRefused", $"{means}（错误码 {refusal.Code}）。{toDo}");
        }
    }

    private static async Task ReadyAsync(WebApplication app, CancellationToken ct)
    {
        app.Services.GetRequiredService<KeyRing>().Open();
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(null, ct);
    }

    [GeneratedRegex("^[0-9A-Za-z_-]{1,32}$", RegexOptions.None, 1000)]
    private static partial Regex Scene();
}
