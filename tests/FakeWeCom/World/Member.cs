namespace FakeWeCom.World;

/// <summary>A member of the corp with the WeCom client.</summary>
internal sealed class Member(MemberOptions options)
{
    public string UserId => options.UserId;

    public string Name => options.Name.Length > 0 ? options.Name : options.UserId;

    public string Duty => options.Duty;

    /// <summary>Messages of apps that reached him, with the app.</summary>
    public List<SeenMessage> Seen { get; } = [];

    /// <summary>What he typed to apps.</summary>
    public List<(string Words, DateTimeOffset At, App App)> Said { get; } = [];

    /// <summary>Emergency calls to him.</summary>
    public List<PhoneCall> Calls { get; } = [];
}

/// <summary>An emergency call and whether it was taken.</summary>
internal sealed record PhoneCall(string CallId, string UserId, DateTimeOffset At)
{
    public bool Taken { get; set; }

    /// <summary>Too many before it: it never rang.</summary>
    public bool NotMade { get; init; }
}
