using System.Text;
using ResidentAssistant.Notices.Templates;
using ResidentAssistant.Policy;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Notices;

/// <summary>A notice being written.</summary>
internal sealed record NoticeDraft
{
    /// <summary>Longest words in bytes: a message in WeChat carries 2,048, and the link stands below.</summary>
    public const int MostBytes = 1_600;

    /// <summary>Name of the field in which an amendment says what is different, and a cancellation why.</summary>
    public const string Why = "why";

    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Community.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>Notice that it amends or cancels.</summary>
    public Guid? NoticeId { get; init; }

    /// <summary>What it does.</summary>
    public NoticeChange Change { get; init; }

    /// <summary>Id of the form.</summary>
    public required string Template { get; init; }

    /// <summary>What was filled in.</summary>
    public required IReadOnlyDictionary<string, string> Filled { get; init; }

    /// <summary>Whom it is for.</summary>
    public required Audience Audience { get; init; }

    /// <summary>Grows with every change, so that whoever comes second is told.</summary>
    public int Version { get; init; }

    /// <summary>Who wrote it.</summary>
    public Guid MadeBy { get; init; }

    /// <summary>Name of who wrote it.</summary>
    public string MadeByName { get; init; } = "";

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset MadeAt { get; init; }

    /// <summary>Second person who read it.</summary>
    public Guid? ApprovedBy { get; init; }

    /// <summary>Name of the second person.</summary>
    public string? ApprovedByName { get; init; }

    /// <summary>When it publishes itself; null: when somebody does.</summary>
    public DateTimeOffset? PublishAt { get; init; }

    /// <summary>Who set that time.</summary>
    public Guid? PublishBy { get; init; }

    /// <summary>Name of who set that time.</summary>
    public string? PublishByName { get; init; }

    /// <summary>Why it was not published when its time had come.</summary>
    public string? HeldBack { get; init; }

    /// <summary>What keeps it from being published, in sentences for the person who writes it.</summary>
    public IEnumerable<string> Faults(NoticeTemplate form, SourcedSetting? ahead, string body, DateTimeOffset now)
    {
        if (Audience.IsEmpty) yield return "还没有选发给谁。";
        if (Change is not NoticeChange.First && Filled.GetValueOrDefault(Why, "").Length is 0 or > 300) yield return Change is NoticeChange.Amended ? "请写改了什么，最多300个字。" : "请写为什么取消，最多300个字。";
        if (Change is NoticeChange.Cancelled) yield break;
        foreach (var field in form.Fields)
        {
            var text = Filled.GetValueOrDefault(field.Name, "");
            if (text.Length == 0) yield return $"还没有写：{field.Label}。";
            else if (text.Length > 600) yield return $"“{field.Label}”太长了，最多600个字。";
            else if (field.Kind is FieldKind.Phone && !(text.Length is >= 3 and <= 20 && text.All(c => char.IsAsciiDigit(c) || c is '-' or ' '))) yield return $"“{field.Label}”要写电话号码。";
            else if (field.Kind is FieldKind.Time && NoticeText.Time(text) is null) yield return $"“{field.Label}”要选日子和钟点。";
        }

        var times = form.Fields.Where(f => f.Kind is FieldKind.Time).Select(f => NoticeText.Time(Filled.GetValueOrDefault(f.Name, ""))).OfType<DateTime>().ToList();
        if (times.Zip(times.Skip(1)).Any(two => two.First >= two.Second)) yield return "后面的时间要晚于前面的时间。";
        if (times is [var first, ..] && form.Ahead is not null)
        {
            var least = ahead is SourcedSetting.Set set ? set.Duration : TimeSpan.FromHours(24);
            if (SiteClock.Instant(first) - now < least) yield return $"离{least.TotalHours:0}小时还不到。要提前{least.TotalHours:0}小时通知（{(ahead as SourcedSetting.Set)?.Source ?? "《城市供水条例》第二十二条"}）。";
        }

        if (Encoding.UTF8.GetByteCount(body) > MostBytes) yield return "太长了，微信里一条装不下。请写短一些。";
    }
}
