using System.Globalization;
using ResidentAssistant.Scheduling;

namespace ResidentAssistant.Plans.Samples;

/// <summary>A time at which the sample flat can be seen, with places.</summary>
internal sealed record SampleSlot
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; }

    /// <summary>Community.</summary>
    public Guid CommunityId { get; init; }

    /// <summary>Where it is.</summary>
    public required string Place { get; init; }

    /// <summary>From.</summary>
    public required DateTimeOffset BeginsAt { get; init; }

    /// <summary>Until.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>How many people.</summary>
    public required int Places { get; init; }

    /// <summary>How many have booked.</summary>
    public int Taken { get; init; }

    /// <summary>Why it was closed.</summary>
    public string? ClosedReason { get; init; }

    /// <summary>Who closed it.</summary>
    public string? ClosedByName { get; init; }

    /// <summary>When it was closed.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Places left.</summary>
    public int Left => Places - Taken;

    /// <summary>The time as people read it.</summary>
    public string When => string.Create(CultureInfo.InvariantCulture, $"{SiteClock.At(BeginsAt):M月d日}（{Weekday}）{SiteClock.At(BeginsAt):HH:mm}到{SiteClock.At(EndsAt):HH:mm}");

    /// <summary>Time and place.</summary>
    public string Label => $"{When}，{Place}";

    private string Weekday => "星期" + "日一二三四五六"[(int)SiteClock.At(BeginsAt).DayOfWeek];
}

/// <summary>Somebody who comes to see it.</summary>
internal sealed record SampleBooking
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>What people say: V-0003.</summary>
    public required string Reference { get; init; }

    /// <summary>Time that was booked.</summary>
    public required Guid SlotId { get; init; }

    /// <summary>Conversation it was booked in.</summary>
    public required Guid ConversationId { get; init; }

    /// <summary>Flat as people read it, where one is known.</summary>
    public string? Household { get; init; }

    /// <summary>How many people come.</summary>
    public required int People { get; init; }
}
