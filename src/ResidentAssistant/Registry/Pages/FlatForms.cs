using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Web;

namespace ResidentAssistant.Registry;

/// <summary>The form of a flat's particulars.</summary>
internal sealed record HouseholdForm
{
    /// <summary>Version that was shown.</summary>
    public int Seen { get; init; }

    /// <summary>Floor.</summary>
    public int Floor { get; init; }

    /// <summary>Who lives there.</summary>
    public Occupancy Occupancy { get; init; }

    /// <summary>When it was decorated.</summary>
    public DateOnly? DecoratedOn { get; init; }
}

/// <summary>The form of a person.</summary>
internal sealed record PersonForm
{
    /// <summary>Person; null: a new one.</summary>
    public Guid? Person { get; init; }

    /// <summary>Version that was shown.</summary>
    public int Seen { get; init; }

    /// <summary>Name; empty leaves it.</summary>
    public string? Name { get; init; }

    /// <summary>Phone; empty leaves it.</summary>
    public string? Phone { get; init; }

    /// <summary>The person has no phone any more.</summary>
    public bool NoPhone { get; init; }

    /// <summary>Capacity.</summary>
    public Capacity Capacity { get; init; }

    /// <summary>Lives in the flat.</summary>
    public bool LivesHere { get; init; }

    /// <summary>Sixty or older.</summary>
    public bool Elder { get; init; }

    /// <summary>Has a smartphone.</summary>
    public bool Smartphone { get; init; }

    /// <summary>Paper of a proxy or guardian.</summary>
    public string? Document { get; init; }

    /// <summary>Its first day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Its last day.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The form of somebody who is in the register; name and phone stay out of it.</summary>
    public static PersonForm Of(Person person, MandatePaper? paper) => new()
    {
        Person = person.Id, Seen = person.Version, Capacity = person.Capacity, LivesHere = person.LivesHere, Elder = person.Elder, Smartphone = person.Smartphone,
        Document = paper?.Document, From = paper?.From, To = paper?.To,
    };

    /// <summary>What was typed, as it is kept.</summary>
    public PersonChange Change() => new(Defined(Capacity), LivesHere, Elder, Smartphone)
    {
        Name = Plain(Name), Phone = ReadPhone(), NoPhone = NoPhone, Paper = Plain(Document) is { } document ? new MandatePaper(document, From, To)
            : (From ?? To) is null ? null : throw new RefusedException("BadArgument", "写了凭证的日期，没有写是什么凭证。"),
    };

    private static Capacity Defined(Capacity capacity) => Enum.IsDefined(capacity) ? capacity : throw new RefusedException("BadArgument", "请选身份。");

    private PhoneNumber? ReadPhone() => Plain(Phone) is not { } typed ? null
        : PhoneNumber.TryParse(typed) ?? throw new RefusedException("BadArgument", "电话不对。手机是 11 位数字，座机要带区号。");

    private static string? Plain(string? text) => FormText.Tidy(text) is not { Length: > 0 } tidy ? null
        : FormText.IsPlain(tidy) ? tidy : throw new RefusedException("BadArgument", FormText.Refusal);
}

/// <summary>The form of a try to reach a household.</summary>
internal sealed record AttemptForm
{
    /// <summary>How.</summary>
    public ReachWay Way { get; init; }

    /// <summary>What came of it.</summary>
    public ReachResult Result { get; init; }

    /// <summary>When, on the site's clock.</summary>
    public DateTime? At { get; init; }

    /// <summary>More words.</summary>
    public string? Note { get; init; }
}
